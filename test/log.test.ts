import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { projectRoot } from '../src/config.ts';

// It logs once its reader is gone, again and again, and then ends.
const program = `
  import { createLog } from './src/log.ts';
  const log = createLog('test', 'info');
  log.info('begun');
  process.stdin.once('data', () => {
    for (let line = 0; line < 100; line += 1) log.info({ line }, 'nobody reads this');
    setImmediate(() => process.exit(3));
  });
`;

describe('the log', () => {
  it('lets a process end whose log nobody reads any more', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: projectRoot,
      timeout: 10_000,
      killSignal: 'SIGKILL',
    });
    await once(child.stderr, 'data');
    child.stderr.destroy();
    await once(child.stderr, 'close');
    child.stdin.write('go');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 3, 'it ends by itself');
  });
});
