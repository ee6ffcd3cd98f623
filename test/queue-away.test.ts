import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openNewsroom } from './support/cast.ts';
import { serverPort } from './support/server-port.ts';
import { createTestServices } from './support/services.ts';
import { startWeb } from './support/web.ts';

const port = await serverPort();
const services = await createTestServices({ redisUrl: `redis://127.0.0.1:${port}` });
await openNewsroom(services);
const web = await startWeb(services);

describe('while Redis is away', () => {
  it('a sign-up is taken within seconds, and its mail waits in the ledger', async () => {
    const began = performance.now();
    const at = Date.now() - 10_000;
    const time = services.tokens.sign('form-time', String(at), new Date(at + 3_600_000));
    const answer = await web.post('/subscribe', {
      address: 'anna@readers.example',
      newsletter: 'daily',
      time,
    });
    assert.equal(answer.status, 200);
    assert.match(answer.body, /Check your mailbox/);
    assert.ok(performance.now() - began < 5_000);
    const waiting = await services.db.selectFrom('serviceMails').select('state').execute();
    assert.deepEqual(waiting, [{ state: 'waiting' }]);
  });

  it('the process is healthy and says that it is not ready', async () => {
    assert.equal((await web.get('/healthz')).status, 200);
    const ready = await web.get('/readyz');
    assert.equal(ready.status, 503);
    assert.match(ready.body, /"queue":"does not answer"/);
  });
});
