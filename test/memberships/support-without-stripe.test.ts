import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { setSupport } from '../../src/memberships/support/settings.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';
import { formFields, offerSupport, signedIn, visitor } from '../support/supporters.ts';
import { startWeb } from '../support/web.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';

const none = await createTestServices();
const away = await createTestServices({
  stripe: {
    secretKey: 'sk_test_sandbox_away0000',
    webhookSecret: 'whsec_away0000',
    apiBase: 'http://127.0.0.1:9',
    livemode: false,
    isSandbox: true,
  },
});

describe('where nothing can be paid', () => {
  it('the page says so kindly, before there is anything, and with the other ways once there are some', async () => {
    const web = await startWeb(none);
    assert.equal((await web.get('/support')).status, 200);
    await openNewsroom(none);
    const empty = await web.get('/support');
    assert.match(empty.body, /Nothing can be paid here at the moment/);
    assert.match(empty.body, /come back a little later/);
    await setSupport(none.db, system, { bankTransfer: 'IBAN UA11' });
    await offerSupport(none);
    const page = await web.get('/support', { 'accept-language': 'de' });
    assert.match(page.body, /Hier kann gerade nichts bezahlt werden/);
    assert.match(page.body, /IBAN UA00/);
    assert.match((await web.get('/support/gift')).body, /no gifts at the moment/);
    for (const path of ['/support/review', '/support/gift'])
      assert.ok((await web.post(path, { tier: 'breakfast', agree: 'on' })).status < 500, path);
    assert.deepEqual(await none.db.selectFrom('checkouts').selectAll().execute(), []);
  });
});

describe('where Stripe is away', () => {
  it('it says that nothing was charged, and keeps what was chosen', async () => {
    const web = await startWeb(away);
    await addReaders(away, await openNewsroom(away), 1);
    await offerSupport(away);
    const { id = 0 } = (await findSubscriber(away.db, 'reader1@readers.example')) ?? {};
    for (const browser of [visitor(web), await signedIn(away, web, id)]) {
      const review = await browser.get('/support/review?interval=year&tier=table&currency=eur&own-table=300');
      const answer = await browser.post('/support/review', { ...formFields(review.body), agree: 'on' });
      assert.equal(answer.status, 503);
      assert.match(answer.body, /Nothing was charged/);
      assert.equal(formFields(answer.body)['own-table'], '300');
      assert.equal(formFields(answer.body)['agree'], 'on');
    }
  });
});
