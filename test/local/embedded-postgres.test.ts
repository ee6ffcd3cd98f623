import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/config.ts';
import { Conflict } from '../../src/errors.ts';
import { freePort } from '../../src/local/free-port.ts';
import { copyBinaries } from '../../src/local/postgres-binaries.ts';
import { findPlace, readState, type State } from '../../src/local/postgres-cluster.ts';
import { findServer } from '../../src/local/postgres-running.ts';
import { type EmbeddedPostgres, removeCluster, startPostgres } from '../../src/local/postgres.ts';
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
const postgresOf = (dataDir: string): string => join(dataDir, 'postgres');
const pidFileOf = (dataDir: string): string => join(postgresOf(dataDir), 'cluster', 'postmaster.pid');
const isRunning = (dataDir: string): boolean =>
  processesOf(dataDir).some((line) => line.includes('postgres')) || existsSync(pidFileOf(dataDir));

// The one cluster that is made here and migrated; all others are copies of it.
const firstDirectory = freshDirectory();
const firstLists = Promise.all(Array.from({ length: 4 }, () => command(firstDirectory, 'sources', 'list')));
firstLists.catch(() => {});

/** A data directory that has been used, and is not in use. */
async function usedDirectory(): Promise<string> {
  await firstLists;
  const dataDir = freshDirectory();
  // Which keeps the owners: as root, the cluster is another user's.
  await run('cp', ['-a', firstDirectory, dataDir]);
  return dataDir;
}

/** Changes the port and password that are kept of a cluster. */
function changeState(dataDir: string, changes: Partial<State>): void {
  const file = join(postgresOf(dataDir), 'server.json');
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  writeFileSync(file, JSON.stringify({ ...state, ...changes }));
}

describe('the embedded database', () => {
  it('is started once by commands that come at the same moment, and is gone after the last', async () => {
    assert.deepEqual(await firstLists, [[], [], [], []]);
    assert.equal(isRunning(firstDirectory), false);
    assert.deepEqual(
      await command(firstDirectory, 'sources', 'list'),
      [],
      'the keys are those it was made with',
    );
  });

  it('stays while another process uses it, whoever started it, and ends with the last', async () => {
    const dataDir = await usedDirectory();
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
    const dataDir = await usedDirectory();
    const killed = startDatabaseUser(dataDir);
    await killed.ready;
    await killed.signal('SIGKILL');
    assert.equal(isRunning(dataDir), true);
    assert.deepEqual(await command(dataDir, 'sources', 'list'), []);
    assert.equal(isRunning(dataDir), false);
  });

  it('comes up for the next one where the one before was killed while it made the cluster', async () => {
    const dataDir = freshDirectory();
    const isMade = (): boolean =>
      existsSync(postgresOf(dataDir)) &&
      readdirSync(postgresOf(dataDir)).some((name) => name.startsWith('cluster.'));
    const killed = startDatabaseUser(dataDir);
    await until(isMade, 'it makes the cluster');
    await killed.signal('SIGKILL');
    assert.equal(existsSync(join(postgresOf(dataDir), 'cluster')), false);
    await startPostgres({ dataDir: postgresOf(dataDir) }).then(({ stop }) => stop());
    await until(() => !isRunning(dataDir), 'nothing of it runs', 5);
  });

  it('comes up for the next one, at whatever moment of its start the one before was killed', async () => {
    const dataDir = await usedDirectory();
    const started = join(postgresOf(dataDir), 'pg_ctl.log');
    for (const moment of [started, pidFileOf(dataDir)]) {
      rmSync(started);
      const killed = startDatabaseUser(dataDir);
      await until(() => existsSync(moment), moment);
      await killed.signal('SIGKILL');
      await startPostgres({ dataDir: postgresOf(dataDir) }).then(({ stop }) => stop());
      // The program of the killed one that started the server looks every 100 ms whether it is still there.
      await until(() => !isRunning(dataDir), 'nothing of it runs', 5);
    }
  });

  it('is waited for where it is still coming up, and whoever started it was killed', async () => {
    const dataDir = await usedDirectory();
    const cluster = join(postgresOf(dataDir), 'cluster');
    // As after a crash with much to catch up with: for some seconds it answers that it is starting.
    writeFileSync(join(cluster, 'recovery.signal'), '');
    appendFileSync(
      join(cluster, 'postgresql.conf'),
      "hot_standby = off\nrestore_command = 'sleep 0.3; false'\n",
    );
    const killed = startDatabaseUser(dataDir);
    await until(() => existsSync(pidFileOf(dataDir)), 'it is coming up');
    await killed.signal('SIGKILL');
    const postgres = await startPostgres({ dataDir: postgresOf(dataDir) });
    assert.equal(postgres.reused, true);
    await postgres.stop();
    assert.equal(isRunning(dataDir), false);
  });

  it('is left by a command that is interrupted', async () => {
    const dataDir = await usedDirectory();
    const users: DatabaseUser[] = [startDatabaseUser(dataDir), startDatabaseUser(dataDir)];
    await Promise.all(users.map(({ ready }) => ready));
    await users[0]?.signal('SIGINT');
    assert.equal(isRunning(dataDir), true);
    await users[1]?.signal('SIGTERM');
    assert.equal(isRunning(dataDir), false);
  });

  it('is not removed while somebody uses it, and is whatever is wrong with it', async () => {
    const dataDir = postgresOf(await usedDirectory());
    const postgres = await startPostgres({ dataDir });
    await assert.rejects(removeCluster(dataDir), Conflict);
    await postgres.stop();
    writeFileSync(join(dataDir, 'cluster', 'global', 'pg_control'), 'broken');
    await assert.rejects(startPostgres({ dataDir }), /PostgreSQL did not start; the end of .*server\.log/);
    await removeCluster(dataDir);
    assert.equal(existsSync(dataDir), false);
  });

  it('is not made anew where its password is gone', async () => {
    const dataDir = postgresOf(await usedDirectory());
    const file = join(dataDir, 'server.json');
    const text = readFileSync(file, 'utf8');
    for (const damaged of [text.slice(0, 20), '{}']) {
      writeFileSync(file, damaged);
      await assert.rejects(startPostgres({ dataDir }), /server\.json cannot be read: .*--fresh/);
    }
    rmSync(file);
    await assert.rejects(startPostgres({ dataDir }), /server\.json cannot be read: .*ENOENT/);
    writeFileSync(file, text);
    await startPostgres({ dataDir }).then(({ stop }) => stop());
  });
});

