import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { commandFor } from '../support/command.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/start.ts';

const services = await createTestServices();
const folder = await temporaryFolder();
const broadsheet = commandFor(services);
after(() => folder.remove());

const bounce =
  'From: MAILER-DAEMON@relay.example\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ann@reader.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--b--\n';

describe('bounces classify', () => {
  it('says of each file what it is, also of one that cannot be read', async () => {
    const file = join(folder.path, 'bounce.eml');
    const empty = join(folder.path, 'empty.eml');
    const missing = join(folder.path, 'missing.eml');
    await writeFile(file, bounce);
    await writeFile(empty, '');
    const { code, stdout } = await broadsheet('bounces', 'classify', file, empty, missing, '--json');
    assert.equal(code, 0);
    const recipient = {
      address: 'ann@reader.example',
      status: '5.1.1',
      class: 'hard',
      reply: '550 5.1.1 user unknown',
    };
    const [first, second, third, ...others] = JSON.parse(stdout) as Array<Record<string, unknown>>;
    assert.deepEqual(first, { file, kind: 'bounce', recipients: [recipient] });
    assert.deepEqual(second, { file: empty, kind: 'unreadable', reason: 'it is empty', recipients: [] });
    assert.deepEqual([third?.['kind'], third?.['recipients'], others], ['unreadable', [], []]);
    assert.match(String(third?.['reason']), /no such file/);
  });

  it('shows a table to a person, and wants a file', async () => {
    const { stdout } = await broadsheet('bounces', 'classify', join(folder.path, 'bounce.eml'));
    assert.match(stdout, /bounce +ann@reader\.example +5\.1\.1 +hard/);
    assert.equal((await broadsheet('bounces', 'classify')).code, 2);
  });
});
