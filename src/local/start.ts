// `npm start`: the whole product on a bare machine. What is configured is used; what is not is brought along.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, dataDirectory, isProduction, localSettingsFile } from '../config.ts';
import { AppError, InvalidInput, messageOf } from '../errors.ts';
import { migrate } from '../migrate.ts';
import { loadPublication } from '../publication/publication.ts';
import { createServices } from '../services.ts';
import { freePort } from './free-port.ts';
import { startInbox } from './inbox.ts';
import { lockDataDirectory } from './lock.ts';
import { prepareConfig } from './open-services.ts';
import { ensureDatabase, removeCluster, startPostgres } from './postgres.ts';
import { keepProcess } from './processes.ts';
import { makeSampleNewsroom } from './sample-newsroom.ts';
import { type SampleSite, startSampleSite } from './sample-site.ts';
import { keepLocalSettings, readLocalSettings } from './settings.ts';
import { createSteps } from './steps.ts';

const graceMs = 15_000;
const samplePort = 3080;
const usage = `npm start                starts Broadsheet on this machine
npm start -- --fresh     forgets everything kept on this machine and starts over
npm start -- --help      shows this`;

/** What has been started, to be stopped in the opposite order. */
const started: Array<() => Promise<void>> = [];
const steps = createSteps();
const signal = untilSignal();

process.exit(await main());

async function main(): Promise<number> {
  try {
    const { values } = readArguments();
    if (values.help) {
      steps.say(usage);
      return 0;
    }
    await Promise.race([start(values.fresh === true), signal]);
    await signal;
    steps.say('\n  Stopping …');
    await stopAll();
    steps.say('  Stopped.');
    return 0;
  } catch (error) {
    const known = error instanceof AppError;
    console.error(`\n  ${known || !(error instanceof Error) ? messageOf(error) : error.stack}`);
    await stopAll();
    return 1;
  }
}

function readArguments() {
  try {
    return parseArgs({ options: { fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new InvalidInput(`${messageOf(error)}\n\n${usage}`);
  }
}

async function start(fresh: boolean): Promise<void> {
  if (isProduction())
    throw new AppError(
      'not_here',
      500,
      'npm start is for one machine; production runs what the Procfile names',
    );
  const began = performance.now();
  const dataDir = dataDirectory();
  steps.say('\n  Broadsheet\n');
  const unlock = lockDataDirectory(dataDir);
  started.push(async () => unlock());
  if (fresh) await steps.step('Starting over', () => forget(dataDir));
  const configured = prepareConfig();
  const databaseUrl = configured.databaseUrl ?? (await startDatabase(dataDir));
  const inbox = await chooseInbox(configured, dataDir);
  const webPort = await chooseWebPort(configured, dataDir);
  const isBare = configured.databaseUrl === null && configured.smtpIsLocalInbox;
  const site = isBare ? await startSite(dataDir) : null;
  // A port that was asked for and taken must not come back with the environment.
  const ports = portsOf(dataDir, webPort);
  const config = prepareConfig(ports);
  const services = createServices({ ...config, logLevel: 'warn' }, databaseUrl, 'start');
  started.push(() => services.close());
  await steps.step(
    'Migrations',
    () => migrate(services),
    (names) => (names.length === 0 ? 'up to date' : names.join(', ')),
  );
  const env = { ...ports, DATABASE_URL: databaseUrl };
  for (const [name, script] of [
    ['web', 'src/web.ts'],
    ['worker', 'workers/main.ts'],
  ] as const) {
    const child = keepProcess({ name, script, env, dataDir, say: steps.say });
    started.push(() => child.stop(graceMs));
    await steps.step(
      name === 'web' ? 'Web' : 'Worker',
      () => child.ready,
      () => (name === 'web' ? config.publicUrl : `queue on ${services.jobs.backend}`),
    );
  }
  if (site !== null) await makeSampleNewsroom(services, site, steps);
  const publication = await loadPublication(services.db);
  announce(config.publicUrl, inbox, publication, (performance.now() - began) / 1000);
}

/** Removes what `npm start` keeps, and nothing that it has not made. */
async function forget(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, localSettingsFile))) return;
  const postgres = join(dataDir, 'postgres');
  await startPostgres({ dataDir: postgres }).then((server) => server.stop());
  await removeCluster(postgres);
  for (const name of ['inbox', 'log', localSettingsFile])
    rmSync(join(dataDir, name), { recursive: true, force: true });
}

async function startDatabase(dataDir: string): Promise<string> {
  const describe = ({ port, reused }: { port: number; reused: boolean }): string =>
    `port ${port}${reused ? ', still running' : ''}`;
  const postgres = await steps.step(
    'PostgreSQL',
    () => startPostgres({ dataDir: join(dataDir, 'postgres') }),
    describe,
  );
  started.push(() => postgres.stop());
  return ensureDatabase(postgres.url, 'broadsheet');
}

/** The inbox's address, where no relay is configured; on the ports of last time where they are free. */
async function chooseInbox(config: Config, dataDir: string): Promise<string | null> {
  if (!config.smtpIsLocalInbox) return null;
  const options = { webPort: config.inboxPort, smtpPort: config.inboxSmtpPort, dataDir, say: steps.say };
  const inbox = await steps.step(
    'Inbox',
    () => startInbox(options),
    ({ webUrl }) => webUrl,
  );
  started.push(() => inbox.stop());
  keepLocalSettings(dataDir, {
    INBOX_PORT: new URL(inbox.webUrl).port,
    INBOX_SMTP_PORT: new URL(inbox.smtpUrl).port,
  });
  return inbox.webUrl;
}

async function chooseWebPort({ port }: Config, dataDir: string): Promise<number> {
  const web = await freePort(port, '127.0.0.1');
  if (web.taken)
    steps.say(`  ! port ${port} is in use by another program; the site is on ${web.port} (PORT sets it)`);
  keepLocalSettings(dataDir, { PORT: String(web.port) });
  return web.port;
}

function portsOf(dataDir: string, webPort: number): Record<string, string> {
  const kept = Object.entries(readLocalSettings(dataDir));
  return { ...Object.fromEntries(kept.filter(([name]) => name.startsWith('INBOX_'))), PORT: String(webPort) };
}

async function startSite(dataDir: string): Promise<SampleSite> {
  const { SAMPLE_FIRST_RUN: first = new Date().toISOString(), SAMPLE_ORIGIN: last } =
    readLocalSettings(dataDir);
  const port = last === undefined ? samplePort : Number(new URL(last).port);
  const site = await startSampleSite({ port, firstRun: new Date(first) });
  started.push(() => site.stop());
  keepLocalSettings(dataDir, { SAMPLE_FIRST_RUN: first, SAMPLE_ORIGIN: site.origin });
  return site;
}

function announce(
  site: string,
  inbox: string | null,
  publication: { name: string; isSample: boolean } | null,
  seconds: number,
): void {
  const name =
    publication === null
      ? 'No publication yet: bin/broadsheet publication set --name NAME'
      : `${publication.name}${publication.isSample ? ' (a sample newsroom)' : ''}`;
  const lines = ['', `  ${name}`, `    site     ${site}`, `    mails    ${site}/gallery`];
  if (inbox !== null) lines.push(`    inbox    ${inbox}`);
  steps.say([...lines, '', `  Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything.`].join('\n'));
}

/** Resolves with the first Ctrl-C, SIGTERM, or end of the terminal; the second one ends the process at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, ask);
  });
}

async function stopAll(): Promise<void> {
  for (const stop of started.toReversed())
    await stop().catch((error: unknown) => console.error(`  ! ${messageOf(error)}`));
  started.length = 0;
}
