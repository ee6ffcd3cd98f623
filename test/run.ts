// Runs the tests: `npm test`, or `npm test -- test/editions` for some of them. One PostgreSQL for the whole run,
// in a folder and on a port of its own, so that two clones can be tested at once; nothing is left running.
import { type ChildProcess, spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { chmod, glob, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../src/config.ts';
import { startPostgres } from '../src/local/postgres.ts';
import { groupTests } from './support/group-tests.ts';
import { outsideOf, processesOf } from './support/left-behind.ts';
import { makeTemplate } from './support/template.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { isThorough } from './support/thorough.ts';

const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' };

// The time limit of a test does not cover what its file waits for before it; a run that hangs must end and say where.
// A thorough run may take hours.
const longestRunMs = isThorough ? 6 * 3_600_000 : 25 * 60_000;
const longestTestMs = isThorough ? 3_600_000 : 240_000;

const files = await findTests(process.argv.slice(2));
let interrupted = false;
let running: ChildProcess | null = null;
// The terminal sends a Ctrl-C to the tests as well; they end first, and then the database is stopped here.
process.on('SIGINT', () => {
  interrupted = true;
});
process.on('SIGTERM', () => {
  interrupted = true;
  running?.kill('SIGTERM');
});
const folder = await temporaryFolder('test');
const scratch = join(folder.path, 'tmp');
process.exitCode = 1;
try {
  process.exitCode = await runWithPostgres();
} finally {
  reportLeftBehind();
  await folder.remove();
}

async function runWithPostgres(): Promise<number> {
  // The tests' own temporary folders are in this one, so that what they leave behind can be told from others'.
  await mkdir(scratch);
  await chmod(scratch, 0o755);
  const postgres = await startPostgres({ dataDir: join(folder.path, 'postgres'), settings: fast });
  try {
    const template = await makeTemplate(postgres.url);
    const env = {
      TEST_DATABASE_URL: postgres.url,
      TEST_TEMPLATE: template,
      TMPDIR: scratch,
      NODE_COMPILE_CACHE: join(projectRoot, 'node_modules/.cache/compiled'),
    };
    const grouped = files.length === 1 ? files : await groupTests(files, join(folder.path, 'groups'));
    return interrupted ? 1 : await runNode(grouped, env);
  } finally {
    await postgres.stop();
  }
}

async function findTests(wanted: string[]): Promise<string[]> {
  const found = await Array.fromAsync(glob('test/**/*.test.ts', { cwd: projectRoot }));
  const chosen = found.filter((file) => wanted.length === 0 || wanted.some((part) => file.startsWith(part)));
  if (chosen.length > 0) return chosen.sort();
  throw new Error(
    `no test file begins with ${wanted.join(' or ')}; they are under test/ and end in .test.ts`,
  );
}

/** Runs the files and groups of files, each in a process of its own, and gives the exit code. */
function runNode(tests: string[], env: Record<string, string>): Promise<number> {
  const args = [
    '--test',
    '--test-reporter=spec',
    '--test-concurrency=3',
    `--test-timeout=${longestTestMs}`,
    ...tests,
  ];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, ...env, NODE_ENV: 'test', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent' },
  });
  running = child;
  const limit = setTimeout(() => {
    console.error(
      `\nthe tests are not through after ${longestRunMs / 60_000} minutes; the file that hangs is named below`,
    );
    child.kill('SIGTERM');
  }, longestRunMs);
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      clearTimeout(limit);
      resolve(code ?? 1);
    });
  });
}

/** A run that leaves processes, folders or clusters behind has failed, whatever its tests say. */
function reportLeftBehind(): void {
  const left = [
    ...processesOf(folder.path),
    ...globSync(join(scratch, 'broadsheet-*')),
    ...outsideOf(folder.path),
  ];
  if (left.length === 0) return;
  console.error(`\nthe tests left behind:\n${left.map((line) => `  ${line}`).join('\n')}`);
  process.exitCode = 1;
}
