import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { claimGift, giftToken } from '../../src/memberships/gifts/claim-gift.ts';
import { deliverGifts } from '../../src/memberships/gifts/deliver-gifts.ts';
import { noteGiftRefunded } from '../../src/memberships/gifts/note-refunded.ts';
import { tellLostGifts } from '../../src/memberships/gifts/tell-lost.ts';
import { giftsOf } from '../../src/memberships/gifts/gifts-of.ts';
import { membershipsOf } from '../../src/memberships/membership.ts';
import { syncPayment } from '../../src/memberships/stripe/sync-payment.ts';
import { ensureSubscriber } from '../../src/subscribers/ensure-subscriber.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';
import { hostileStrings } from '../support/blns.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';
import { formFields, offerSupport, pathOf, signedIn, visitor, type Visitor } from '../support/supporters.ts';
import { startWeb } from '../support/web.ts';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const web = await startWeb(services);
const relay = await startRelay();
await addReaders(services, await openNewsroom(services), 3);
await offerSupport(services);

const today = new Date().toISOString().slice(0, 10);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const at = (date: string, time = '12:00'): Date => new Date(`${date}T${time}:00Z`);
const gift = {
  gift: 'breakfast:3',
  recipientName: 'Olena',
  recipientAddress: 'olena@post.example',
  message: 'Read it\nwith tea.',
  deliverOn: today,
  giverName: 'Marta',
};
const idOf = async (address: string): Promise<number> => (await findSubscriber(db, address))?.id ?? 0;

beforeEach(() => db.deleteFrom('rateLimits').execute());

