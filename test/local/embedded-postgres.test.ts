import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/config.ts';
import { Conflict } from '../../src/errors.ts';
import { freePort } from '../../src/local/free-port.ts';
import { copyBinaries } from '../../src/local/postgres-binaries.ts';
import { removeCluster, startPostgres } from '../../src/local/postgres.ts';
import { type DatabaseUser, startDatabaseUser } from '../support/database-user.ts';
import { processesOf } from '../support/left-behind.ts';
import { bareEnvironment } from '../support/start.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const folder = await temporaryFolder('postgres');
after(() => folder.remove());
let count = 0;
/** A data directory that nobody has used. */
const freshDirectory = (): string => join(folder.path, `data-${(count += 1)}`);

const command = async (dataDir: string, ...args: string[]): Promise<unknown> => {
  const program = join(projectRoot, 'bin', 'broadsheet');
  const { stdout } = await run(program, [...args, '--json'], { env: bareEnvironment(dataDir) });
  return JSON.parse(stdout) as unknown;
};
const isRunning = (dataDir: string): boolean =>
  processesOf(dataDir).some((line) => line.includes('postgres')) ||
  existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'));

describe('the embedded database', () => {
  it('is started once by commands that come at the same moment, and is gone after the last', async () => {
    const dataDir = freshDirectory();
    const lists = Array.from({ length: 4 }, () => command(dataDir, 'sources', 'list'));
    assert.deepEqual(await Promise.all(lists), [[], [], [], []]);
    assert.equal(isRunning(dataDir), false);
    assert.deepEqual(await command(dataDir, 'sources', 'list'), [], 'the keys are those it was made with');
  });

  it('stays while another process uses it, whoever started it, and ends with the last', async () => {
    const dataDir = freshDirectory();
    const first = startDatabaseUser(dataDir);
    await first.ready;
    const second = startDatabaseUser(dataDir);
    await second.ready;
    assert.deepEqual(await first.end(), { code: 0, output: 'ready\n' });
    assert.deepEqual(await command(dataDir, 'sources', 'list'), []);
    assert.equal(isRunning(dataDir), true);
    assert.deepEqual(await second.end(), { code: 0, output: 'ready\n' });
    assert.equal(isRunning(dataDir), false);
  });

  it('is taken up and ended by the next one where its user was killed', async () => {
    const dataDir = freshDirectory();
    const killed = startDatabaseUser(dataDir);
    await killed.ready;
    await killed.signal('SIGKILL');
    assert.equal(isRunning(dataDir), true);
    assert.deepEqual(await command(dataDir, 'sources', 'list'), []);
    assert.equal(isRunning(dataDir), false);
  });

  it('comes up for the next one, at whatever moment of its start the one before was killed', async () => {
    const dataDir = freshDirectory();
    for (const ms of [250, 400, 600, 900, 1_300]) {
      const killed = startDatabaseUser(dataDir);
      await sleep(ms);
      await killed.signal('SIGKILL');
      assert.deepEqual(await command(dataDir, 'sources', 'list'), [], `after ${ms} ms`);
      assert.equal(isRunning(dataDir), false, `after ${ms} ms`);
    }
  });

  it('is waited for where it is still coming up, and whoever started it was killed', async () => {
    const dataDir = freshDirectory();
    await command(dataDir, 'sources', 'list');
    const cluster = join(dataDir, 'postgres', 'cluster');
    // As after a crash with much to catch up with: for some seconds it answers that it is starting.
    writeFileSync(join(cluster, 'recovery.signal'), '');
    appendFileSync(
      join(cluster, 'postgresql.conf'),
      "hot_standby = off\nrestore_command = 'sleep 1; false'\n",
    );
    const killed = startDatabaseUser(dataDir);
    await until(() => existsSync(join(cluster, 'postmaster.pid')), 'it is coming up');
    await killed.signal('SIGKILL');
    assert.deepEqual(await command(dataDir, 'sources', 'list'), []);
    assert.equal(isRunning(dataDir), false);
  });

  it('is left by a command that is interrupted', async () => {
    const dataDir = freshDirectory();
    const users: DatabaseUser[] = [startDatabaseUser(dataDir), startDatabaseUser(dataDir)];
    await Promise.all(users.map(({ ready }) => ready));
    await users[0]?.signal('SIGINT');
    assert.equal(isRunning(dataDir), true);
    await users[1]?.signal('SIGTERM');
    assert.equal(isRunning(dataDir), false);
  });

  it('starts though the number it left behind is another program’s by now', async () => {
    const dataDir = join(freshDirectory(), 'postgres');
    await startPostgres({ dataDir }).then(({ stop }) => stop());
    const cluster = join(dataDir, 'cluster');
    // PostgreSQL itself sees through it where that one is another user's.
    const { uid, gid } = statSync(cluster);
    const other = spawn('sleep', ['60'], {
      stdio: 'ignore',
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    });
    const left = `${other.pid}\n${cluster}\n${Math.floor(Date.now() / 1000)}\n50000\n\n127.0.0.1\n`;
    writeFileSync(join(cluster, 'postmaster.pid'), left);
    const postgres = await startPostgres({ dataDir });
    assert.equal(postgres.reused, false);
    await postgres.stop();
    other.kill();
  });

  it('is not removed while somebody uses it, and is whatever is wrong with it', async () => {
    const dataDir = join(freshDirectory(), 'postgres');
    const postgres = await startPostgres({ dataDir });
    await assert.rejects(removeCluster(dataDir), Conflict);
    await postgres.stop();
    writeFileSync(join(dataDir, 'cluster', 'global', 'pg_control'), 'broken');
    await assert.rejects(startPostgres({ dataDir }), /PostgreSQL did not start; the end of .*server\.log/);
    await removeCluster(dataDir);
    assert.equal(existsSync(dataDir), false);
    const anew = await startPostgres({ dataDir });
    await anew.stop();
  });
});

