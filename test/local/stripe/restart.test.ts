import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../../src/local/stripe/sandbox.ts';
import { makeForeign } from '../../../src/local/stripe/billing/seed.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = await temporaryFolder();
after(() => folder.remove());
const file = join(folder.path, 'stripe-sandbox.json');
const begin = (): Promise<Sandbox> =>
  startSandbox({
    port: 0,
    host: '127.0.0.1',
    secretKey: 'sk_test_sandbox_12345678',
    webhookSecret: 'whsec_12345678',
    target: 'http://127.0.0.1:9/webhooks/stripe',
    file,
  });

describe('a sandbox that is started again', () => {
  test('knows its objects, its clock, what is due and what has not arrived', async () => {
    const first = await begin();
    const { id } = makeForeign(first.world()).subscription;
    await first.clock.advance({ days: 20 });
    const before = first.clock.now().getTime();
    const waiting = first.webhooks.unfinished().length;
    await first.stop();
    assert.equal((await stat(file)).mode & 0o077, 0, 'nobody else reads it');
    const second = await begin();
    assert.ok(second.clock.now().getTime() >= before);
    assert.equal(second.webhooks.unfinished().length, waiting);
    assert.equal(second.world().tables.subscriptions.get(id)?.status, 'active');
    await second.clock.advance({ months: 1 });
    const paid = second
      .world()
      .tables.invoices.of('subscription', id)
      .filter(({ status }) => status === 'paid');
    assert.equal(paid.length, 2);
    await second.stop();
  });

  test('says so where its memory is damaged', async () => {
    const kept = await readFile(file, 'utf8');
    await writeFile(file, kept.slice(0, 100));
    await assert.rejects(begin(), /cannot be read.*--fresh/s);
  });
});