async function order(browser: Visitor, fields: Record<string, string>): Promise<string> {
  const page = await browser.get('/support/gift?currency=eur');
  const answer = await browser.post('/support/gift', { ...formFields(page.body), ...fields });
  if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.body}`);
  return answer.headers.get('location') ?? '';
}

/** Buys a gift to the end; gives its id and the page of thanks. */
async function give(browser: Visitor, fields: Record<string, string>): Promise<{ id: number; body: string }> {
  const { to } = await sandbox.pay(await order(browser, fields), { email: 'marta@post.example' });
  const { body } = await browser.get(pathOf(to));
  const { id } = await db.selectFrom('gifts').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  return { id, body };
}

const notices = async (address: string) =>
  (await sendAndRead(services, relay)).filter(
    ({ to, text }) => to?.[0]?.address === address && text?.includes('/gift/'),
  );

describe('a gift', () => {
  it('is priced by tier and length, and its form keeps what was typed where something is wrong', async () => {
    const { body } = await web.get('/support/gift?currency=eur');
    assert.match(body, /3 months <strong>€24/);
    assert.match(body, /1 year <strong>€80/);
    const cases: Array<[Record<string, string>, RegExp]> = [
      [{ recipientAddress: 'nobody' }, /This address cannot be used/],
      [{ deliverOn: '2020-01-01' }, /is not a day from today on/],
      [{ deliverOn: '2026-02-31' }, /is not a day from today on/],
      [{ deliverOn: '2090-01-01' }, /The latest day is/],
      [{ gift: 'breakfast:7' }, /Choose what to give/],
      [{ message: 'x'.repeat(2_001) }, /The message is too long/],
    ];
    for (const [wrong, message] of cases) {
      const answer = await web.post('/support/gift', { ...gift, currency: 'eur', ...wrong });
      assert.equal(answer.status, 400);
      assert.match(answer.body, message);
      assert.match(answer.body, /value="Marta"/);
    }
    assert.equal((await db.selectFrom('gifts').selectAll().execute()).length, 0);
  });

  it('is delivered on its day by one mail, however many workers there are, and subscribes nobody', async () => {
    const { id, body } = await give(visitor(web), { ...gift, deliverOn: inDays(10) });
    assert.match(body, /Your gift for Olena is ready/);
    assert.equal(await deliverGifts(services, at(inDays(9))), 0);
    assert.equal(await deliverGifts(services, at(inDays(10), '04:00')), 0, 'nobody is woken');
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => deliverGifts(services, at(inDays(10), '09:00'))),
    );
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      1,
    );
    await deliverGifts(services, at(inDays(11)));
    const [notice, ...more] = await notices('olena@post.example');
    assert.deepEqual(more, []);
    assert.match(notice?.text ?? '', /Read it\s+with tea\./);
    assert.match(notice?.text ?? '', /Marta/);
    assert.equal(await findSubscriber(db, 'olena@post.example'), null);
    assert.ok(id > 0);
  });

  it('is claimed by a button, once; a GET claims nothing', async () => {
    const [notice] = await notices('olena@post.example');
    const path = linkIn(notice?.text, 'gift');
    const browser = visitor(web);
    assert.match((await browser.get(path)).body, /A gift from Marta/);
    assert.equal(await findSubscriber(db, 'olena@post.example'), null);
    const claims = await Promise.all([1, 2, 3].map(() => browser.post(path, {})));
    for (const { body } of claims) assert.match(body, /The gift is yours/);
    assert.equal(browser.cookies.has('broadsheet'), false);
    const id = await idOf('olena@post.example');
    const [membership, ...more] = await membershipsOf(db, id);
    assert.deepEqual(more, []);
    assert.equal(membership?.rail, 'gift');
    const days = ((membership?.until?.getTime() ?? 0) - (membership?.since?.getTime() ?? 0)) / 86_400_000;
    assert.ok(days > 88 && days < 93, String(days));
    const subscriptions = await db
      .selectFrom('subscriptions')
      .selectAll()
      .where('subscriberId', '=', id)
      .execute();
    assert.deepEqual(subscriptions, []);
  });

  it('behind another membership begins when that one ends', async () => {
    const { id } = await give(visitor(web), { ...gift, gift: 'table:3' });
    const claimed = await claimGift(services, giftToken(services, id));
    assert.ok(claimed.outcome === 'claimed');
    assert.equal(claimed.membership.since?.getTime(), claimed.overlap?.until?.getTime());
  });

  it('its giver sees what became of it, and a refund ends it', async () => {
    const giver = await idOf('reader1@readers.example');
    const browser = await signedIn(services, web, giver);
    const fields = { ...gift, recipientAddress: 'petro@post.example', recipientName: 'Petro' };
    const { id } = await give(browser, fields);
    await deliverGifts(services, new Date());
    assert.deepEqual(
      (await giftsOf(db, giver)).map(({ given, state, otherName }) => [given, state, otherName]),
      [[true, 'paid', 'Petro']],
      'its notice is not handed over yet',
    );
    await sendAndRead(services, relay);
    assert.equal((await giftsOf(db, giver))[0]?.state, 'delivered');
    assert.deepEqual(
      (await giftsOf(db, giver)).map(({ otherAddress }) => otherAddress),
      ['petro@post.example'],
    );
    await claimGift(services, giftToken(services, id));
    const petro = await idOf('petro@post.example');
    assert.equal((await giftsOf(db, petro))[0]?.given, false);
    const payment = await db
      .selectFrom('payments')
      .innerJoin('gifts', 'gifts.checkoutId', 'payments.checkoutId')
      .select('stripePaymentIntentId')
      .where('gifts.id', '=', id)
      .executeTakeFirstOrThrow();
    const intentId = payment.stripePaymentIntentId ?? '';
    const refund = (amount: number) => sandbox.stripe.refunds.create({ payment_intent: intentId, amount });
    await refund(400);
    await syncPayment(services, intentId);
    assert.equal((await membershipsOf(db, petro))[0]?.state, 'active', 'a part of it ends nothing');
    await refund(2_000);
    for (let times = 0; times < 2; times += 1) await syncPayment(services, intentId);
    const [membership] = await membershipsOf(db, petro);
    assert.equal(membership?.state, 'ended');
    assert.notEqual(membership?.voidedAt, null);
    assert.equal((await claimGift(services, giftToken(services, id))).outcome, 'refunded');
    assert.match((await web.get(`/gift/${giftToken(services, id)}`)).body, /taken back/);
  });

  it('without a sign-in is receipted, without a way into an account that there is not, and shown once there is one', async () => {
    const fields = { ...gift, recipientAddress: 'lost@post.example', recipientName: 'Lidia' };
    const { id } = await give(visitor(web), fields);
    const receipts = (await sendAndRead(services, relay)).filter(
      ({ to, text }) => to?.[0]?.address === 'marta@post.example' && text?.includes('Lidia'),
    );
    assert.equal(receipts.length, 1);
    const text = receipts[0]?.text ?? '';
    assert.match(text, /We will mail the gift to Lidia on/);
    assert.match(text, /Breakfast, 3 months[\s\S]*€24[\s\S]*\/withdraw/);
    assert.doesNotMatch(text, /\/account/);
    await ensureSubscriber(db, services, 'Marta@post.example', 'en');
    const marta = await idOf('marta@post.example');
    const stateNow = async () => (await giftsOf(db, marta)).find((one) => one.id === id)?.state;
    assert.equal(await stateNow(), 'paid');
    await deliverGifts(services, new Date());
    assert.equal(await stateNow(), 'paid', 'its notice waits');
    await db
      .updateTable('serviceMails')
      .set({ state: 'failed' })
      .where('idempotencyKey', '=', `gift-notice:${id}`)
      .execute();
    assert.equal(await stateNow(), 'lost');
    for (let times = 0; times < 2; times += 1) await tellLostGifts(services);
    const told = (await sendAndRead(services, relay)).filter(
      (mail) =>
        mail.to?.[0]?.address === 'marta@post.example' && /gift for Lidia could not/.test(mail.text ?? ''),
    );
    assert.equal(told.length, 1);
    assert.match(told[0]?.text ?? '', /Please write to us/);
    assert.doesNotMatch(told[0]?.text ?? '', /\/gift\//, 'whose the address is nobody knows');
    const browser = await signedIn(services, web, marta);
    const { body } = await browser.get('/account');
    assert.match(body, /could not be delivered/);
    const link = /<a href="http:\/\/news\.example(\/gift\/[^"]+)">Its link, to pass on/.exec(body)?.[1];
    assert.match((await web.get(link ?? '')).body, /Lidia|Breakfast/);
  });

  it('whose notice is lost is passed on by a giver with an account, who has its link by mail', async () => {
    const browser = await signedIn(services, web, await idOf('reader2@readers.example'));
    const { id } = await give(browser, {
      ...gift,
      recipientAddress: 'lost@post.example',
      recipientName: 'Ada',
    });
    await deliverGifts(services, new Date());
    await db
      .updateTable('serviceMails')
      .set({ state: 'failed' })
      .where('idempotencyKey', '=', `gift-notice:${id}`)
      .execute();
    await tellLostGifts(services);
    const mails = await sendAndRead(services, relay);
    const told = mails.find(({ text }) => /gift for Ada could not/.test(text ?? ''));
    assert.equal(told?.to?.[0]?.address, 'reader2@readers.example');
    assert.match((await web.get(linkIn(told?.text, 'gift'))).body, /Breakfast/);
  });

  it('that is paid back while its notice waits is not announced any more', async () => {
    const fields = { ...gift, recipientAddress: 'ivan@post.example', deliverOn: inDays(5) };
    const { id } = await give(visitor(web), fields);
    await deliverGifts(services, at(inDays(6)));
    const { checkoutId } = await db
      .selectFrom('gifts')
      .select('checkoutId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await db.transaction().execute((trx) => noteGiftRefunded(trx, checkoutId, new Date()));
    assert.deepEqual(await notices('ivan@post.example'), []);
  });

  it('a link of another purpose, forged or unpaid, opens nothing', async () => {
    await order(visitor(web), { ...gift, recipientAddress: 'unpaid@post.example' });
    const { id } = await db
      .selectFrom('gifts')
      .select('id')
      .where('state', '=', 'unpaid')
      .executeTakeFirstOrThrow();
    const wrong = [
      giftToken(services, id),
      services.tokens.sign('claim', '1'),
      services.tokens.sign('support', '1'),
      'x',
    ];
    for (const token of wrong) assert.equal((await claimGift(services, token)).outcome, 'invalid');
    assert.equal((await web.post('/gift/k1.AAAA', {})).status, 410);
  });

  it('shows whatever its giver writes as plain text, on the page and in the mail', async () => {
    const hostile = hostileStrings()
      .filter((text) => text.trim() !== '')
      .slice(0, 60);
    const message = hostile.join('\n').slice(0, 1_900);
    const [name = ''] = hostile;
    const recipientAddress = 'naughty@post.example';
    const { id } = await give(visitor(web), {
      ...gift,
      message,
      giverName: name,
      recipientName: name,
      recipientAddress,
    });
    const { body } = await web.get(`/gift/${giftToken(services, id)}`);
    assert.doesNotMatch(body, /<script>alert|<img src=x/);
    assert.match(body, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
    await deliverGifts(services, new Date());
    const [notice] = await notices(recipientAddress);
    assert.doesNotMatch(notice?.html ?? '', /<script>alert|<img src=x/);
    assert.equal(notice?.to?.length, 1);
    assert.deepEqual(notice?.bcc ?? [], []);
  });
});
