import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Command } from 'commander';
import { loadCommands } from '../../src/cli/commands.ts';
import { createProgram } from '../../src/cli/program.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import { commandFor } from '../support/command.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/start.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const services = await createTestServices();
const relay = await startRelay();
const folder = await temporaryFolder();
const feed = createServer((_request, response) => response.end(rss())).listen(0, '127.0.0.1');
await once(feed, 'listening');
const origin = `http://127.0.0.1:${(feed.address() as AddressInfo).port}`;
const settings = { SMTP_URL: relay.url, SAMPLE_ORIGIN: origin };
const broadsheet = commandFor(services, settings);
const worker = await startWorkerProcess(services, relay.url, settings);
after(async () => {
  feed.close();
  await worker.stop();
  await folder.remove();
});

function rss(): string {
  const items = Array.from(
    { length: 8 },
    (_, index) =>
      `<item><title>Story ${index}</title><link>https://courier.example/${index}</link><description>About ${index}</description><category>${index % 2 ? 'Europe' : 'Energy'}</category><pubDate>${new Date(Date.now() - index * 60_000).toUTCString()}</pubDate></item>`,
  );
  return `<rss version="2.0"><channel><title>Courier</title><link>https://courier.example</link>${items.join('')}</channel></rss>`;
}

/** Runs a command that must succeed, and reads its JSON. */
async function done<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await broadsheet(...args, '--json');
  assert.equal(code, 0, `${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

function findCommand(parent: Command, word: string): Command {
  const found = parent.commands.find((command) => command.name() === word);
  assert.ok(found, `${word} of ${parent.name()}`);
  return found;
}

describe('the command line', () => {
  it('sets up a newsroom and sends its first digest, by commands alone', async () => {
    await done('publication', 'set', '--name', 'The Courier', '--postal-address', '1 Test Street, Dnipro');
    await done('publication', 'set', '--time-zone', 'Europe/Kyiv', '--language', 'uk');
    await done('senders', 'set', '--from', 'The Courier <desk@courier.example>');
    const words = ['newsletters', 'add', 'daily', '--name', 'The Daily Courier', '--language', 'en'];
    const added = await done<Newsletter>(...words, '--min', '3');
    assert.deepEqual(
      [added.language, added.timeZone],
      ['en', 'Europe/Kyiv'],
      'the zone is the publication’s',
    );
    await done('sources', 'add', `${origin}/feed.xml`);
    await done('sources', 'poll');
    assert.equal((await done<unknown[]>('articles', 'list')).length, 8);
    for (const name of ['anna', 'bohdan'])
      await done(
        'subscribers',
        'add',
        `${name}@readers.example`,
        '--newsletters',
        'daily',
        '--attest',
        'asked me in person',
      );
    const { editionId } = await done<{ editionId: number }>('editions', 'assemble', 'daily');
    const id = String(editionId);
    await done('editions', 'edit', id, '--subject', 'Good morning, Dnipro');
    await done('editions', 'approve', id);
    const rendered = await broadsheet(
      'editions',
      'render',
      id,
      '--to',
      'anna@readers.example',
      '--as',
      'eml',
    );
    assert.match(rendered.stdout, /^Subject: Good morning, Dnipro/m);
    await done('editions', 'send', id, '--wait');
    const { eligible, sent, pending } = await done('editions', 'status', id);
    assert.deepEqual({ eligible, sent, pending }, { eligible: 2, sent: 2, pending: 0 });
    assert.deepEqual(relay.received.map(({ to }) => to).toSorted(), [
      'anna@readers.example',
      'bohdan@readers.example',
    ]);
    const delivery = await done('deliveries', 'show', id, 'anna@readers.example');
    assert.equal(delivery['state'], 'sent');
    assert.equal((await done<{ editions: unknown[] }>('editions', 'list')).editions.length, 1);
  });

  it('exports who subscribes, imports the same elsewhere without harm, and erases on request', async () => {
    const path = join(folder.path, 'people.csv');
    await done(
      'subscribers',
      'add',
      '=cmd@readers.example',
      '--newsletters',
      'daily',
      '--attest',
      'asked me in person',
      '--name',
      '=2+5',
    );
    await done('subscribers', 'export', path);
    const csv = await readFile(path, 'utf8');
    assert.match(csv, /anna@readers\.example/);
    assert.doesNotMatch(csv, /(^|,)"?[=+@-]/m, 'a spreadsheet would run this cell');
    assert.equal(
      (await broadsheet('subscribers', 'export', path)).code,
      1,
      'an existing file is not overwritten',
    );
    const again = await done(
      'subscribers',
      'import',
      path,
      '--newsletters',
      'daily',
      '--attest',
      'exported from here before',
    );
    assert.deepEqual([again['added'], again['wrong']], [0, 0]);
    const refused = await broadsheet('subscribers', 'erase', 'anna@readers.example');
    assert.equal(refused.code, 1, 'harm needs --yes');
    await done('subscribers', 'erase', 'anna@readers.example', '--yes');
    assert.equal((await broadsheet('subscribers', 'show', 'anna@readers.example')).code, 1);
    const back = await done(
      'subscribers',
      'import',
      path,
      '--newsletters',
      'daily',
      '--attest',
      'exported from here before',
    );
    assert.equal(back['refused'], 1, 'an import turns no "no" into a "yes"');
  });

  it('tells each row of a file that it could not take, and takes the others', async () => {
    const path = join(folder.path, 'bad.csv');
    await writeFile(
      path,
      '\uFEFFEmail,Name,Status\ngood@readers.example,Ok,subscribed\nnot-an-address,X,subscribed\nleft@readers.example,Y,unsubscribed\n',
    );
    const result = await done<{
      added: number;
      refused: number;
      wrong: number;
      problems: Array<{ line: number }>;
    }>('subscribers', 'import', path, '--newsletters', 'daily', '--attest', 'a list of our old site');
    assert.deepEqual([result.added, result.refused, result.wrong], [1, 1, 1]);
    assert.deepEqual(
      result.problems.map(({ line }) => line),
      [3],
    );
  });

  it('ends with 2 for wrong usage and with 1 for what failed, and says why', async () => {
    for (const args of [
      ['nonsense'],
      ['editions'],
      ['editions', 'nonsense'],
      ['subscribers', 'add'],
      ['editions', 'status', 'x', '--nope'],
    ])
      assert.equal((await broadsheet(...args)).code, 2, args.join(' '));
    const missing = await broadsheet('editions', 'status', '999', '--json');
    assert.equal(missing.code, 1);
    const { error } = JSON.parse(missing.stdout) as { error: { message: string } };
    assert.match(error.message, /999/);
    assert.match(missing.stderr, /999/);
  });

  it('cancels, suppresses and lifts', async () => {
    await done('suppressions', 'add', 'nobody@readers.example', '--streams', 'bulk');
    assert.equal((await done<unknown[]>('suppressions', 'list')).length >= 1, true);
    await done('suppressions', 'remove', 'nobody@readers.example');
    await done('doctor').catch(() => {});
  });

  it('has a help for every command', async () => {
    const { code, stdout } = await broadsheet('editions', 'send', '--help');
    assert.equal(code, 0);
    assert.match(stdout, /Usage: broadsheet editions send/);
    const whole = await createProgram();
    for (const { name, summary } of await loadCommands()) {
      const help = name.split(' ').reduce(findCommand, whole).helpInformation();
      const own = name.split(' ').reduce(findCommand, await createProgram(name.split(' ')[0]));
      assert.equal(own.helpInformation(), help, name);
      assert.ok(help.includes(`Usage: broadsheet ${name}`), name);
      assert.ok(help.replace(/\s+/g, ' ').includes(summary), name);
    }
  });
});
