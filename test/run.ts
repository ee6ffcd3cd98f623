// Runs the tests: `npm test`, or `npm test -- test/editions` for some of them. One PostgreSQL for the whole run,
// in a folder and on a port of its own, so that two clones can be tested at once; nothing is left running.
import { spawn } from 'node:child_process';
import { glob, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../src/config.ts';
import { startPostgres } from '../src/local/postgres.ts';
import { makeTemplate } from './support/template.ts';

const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' };

const files = await findTests(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings: fast });
process.exitCode = 1;
try {
  const template = await makeTemplate(postgres.url);
  process.exitCode = await runNode(files, { TEST_DATABASE_URL: postgres.url, TEST_TEMPLATE: template });
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

async function findTests(wanted: string[]): Promise<string[]> {
  const found = await Array.fromAsync(glob('test/**/*.test.ts', { cwd: projectRoot }));
  const chosen = found.filter((file) => wanted.length === 0 || wanted.some((part) => file.startsWith(part)));
  if (chosen.length > 0) return chosen.sort();
  throw new Error(
    `no test file begins with ${wanted.join(' or ')}; they are under test/ and end in .test.ts`,
  );
}

/** Runs the files, each in a process of its own, and gives the exit code. */
function runNode(tests: string[], env: Record<string, string>): Promise<number> {
  const args = ['--test', '--test-reporter=spec', '--test-concurrency=2', '--test-timeout=240000', ...tests];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, ...env, NODE_ENV: 'test', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent' },
  });
  // The terminal sends Ctrl-C to the child as well; it ends first, and then the database is stopped here.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