describe('a server that runs', { concurrency: false }, () => {
  let dataDir = '';
  let postgres: EmbeddedPostgres;
  before(async () => {
    dataDir = await usedDirectory();
    postgres = await startPostgres({ dataDir: postgresOf(dataDir) });
  });
  after(() => postgres.stop());
  const again = (): Promise<EmbeddedPostgres> => startPostgres({ dataDir: postgresOf(dataDir) });
  const keptPort = (): number | undefined => readState(findPlace(postgresOf(dataDir)))?.port;

  it('is found where its port is another than was kept, which is put right', async () => {
    changeState(dataDir, { port: 1 });
    const { port, reused, stop } = await again();
    assert.deepEqual([port, reused, keptPort()], [postgres.port, true, postgres.port]);
    await stop();
    assert.equal(isRunning(dataDir), true);
  });

  it('is not replaced where it does not take the password, and that is told', async () => {
    const { password = '' } = readState(findPlace(postgresOf(dataDir))) ?? {};
    changeState(dataDir, { password: 'guessed' });
    await assert.rejects(
      again(),
      /process \d+, works on .*cluster and does not take the password in .*server\.json: .*--fresh/,
    );
    changeState(dataDir, { password });
    await again().then(({ stop }) => stop());
  });

  it('is not replaced where it does not answer, and that is told', async () => {
    const place = findPlace(postgresOf(dataDir));
    const state = readState(place);
    assert.ok(state);
    const pid = Number.parseInt(readFileSync(pidFileOf(dataDir), 'utf8'), 10);
    process.kill(pid, 'SIGSTOP');
    try {
      await assert.rejects(
        findServer(place, state, 200),
        /process \d+, works on .* did not answer within 0\.2 s: /,
      );
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    assert.deepEqual(await findServer(place, state), state);
  });

  it('is not taken for that of another cluster, which has left its number behind', {
    skip: process.platform === 'linux' ? false : 'its folder can only be seen on Linux',
  }, async () => {
    const other = await usedDirectory();
    cpSync(pidFileOf(dataDir), pidFileOf(other));
    const { port, reused, stop } = await startPostgres({ dataDir: postgresOf(other) });
    assert.equal(reused, false);
    assert.notEqual(port, postgres.port);
    await stop();
    assert.equal(isRunning(other), false);
    assert.equal(isRunning(dataDir), true);
  });
});

describe('a number that was left behind and is another program’s by now', () => {
  /** A cluster whose server was killed, and a program with its number. */
  async function leaveNumber(): Promise<{ dataDir: string; program: ChildProcess }> {
    const dataDir = postgresOf(await usedDirectory());
    const cluster = join(dataDir, 'cluster');
    // PostgreSQL itself sees through it where that one is another user's.
    const { uid, gid } = statSync(cluster);
    const program = spawn('sleep', ['60'], {
      stdio: 'ignore',
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    });
    const left = `${program.pid}\n${cluster}\n${Math.floor(Date.now() / 1000)}\n50000\n\n127.0.0.1\n\nready\n`;
    writeFileSync(join(cluster, 'postmaster.pid'), left);
    return { dataDir, program };
  }

  it('does not keep the database from starting', async () => {
    const { dataDir, program } = await leaveNumber();
    const postgres = await startPostgres({ dataDir });
    assert.equal(postgres.reused, false);
    await postgres.stop();
    program.kill();
  });

  it('is not told to stop where the cluster is removed', async () => {
    const { dataDir, program } = await leaveNumber();
    await removeCluster(dataDir);
    assert.equal(existsSync(dataDir), false);
    assert.deepEqual([program.exitCode, program.signalCode], [null, null]);
    const gone = once(program, 'exit');
    program.kill('SIGKILL');
    assert.deepEqual(await gone, [null, 'SIGKILL']);
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
