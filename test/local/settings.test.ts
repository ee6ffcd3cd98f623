import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/config.ts';
import { readLocalSettings } from '../../src/local/settings.ts';
import { commandFor } from '../support/command.ts';
import { createTestServices } from '../support/services.ts';
import { bareEnvironment, ctrlC, startInVain, startPorts, startUntil } from '../support/start.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);
const folder = await temporaryFolder('settings');
after(() => folder.remove());
const services = await createTestServices();
const { databaseUrl } = services.config;
const ports = await startPorts();
const list = (dataDir: string): Promise<{ stdout: string }> =>
  run(join(projectRoot, 'bin', 'broadsheet'), ['sources', 'list', '--json'], {
    env: bareEnvironment(dataDir, { DATABASE_URL: databaseUrl ?? '' }),
  });

/** A data directory with these settings in it. */
function makeDirectory(name: string, text: string): string {
  const dataDir = join(folder.path, name);
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'local-settings.json'), text);
  return dataDir;
}

describe('the settings of this machine', () => {
  it('are not touched where the environment has both keys', async () => {
    const dataDir = join(folder.path, 'never');
    const keyed = commandFor(services, { DATA_DIR: dataDir });
    assert.deepEqual(await keyed('sources', 'list', '--json'), { code: 0, stdout: '[]\n', stderr: '' });
    assert.equal(existsSync(dataDir), false);
  });

  it('get the keys that the environment does not have, once, for their owner’s eyes only', async () => {
    const dataDir = join(folder.path, 'keys');
    const half = commandFor(services, { DATA_DIR: dataDir, SUPPRESSION_KEY: '' });
    assert.equal((await half('sources', 'list')).code, 0);
    assert.deepEqual(Object.keys(readLocalSettings(dataDir)), ['SUPPRESSION_KEY']);
    await Promise.all(Array.from({ length: 4 }, () => list(dataDir)));
    const { SECRET_KEYS, SUPPRESSION_KEY } = readLocalSettings(dataDir);
    await list(dataDir);
    assert.deepEqual(readLocalSettings(dataDir), { SUPPRESSION_KEY, SECRET_KEYS });
    assert.equal(statSync(join(dataDir, 'local-settings.json')).mode & 0o777, 0o600);
  });

  it('have one pair of keys for all who come at the same moment', async () => {
    const dataDir = join(folder.path, 'race');
    const module = pathToFileURL(join(projectRoot, 'src', 'local', 'open-services.ts')).href;
    const show = `const { prepareConfig } = await import(${JSON.stringify(module)}); console.log(prepareConfig().suppressionKey.toString('hex'))`;
    const env = bareEnvironment(dataDir);
    const asked = Array.from({ length: 6 }, () =>
      run(process.execPath, ['--input-type=module', '--eval', show], { env }),
    );
    assert.equal(new Set((await Promise.all(asked)).map(({ stdout }) => stdout)).size, 1);
  });

  for (const [what, text] of [
    ['cut off', '{"SECRET_KEYS": "local1:abc'],
    ['empty', ''],
    ['of another kind', '[1]'],
  ] as const) {
    it(`are not replaced where their file is ${what}, which is named`, async () => {
      const dataDir = makeDirectory(`damaged-${text.length}`, text);
      await assert.rejects(list(dataDir), ({ stderr }: { stderr: string }) =>
        stderr.includes(`${join(dataDir, 'local-settings.json')} cannot be read`),
      );
      assert.equal(readFileSync(join(dataDir, 'local-settings.json'), 'utf8'), text);
    });
  }

  it('are named by npm start where their file is damaged, with the way out', async () => {
    const dataDir = makeDirectory('damaged', '{"SECRET');
    const { code, output } = await startInVain(dataDir, [], ports);
    assert.equal(code, 1);
    assert.match(output, /local-settings\.json cannot be read: .*npm start -- --fresh/);
  });
});

/** `npm start -- --fresh` as far as this goes; what follows is as in every start. */
async function startOver(
  dataDir: string,
  env: Record<string, string>,
  step = '✓ Starting over',
): Promise<void> {
  const { code, output } = await startUntil(dataDir, step, ctrlC, { args: ['--fresh'], env });
  assert.equal(code, 0, output);
  assert.match(output, /✓ Starting over/);
}

describe('npm start -- --fresh', () => {
  it('is the way out where the cluster is broken and the settings are damaged', async () => {
    const dataDir = makeDirectory('broken', '{"SECRET');
    const cluster = join(dataDir, 'postgres', 'cluster');
    mkdirSync(cluster, { recursive: true });
    writeFileSync(join(cluster, 'PG_VERSION'), '18\n');
    writeFileSync(join(cluster, 'postmaster.pid'), 'nonsense');
    writeFileSync(join(dataDir, 'postgres', 'server.json'), '{"port":50001,"password":"x"}');
    await startOver(dataDir, ports, '✓ Migrations');
  });

  it('keeps the keys where the database is somebody else’s, and forgets the rest', async () => {
    const keys = {
      SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      SUPPRESSION_KEY: Buffer.alloc(32, 2).toString('base64'),
    };
    const dataDir = makeDirectory('theirs', JSON.stringify({ ...keys, SAMPLE_ORIGIN: 'http://127.0.0.1:1' }));
    mkdirSync(join(dataDir, 'log'));
    writeFileSync(join(dataDir, 'log', 'old.log'), '');
    const env = { ...ports, DATABASE_URL: databaseUrl ?? '' };
    await startOver(dataDir, env);
    const { SECRET_KEYS, SUPPRESSION_KEY, SAMPLE_ORIGIN } = readLocalSettings(dataDir);
    assert.deepEqual({ SECRET_KEYS, SUPPRESSION_KEY }, keys);
    assert.equal(SAMPLE_ORIGIN, undefined);
    assert.equal(existsSync(join(dataDir, 'log', 'old.log')), false);
    assert.equal(existsSync(join(dataDir, 'postgres')), false);
  });

  it('removes nothing from a folder that npm start has not kept anything in', async () => {
    const dataDir = join(folder.path, 'foreign');
    mkdirSync(join(dataDir, 'log'), { recursive: true });
    mkdirSync(join(dataDir, 'postgres'));
    for (const path of [join('log', 'mine.txt'), join('postgres', 'mine.txt')])
      writeFileSync(join(dataDir, path), 'mine');
    const env = { ...ports, DATABASE_URL: databaseUrl ?? '' };
    await startOver(dataDir, env);
    for (const path of [join('log', 'mine.txt'), join('postgres', 'mine.txt')])
      assert.equal(readFileSync(join(dataDir, path), 'utf8'), 'mine');
  });
});
