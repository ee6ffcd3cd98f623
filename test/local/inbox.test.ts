import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, it } from 'node:test';
import { startInbox } from '../../src/local/inbox.ts';
import { serverPort } from '../support/server-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const folder = await temporaryFolder('inbox');
after(() => folder.remove());

it('an inbox that ends by itself is told, and one that is stopped is not', {
  skip: process.platform === 'linux' ? false : 'its process can only be seen on Linux',
}, async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const options = { webPort: await serverPort(), smtpPort: await serverPort(), dataDir: folder.path, say };
  const stopped = await startInbox(options);
  await stopped.stop();
  const inbox = await startInbox(options);
  after(() => inbox.stop());
  assert.deepEqual(said, []);
  const [process_] = globSync('/proc/[0-9]*').filter(isInbox);
  process.kill(Number(process_?.slice('/proc/'.length)), 'SIGKILL');
  await until(() => said.length > 0, 'it is told');
  assert.match(said.join(), /the inbox ended \(SIGKILL\); .* Its log is .*inbox\.log/);
});

function isInbox(place: string): boolean {
  try {
    const command = readFileSync(`${place}/cmdline`, 'utf8');
    return command.includes('inbox-process') && command.includes(folder.path);
  } catch {
    return false;
  }
}
