// `npm start`: the whole product on a bare machine. What is configured is used; what is not is brought along.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, dataDirectory, isProduction } from '../config.ts';
import { AppError, InvalidInput, messageOf } from '../errors.ts';
import { migrate } from '../migrate.ts';
import { loadPublication } from '../publication/publication.ts';
import { createServices } from '../services.ts';
import { firstOwnerUrl } from '../staff/first-owner.ts';
import { forget } from './forget.ts';
import { freePort } from './free-port.ts';
import { startInbox } from './inbox.ts';
import { lockDataDirectory } from './lock.ts';
import { prepareConfig } from './open-services.ts';
import { ensureDatabase, startPostgres } from './postgres.ts';
import { keepProcess } from './processes.ts';
import { makeSampleNewsroom } from './sample-newsroom.ts';
import { type SampleSite, startSampleSite } from './sample-site.ts';
import { keepLocalSettings, readLocalSettings } from './settings.ts';
import { createStarted } from './started.ts';
import { createSteps } from './steps.ts';
import { untilSignal } from './until-signal.ts';

const graceMs = 15_000;
const samplePort = 3080;
const usage = `npm start                starts Broadsheet on this machine
npm start -- --fresh     forgets everything kept on this machine and starts over
npm start -- --help      shows this`;

const started = createStarted();
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
    steps.hush();
    steps.say('\n  Stopping …');
    await started.stopAll();
    steps.say('  Stopped.');
    return 0;
  } catch (error) {
    const known = error instanceof AppError;
    console.error(`\n  ${known || !(error instanceof Error) ? messageOf(error) : error.stack}`);
    await started.stopAll();
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
  await started.bring(
    async () => lockDataDirectory(dataDir),
    (unlock) => unlock(),
  );
  if (fresh)
    await started.bring(
      () => steps.step('Starting over', () => forget(dataDir)),
      () => {},
    );
  const configured = prepareConfig();
  const databaseUrl = configured.databaseUrl ?? (await startDatabase(dataDir));
  const inbox = await chooseInbox(configured, dataDir);
  const webPort = await chooseWebPort(configured, dataDir);
  const isBare = configured.databaseUrl === null && configured.smtpIsLocalInbox;
  const site = isBare ? await startSite(dataDir) : null;
  const payments = await choosePayments(configured, dataDir, webPort);
  // A port that was asked for and taken must not come back with the environment.
  const ports = portsOf(dataDir, webPort);
  const config = prepareConfig(ports);
  const services = await started.bring(
    () => createServices({ ...config, logLevel: 'warn' }, databaseUrl, 'start'),
    ({ close }) => close(),
  );
  await steps.step(
    'Migrations',
    () => migrate(services),
    (names) => (names.length === 0 ? 'up to date' : names.join(', ')),
  );
  const env = { ...ports, DATABASE_URL: databaseUrl };
  await startProcess('web', 'src/web.ts', env, dataDir, () => config.publicUrl);
  const workerEnv = { ...env, ...workerMetrics(config) };
  await startProcess(
    'worker',
    'workers/main.ts',
    workerEnv,
    dataDir,
    () => `queue on ${services.jobs.backend}`,
  );
  if (site !== null) await makeSampleNewsroom(services, site, steps);
  const publication = await loadPublication(services.db);
  const desk = await firstOwnerUrl(services);
  announce(config.publicUrl, { inbox, payments, desk }, publication, (performance.now() - began) / 1000);
}

/** Each process needs a port of its own for its metrics: here the worker has the next one. */
function workerMetrics({ metrics: { port } }: Config): Record<string, string> {
  return port === null ? {} : { METRICS_PORT: String(port + 1) };
}

async function startProcess(
  name: 'web' | 'worker',
  script: string,
  env: Record<string, string>,
  dataDir: string,
  describe: () => string,
): Promise<void> {
  const child = await started.bring(
    async () => keepProcess({ name, script, env, dataDir, say: steps.say }),
    ({ stop }) => stop(graceMs),
  );
  await steps.step(name === 'web' ? 'Web' : 'Worker', () => child.ready, describe);
}

async function startDatabase(dataDir: string): Promise<string> {
  const postgres = await started.bring(
    () =>
      steps.step(
        'PostgreSQL',
        () => startPostgres({ dataDir: join(dataDir, 'postgres') }),
        ({ port, reused }) => `port ${port}${reused ? ', still running' : ''}`,
      ),
    ({ stop }) => stop(),
  );
  return ensureDatabase(postgres.url, 'broadsheet');
}

/** The inbox's address, where no relay is configured; on the ports of last time where they are free. */
async function chooseInbox(config: Config, dataDir: string): Promise<string | null> {
  if (!config.smtpIsLocalInbox) return null;
  const options = { webPort: config.inboxPort, smtpPort: config.inboxSmtpPort, dataDir, say: steps.say };
  const inbox = await started.bring(
    () =>
      steps.step(
        'Inbox',
        () => startInbox(options),
        ({ webUrl }) => webUrl,
      ),
    ({ stop }) => stop(),
  );
  keepLocalSettings(dataDir, {
    INBOX_PORT: new URL(inbox.webUrl).port,
    INBOX_SMTP_PORT: new URL(inbox.smtpUrl).port,
  });
  return inbox.webUrl;
}

/** The sandbox's address, where no account of Stripe's is configured. */
async function choosePayments(config: Config, dataDir: string, webPort: number): Promise<string | null> {
  if (config.stripe !== null && !config.stripe.isSandbox) return null;
  const { startPayments } = await import('./payments.ts');
  const target = `http://127.0.0.1:${webPort}/webhooks/stripe`;
  const { stripeSandboxPort } = config;
  // Nothing listens on the web's port yet, so that it would pass for a free one.
  const port = stripeSandboxPort === webPort ? stripeSandboxPort + 1 : stripeSandboxPort;
  const options = { port, dataDir, target, say: steps.say };
  const payments = await started.bring(
    () =>
      steps.step(
        'Payments',
        () => startPayments(options),
        ({ url }) => `${url}, a sandbox`,
      ),
    ({ stop }) => stop(),
  );
  return payments.url;
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
  const site = await started.bring(
    () => startSampleSite({ port, firstRun: new Date(first) }),
    ({ stop }) => stop(),
  );
  keepLocalSettings(dataDir, { SAMPLE_FIRST_RUN: first, SAMPLE_ORIGIN: site.origin });
  return site;
}

function announce(
  site: string,
  { inbox, payments, desk }: { inbox: string | null; payments: string | null; desk: string | null },
  publication: { name: string; isSample: boolean } | null,
  seconds: number,
): void {
  const name =
    publication === null
      ? 'No publication yet: bin/broadsheet publication set --name NAME'
      : `${publication.name}${publication.isSample ? ' (a sample newsroom)' : ''}`;
  const lines = ['', `  ${name}`, `    site     ${site}`, `    mails    ${site}/gallery`];
  lines.push(`    desk     ${desk ?? `${site}/desk`}`);
  if (desk !== null)
    lines.push('             (makes whoever opens it first the owner; once, within three days)');
  if (inbox !== null) lines.push(`    inbox    ${inbox}`);
  if (payments !== null) lines.push(`    payments ${payments} (a sandbox: no money)`);
  steps.say([...lines, '', `  Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything.`].join('\n'));
}