describe('the programs of PostgreSQL', () => {
  /** A package as npm installs it, with programs that do nothing. */
  function makePackage(version: string): string {
    const place = join(freshDirectory(), 'package');
    mkdirSync(join(place, 'native', 'bin'), { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ version }));
    for (const name of ['initdb', 'pg_ctl', 'postgres'])
      writeFileSync(join(place, 'native', 'bin', name), '');
    return join(place, 'native');
  }

  it('are copied once for each version, as a folder that only their owner may change', () => {
    const into = freshDirectory();
    const native = makePackage('18.4.0');
    const copy = copyBinaries(native, into);
    assert.deepEqual(readdirSync(join(copy, 'bin')).sort(), ['initdb', 'pg_ctl', 'postgres']);
    assert.equal(copyBinaries(native, into), copy);
    writeFileSync(join(native, '..', 'package.json'), JSON.stringify({ version: '18.5.0' }));
    assert.notEqual(copyBinaries(native, into), copy);
    assert.equal(readdirSync(into).length, 2);
  });

  it('are not run from a folder that somebody else could have put there', () => {
    const into = freshDirectory();
    const native = makePackage('18.4.0');
    const planted = join(copyBinaries(native, into), '..');
    chmodSync(planted, 0o777);
    assert.throws(
      () => copyBinaries(native, into),
      /has the mode 777; only a folder of user \d+ that no one else/,
    );
    const elsewhere = freshDirectory();
    mkdirSync(elsewhere);
    symlinkSync(planted, join(elsewhere, planted.split('/').at(-1) ?? ''));
    assert.throws(() => copyBinaries(native, elsewhere), /is no folder/);
  });
});

describe('a free port', () => {
  const listen = (host: string): Promise<{ port: number; close(): void } | null> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen({ port: 0, host, ipv6Only: host === '::1' }, () => {
        const address = server.address();
        const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
        resolve({ port, close: () => server.close() });
      });
    });

  for (const host of ['127.0.0.1', '::1']) {
    it(`is none that another program holds on ${host}`, async (t) => {
      const held = await listen(host);
      if (held === null) return t.skip('this machine has no IPv6');
      const { port, taken } = await freePort(held.port, '127.0.0.1');
      held.close();
      assert.ok(taken && port > held.port);
    });
  }
});

it('says whose data a folder outside of the data directory is', {
  skip: process.getuid?.() !== 0,
}, async () => {
  const closed = join(freshDirectory(), 'closed');
  mkdirSync(closed, { recursive: true });
  chmodSync(closed, 0o700);
  const dataDir = join(closed, 'postgres');
  const postgres = await startPostgres({ dataDir });
  const line = processesOf('broadsheet-data-').find((one) => one.includes(String(postgres.port))) ?? '';
  const place = /-D (\S+)\/cluster/.exec(line)?.[1] ?? '';
  assert.equal(readFileSync(join(place, 'data-directory'), 'utf8'), `${dataDir}\n`);
  await postgres.stop();
  await removeCluster(dataDir);
  assert.equal(existsSync(place), false);
});
