import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/config.ts';
import {
  bareEnvironment,
  type Start,
  start,
  startInVain,
  startPorts,
  temporaryFolder,
} from '../support/start.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const folder = await temporaryFolder();
const dataDir = join(folder.path, 'data');
const ports = await startPorts();
after(() => folder.remove());

interface InboxMail {
  subject: string;
  to: Array<{ address: string }>;
  html: string;
  /** Absent while the inbox reads the mail. */
  text?: string;
  headers: Record<string, string>;
}

async function inboxOf({ inbox }: Start): Promise<InboxMail[]> {
  return (await fetch(`${inbox}/api/email`)).json() as Promise<InboxMail[]>;
}

const command = async (...args: string[]): Promise<unknown> => {
  const { stdout } = await run(join(projectRoot, 'bin', 'broadsheet'), [...args, '--json'], {
    env: bareEnvironment(dataDir),
  });
  return JSON.parse(stdout) as unknown;
};

/** The inbox has the thanks to patrons as well, and what the newsroom itself is told. */
const isDigest = ({ text }: InboxMail): boolean => text?.includes('/unsubscribe/') === true;

/** The link by which the first owner comes in, as the terminal shows it. */
function ownerLink(running: Start): string {
  return /http:\S+\/desk\/join\/\S+/.exec(running.output())?.[0] ?? '';
}

/** Waits for so many: an inbox that has just started lists mails that it has not read yet. */
async function untilDigests(running: Start, count: number): Promise<void> {
  await until(
    async () => (await inboxOf(running)).filter(isDigest).length === count,
    `${count} digests in the inbox`,
  );
}

describe('npm start', () => {
  let second: Start;
  after(() => second?.signal('SIGKILL'));

  it('brings everything, and delivers a digest to forty readers', async () => {
    const first = await start(dataDir, { env: ports });
    try {
      assert.ok(first.readyAfterMs < 60_000, `${first.readyAfterMs} ms`);
      for (const step of [
        'PostgreSQL',
        'Inbox',
        'Migrations',
        'Web',
        'Worker',
        'Readers',
        'Delivered to 40 of 40',
      ])
        assert.ok(first.output().includes(step), `${step} is not said in:\n${first.output()}`);
      const page = await (await fetch(first.site)).text();
      assert.match(page, /<form/);
      assert.match((await fetch(`${first.site}/desk`)).url, /\/desk\/sign-in/);
      assert.equal((await fetch(ownerLink(first))).status, 200);
      for (const name of ['web', 'worker'])
        assert.doesNotMatch(await readFile(join(dataDir, 'log', `${name}.log`), 'utf8'), /desk\/join/);
      const mails = await inboxOf(first);
      assert.equal(new Set(mails.map(({ to }) => to[0]?.address)).size, 40);
      assert.ok(mails.every(({ html, text }) => html.includes('<h1') && (text ?? '').length > 500));
      const status = (await command('editions', 'status', '1')) as { sent: number; pending: number };
      assert.deepEqual([status.sent, status.pending], [40, 0]);
    } finally {
      first.signal('SIGKILL');
    }
    const isGone = (address: string) =>
      fetch(address).then(
        () => false,
        () => true,
      );
    await until(() => isGone(first.site), 'its web is gone');
    await until(() => isGone(first.inbox), 'its inbox is gone');
  });

  it('takes up its data after it was killed, though its number is another program’s, on the next free port', async (t) => {
    await writeFile(join(dataDir, 'start.pid'), '1');
    const server = createServer().listen(Number(ports.PORT), '127.0.0.1');
    second = await start(dataDir, { env: ports }).finally(() => server.close());
    t.diagnostic(`ready after ${Math.round(second.readyAfterMs)} ms`);
    const said = `port ${ports.PORT} is in use by another program; the site is on ${new URL(second.site).port}`;
    assert.ok(second.output().includes(said), second.output());
    assert.notEqual(new URL(second.site).port, ports.PORT);
    assert.doesNotMatch(second.output(), /Sample newsroom/);
    assert.equal((await fetch(ownerLink(second))).status, 200);
    await untilDigests(second, 40);
  });

  it('lets somebody sign up, and refuses to run a second time, naming the process that runs', async () => {
    await signUp(second);
    const { code, output } = await startInVain(dataDir, [], ports);
    assert.equal(code, 1);
    assert.match(output, /already runs from here, as process (\d+).*Ctrl-C or: kill \1/);
  });

  it('stops on Ctrl-C', async () => {
    assert.equal(await second.stop(), 0);
    await assert.rejects(fetch(second.site));
    await assert.rejects(fetch(second.inbox));
  });

  it('starts over with --fresh', async () => {
    const fresh = await start(dataDir, { args: ['--fresh'], env: ports });
    assert.match(fresh.output(), /Starting over[\s\S]*Delivered to 40 of 40/);
    await untilDigests(fresh, 40);
    assert.equal(await fresh.stop(), 0);
  });

  it('tells an unknown option, and shows its help', async () => {
    const wrong = await startInVain(dataDir, ['--frehs']);
    assert.deepEqual([wrong.code, /--fresh/.test(wrong.output)], [1, true]);
    const help = await startInVain(dataDir, ['--help']);
    assert.deepEqual([help.code, /npm start -- --fresh/.test(help.output)], [0, true]);
  });

  it('leaves its logs without addresses and tokens', async () => {
    for (const name of ['web.log', 'worker.log']) {
      const log = await readFile(join(dataDir, 'log', name), 'utf8');
      assert.doesNotMatch(log, /@|\/(confirm|unsubscribe|preferences|c)\/[\w.-]{20,}/);
    }
  });
});

/** As a person would: the form, the mail in the inbox, the button. */
async function signUp(running: Start): Promise<void> {
  const page = await (await fetch(running.site)).text();
  const time = /name="time" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  const body = new URLSearchParams({ address: 'New.Reader@readers.example', newsletter: 'morning', time });
  const answer = await fetch(`${running.site}/subscribe`, { method: 'POST', body });
  assert.equal(answer.status, 200);
  const isMine = ({ to }: InboxMail): boolean =>
    to[0]?.address.toLowerCase() === 'new.reader@readers.example';
  await until(async () => (await inboxOf(running)).some(isMine), 'the confirmation is in the inbox');
  const mail = (await inboxOf(running)).find(isMine);
  const link = /http:\/\/\S+\/confirm\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  assert.match(await (await fetch(link)).text(), /<form[^>]+method="post"/);
  assert.equal((await fetch(link, { method: 'POST' })).status, 200);
  await until(async () => (await inboxOf(running)).filter(isMine).length === 2, 'the welcome is there');
}
