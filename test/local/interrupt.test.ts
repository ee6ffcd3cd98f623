import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { processesOf } from '../support/left-behind.ts';
import { ctrlC, startPorts, startUntil } from '../support/start.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const folder = await temporaryFolder('interrupt');
after(() => folder.remove());
const env = await startPorts();

/** What works in the data directory; an inbox whose parent is gone needs a moment to notice. */
async function assertNothingRuns(dataDir: string): Promise<void> {
  await until(() => processesOf(dataDir).length === 0, 'its processes are gone', 5).catch(() => {});
  assert.deepEqual(processesOf(dataDir), []);
}

describe('Ctrl-C while npm start is starting', () => {
  for (const ms of [0, 2_500]) {
    it(`leaves no process behind, ${ms} ms after the first words`, async () => {
      const dataDir = join(folder.path, `after-${ms}`);
      const { code, output } = await startUntil(dataDir, ms, ctrlC, { env });
      await assertNothingRuns(dataDir);
      assert.equal(code, 0, output);
      assert.match(output, /Stopping …[\s\S]*Stopped\.\n$/);
      assert.doesNotMatch(output, /✗ |! (?!port )/);
    });
  }

  it('leaves none where the terminal and npm send it both', async () => {
    const dataDir = join(folder.path, 'twice');
    const twice = (child: ChildProcess): void => {
      ctrlC(child);
      setTimeout(() => ctrlC(child), 20);
    };
    const { code, output } = await startUntil(dataDir, 600, twice, { env });
    await assertNothingRuns(dataDir);
    assert.equal(code, 0, output);
  });

  it('leaves none where the terminal is gone and takes no more words', async () => {
    const dataDir = join(folder.path, 'hung-up');
    const hangUp = (child: ChildProcess): void => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.kill('SIGHUP');
    };
    const { code } = await startUntil(dataDir, 600, hangUp, { env });
    await assertNothingRuns(dataDir);
    assert.equal(code, 0);
  });

  it('leaves none while it starts over, and the next start has a database', async () => {
    const dataDir = join(folder.path, 'fresh');
    await startUntil(dataDir, 1_500, ctrlC, { env });
    await startUntil(dataDir, 150, ctrlC, { args: ['--fresh'], env });
    await assertNothingRuns(dataDir);
    const { code, output } = await startUntil(dataDir, '✓ Migrations', ctrlC, { env });
    assert.equal(code, 0, output);
    await assertNothingRuns(dataDir);
  });
});
