import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { grantMembership } from '../../src/memberships/rails/grant.ts';
import { currentMembership, membershipsOf } from '../../src/memberships/membership.ts';
import { sendReceipts } from '../../src/memberships/notices/send-receipts.ts';
import { syncCheckout } from '../../src/memberships/stripe/sync-checkout.ts';
import { announceRenewals } from '../../src/memberships/notices/tend.ts';
import { supportToken, supportUrl } from '../../src/memberships/support/support-token.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import {
  formFields,
  goToCheckout,
  offerSupport,
  pathOf,
  signedIn,
  visitor,
  type Visitor,
} from '../support/supporters.ts';
import { queuedMails } from '../support/members.ts';
import { sessionOf } from '../support/memberships.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';
import { startWeb } from '../support/web.ts';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const web = await startWeb(services);
const relay = await startRelay();
const newsletter = await openNewsroom(services);
await offerSupport(services);
await addReaders(services, newsletter, 12);

const breakfast = { interval: 'month', tier: 'breakfast', currency: 'eur' };
const idOf = async (address: string): Promise<number> => (await findSubscriber(db, address))?.id ?? 0;
const reader = (number: number): Promise<number> => idOf(`reader${number}@readers.example`);
const mailTo = async (address: string, subject: RegExp) =>
  (await sendAndRead(services, relay)).filter(
    (mail) => mail.to?.[0]?.address === address && subject.test(mail.subject ?? ''),
  );
const openCheckouts = async (subscriberId: number) =>
  (await db.selectFrom('checkouts').selectAll().where('subscriberId', '=', subscriberId).execute()).filter(
    ({ state }) => state === 'open',
  );
const day = 24 * 3_600_000;
const keysLike = (like: string): Promise<string[]> => queuedMails(services, like);
const newestMembership = () =>
  db.selectFrom('memberships').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
// The limits are the real ones; each test is another reader's afternoon.
beforeEach(() => db.deleteFrom('rateLimits').execute());

/** Buys in a browser to the end, and gives the page of thanks. */
async function buy(browser: Visitor, choice = breakfast, email = 'anna@post.example'): Promise<string> {
  const { to } = await sandbox.pay(await goToCheckout(browser, choice), { email });
  return (await browser.get(pathOf(to))).body;
}

describe('the page of support', () => {
  it('shows why, the tiers with the middle one chosen, yearly with its free months, and other ways', async () => {
    const { body, headers } = await web.get('/support');
    assert.match(body, /Free for everyone, because some pay/);
    assert.match(body, /value="breakfast" id="tier-breakfast" checked/);
    assert.match(body, /€80<\/strong> a year <em>two months free/);
    assert.match(body, /IBAN UA00/);
    assert.match(body, /patreon\.example/);
    assert.match(body, /\/support\/gift/);
    assert.match(
      headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/checkout\.stripe\.com/,
    );
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('offers a hidden tier to whoever comes by its link, and to nobody else', async () => {
    await db.updateTable('tiers').set({ hidden: true }).where('slug', '=', 'coffee').execute();
    assert.doesNotMatch((await web.get('/support')).body, /id="tier-coffee"/);
    assert.match((await web.get('/support?tier=coffee')).body, /id="tier-coffee"/);
    await db.updateTable('tiers').set({ hidden: false }).where('slug', '=', 'coffee').execute();
  });

  it('speaks the reader’s language and offers their currency, which they may change', async () => {
    const uk = await web.get('/support', { 'accept-language': 'uk' });
    assert.match(uk.body, /два|2 місяці у подарунок/);
    assert.match(uk.body, /name="currency" value="uah"/);
    assert.match(uk.body, /320\s₴/);
    const eur = await web.get('/support?currency=uah&currency=eur&tier=table&interval=year', {
      'accept-language': 'uk',
    });
    assert.match(eur.body, /value="table" id="tier-table" checked/);
    assert.match(eur.body, /value="year" id="interval-year" checked/);
    assert.match(eur.body, /8\s€/);
  });

  it('keeps what was typed where the amount is wrong, and says what is allowed', async () => {
    const cases: Array<[string, RegExp]> = [
      ['5', /“5” is less than the smallest amount here, which is €6/],
      ['abc', /“abc” is not an amount/],
      ['<b>"', /“&lt;b&gt;&quot;” is not an amount/],
    ];
    for (const [own, message] of cases) {
      const path = `/support/review?${new URLSearchParams({ ...breakfast, 'own-breakfast': own }).toString()}`;
      const { status, body } = await web.get(path);
      assert.equal(status, 400);
      assert.match(body, message);
      assert.match(body, /aria-invalid="true"/);
      assert.match(body, /name="own-breakfast"/);
    }
    const once = await web.get('/support/review?interval=once&once-own=1&currency=eur');
    assert.match(once.body, /“1” is less than the smallest amount here, which is €2/);
    assert.match(once.body, /name="once-own"[^>]*value="1"/);
  });

  it('shows the exact terms before the payment, and begins nothing without agreement to them', async () => {
    const browser = visitor(web);
    const review = await browser.get(
      `/support/review?${new URLSearchParams({ ...breakfast, 'own-breakfast': '9.50' }).toString()}`,
    );
    assert.match(review.body, /pay €9\.50 each month/);
    assert.match(review.body, /renews by itself every month/);
    assert.match(review.body, /http:\/\/news\.example\/cancel/);
    assert.match(review.body, /within 14 days/);
    const refused = await browser.post('/support/review', formFields(review.body));
    assert.equal(refused.status, 400);
    assert.match(refused.body, /Please tick that you agree/);
    assert.match(refused.body, /€9\.50 a month/);
    assert.equal((await db.selectFrom('checkouts').selectAll().execute()).length, 0);
  });
});

describe('becoming a patron', () => {
  it('signed in: no address is asked for, the thanks say what is theirs, and the terms are kept', async () => {
    const id = await reader(1);
    const browser = await signedIn(services, web, id);
    assert.match((await browser.get('/support')).body, /signed in as reader1@readers\.example/);
    const url = await goToCheckout(browser, { ...breakfast, e: '77' }, { immediate: 'on' });
    const [row] = await openCheckouts(id);
    assert.equal(JSON.stringify(row).includes(url), false, 'the address of the page is not kept');
    const { to } = await sandbox.pay(url, {});
    const thanks = await browser.get(pathOf(to));
    assert.equal(thanks.status, 200);
    assert.match(thanks.body, /You are now a patron: Breakfast/);
    assert.match(thanks.body, /Welcome to breakfast/);
    assert.match(thanks.body, /It renews on/);
    const membership = await currentMembership(db, id, new Date());
    assert.equal(membership?.state, 'active');
    assert.equal(membership?.amount, 800);
    assert.equal(membership?.editionId, 77);
    const agreement = await db
      .selectFrom('renewalAgreements')
      .selectAll()
      .where('membershipId', '=', membership?.id ?? 0)
      .executeTakeFirstOrThrow();
    assert.match(agreement.wording, /pay €8 each month/);
    assert.equal(agreement.immediateStart, true);
    assert.equal(agreement.subscriberId, id);
    assert.notEqual(agreement.ip, null);
  });

  it('a patron is led to change the first, and cannot begin a second', async () => {
    const browser = await signedIn(services, web, await reader(1));
    const page = await browser.get('/support');
    assert.match(page.body, /You are a patron already/);
    assert.match(page.body, /Breakfast, €8 a month/);
    // Nothing is given once in that currency: there is no button without a choice.
    assert.match(page.body, />Continue</);
    assert.doesNotMatch((await browser.get('/support?currency=uah')).body, />Continue</);
    assert.doesNotMatch(page.body, /id="tier-breakfast"/);
    assert.doesNotMatch(
      (await browser.get('/support/review?tier=table&interval=month')).body,
      /method="post"/,
    );
    const posted = await browser.post('/support/review', { ...breakfast, agree: 'on' });
    assert.equal(posted.headers.get('location'), null);
    assert.equal((await membershipsOf(db, await reader(1))).length, 1);
  });

  it('beside what is theirs on another rail: the review says until when they have that', async () => {
    const id = await reader(12);
    const browser = await signedIn(services, web, id);
    const path = `/support/review?${new URLSearchParams(breakfast).toString()}`;
    const note = /You have “A coffee a month” until .* already\. A new membership would begin today/;
    assert.doesNotMatch((await browser.get(path)).body, note);
    const grant = { actor: system, address: 'reader12@readers.example', tier: 'coffee', until: null };
    await grantMembership(services, { ...grant, months: 3, note: '' });
    assert.match((await browser.get(path)).body, note);
    assert.doesNotMatch((await visitor(web).get(path)).body, note);
  });

  it('an amount of one’s own goes to Stripe as it is, a year’s too', async () => {
    const id = await reader(2);
    const browser = await signedIn(services, web, id);
    const choice = { interval: 'year', tier: 'breakfast', currency: 'eur', 'own-breakfast': '100' };
    const body = await buy(browser, choice);
    assert.match(body, /You pay €100 a year/);
    assert.equal((await currentMembership(db, id, new Date()))?.amount, 10_000);
  });

  it('the same choice opens the same page again, another closes it first', async () => {
    const id = await reader(3);
    const browser = await signedIn(services, web, id);
    const first = await goToCheckout(browser, breakfast);
    assert.equal(await goToCheckout(browser, breakfast), first);
    const other = await goToCheckout(browser, { ...breakfast, tier: 'table' });
    assert.notEqual(other, first);
    assert.equal((await openCheckouts(id)).length, 1);
    const { to } = await sandbox.pay(first, {});
    assert.equal(to, null, 'the first page is closed');
  });

  it('ten presses at once, in two browsers, are one purchase', async () => {
    const id = await reader(4);
    const browsers = [await signedIn(services, web, id), await signedIn(services, web, id)];
    const pages = await Promise.all(
      browsers.map((one) => one.get(`/support/review?${new URLSearchParams(breakfast).toString()}`)),
    );
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (browsers[index % 2] ?? visitor(web)).post('/support/review', {
          ...formFields(pages[index % 2]?.body ?? ''),
          agree: 'on',
        }),
      ),
    );
    for (const answer of answers) assert.ok([303, 409].includes(answer.status), answer.body);
    assert.equal((await openCheckouts(id)).length, 1);
  });

  it('speaks the language that the reader has set, else the browser’s, signed in as well', async () => {
    const id = await reader(12);
    const { cookie } = await sessionOf(services, id);
    const title = async (): Promise<string> =>
      (await web.get('/support', { cookie, 'accept-language': 'de' })).body;
    assert.match(await title(), /Frei für alle/);
    await db.updateTable('subscribers').set({ language: 'uk' }).where('id', '=', id).execute();
    assert.match(await title(), /Безкоштовно для всіх/);
  });

  it('by a link in a mail: masked, no session, the address not told to Stripe, and theirs all the same', async () => {
    const id = await reader(5);
    const browser = visitor(web);
    const page = await browser.get(pathOf(supportUrl(services, id, 42)));
    assert.match(page.body, /r…@r…\.example/);
    assert.doesNotMatch(page.body, /reader5@/);
    assert.match((await browser.get('/account')).body, /sign in|Sign in/i);
    const url = await goToCheckout(browser, { ...breakfast, r: supportToken(services, id, 42) });
    const [row] = await openCheckouts(id);
    const session = await sandbox.stripe.checkout.sessions.retrieve(row?.stripeSessionId ?? '');
    assert.equal(session.customer_email ?? null, null);
    const { to } = await sandbox.pay(url, { email: 'friend@post.example' });
    assert.match((await browser.get(pathOf(to))).body, /You are now a patron/);
    const membership = await currentMembership(db, id, new Date());
    assert.equal(membership?.editionId, 42);
    assert.equal(await findSubscriber(db, 'friend@post.example'), null);
    // Who holds the link learns that there is a membership, not which.
    const again = await visitor(web).get(pathOf(supportUrl(services, id)));
    assert.match(again.body, /There is a membership under this address/);
    assert.doesNotMatch(again.body, /Breakfast, €8/);
  });

  it('a forged link, or one of another purpose, names nobody', async () => {
    const id = await reader(5);
    const token = supportToken(services, id);
    const wrong = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      services.tokens.sign('claim', String(id)),
      services.tokens.sign('gift', String(id)),
      supportToken(services, id, null, new Date('2020-01-01')),
      'x',
    ];
    for (const one of wrong) assert.doesNotMatch((await web.get(`/support?r=${one}`)).body, /r…@r…/);
    for (const door of ['/claim/', '/gift/', '/account/sign-in/', '/preferences/'])
      assert.ok((await web.get(door + token)).status >= 400, door);
  });

  it('only the browser that began it sees its thanks', async () => {
    const id = await reader(6);
    const browser = await signedIn(services, web, id);
    const { to } = await sandbox.pay(await goToCheckout(browser, breakfast), {});
    const path = pathOf(to);
    for (const other of [visitor(web), await signedIn(services, web, id)]) {
      const seen = await other.get(path);
      assert.equal(seen.status, 404);
      assert.doesNotMatch(seen.body, /Breakfast/);
    }
    const thanks = await Promise.all(Array.from({ length: 5 }, () => browser.get(path)));
    for (const { body } of thanks) assert.match(body, /You are now a patron|One moment/);
    assert.match((await browser.get(path)).body, /You are now a patron/);
    assert.equal((await membershipsOf(db, id)).length, 1);
  });

  it('coming back without paying keeps the choice', async () => {
    const browser = await signedIn(services, web, await reader(7));
    await goToCheckout(browser, { ...breakfast, tier: 'table', 'own-table': '30' });
    const [row] = await openCheckouts(await reader(7));
    const back = await browser.get(`/support/back?c=${row?.id}`);
    const page = await browser.get(back.headers.get('location') ?? '');
    assert.match(page.body, /Nothing was charged, and your choice is still here/);
    assert.match(page.body, /id="tier-table" checked/);
    assert.match(page.body, /name="own-table"[^>]*value="30"/);
    assert.equal((await visitor(web).get(`/support/back?c=${row?.id}`)).headers.get('location'), '/support');
  });

  it('a contribution of a suggested or an own amount is paid once', async () => {
    const browser = visitor(web);
    const url = await goToCheckout(browser, { interval: 'once', 'once-own': '12,34', currency: 'eur' });
    const { to } = await sandbox.pay(url, { email: 'once@post.example' });
    assert.match((await browser.get(pathOf(to))).body, /Your contribution of €12\.34 has arrived/);
    const payment = await db
      .selectFrom('payments')
      .selectAll()
      .where('purpose', '=', 'contribution')
      .executeTakeFirstOrThrow();
    assert.equal(payment.amount, 1_234);
    // Signed in or not, each gets one receipt, whoever hears of it first and however often.
    const member = await signedIn(services, web, await reader(11));
    const other = await goToCheckout(member, { interval: 'once', 'once-own': '5', currency: 'eur' });
    await member.get(pathOf((await sandbox.pay(other, {})).to));
    for (let times = 0; times < 2; times += 1) await sendReceipts(services);
    const [{ stripeSessionId } = { stripeSessionId: null }] = await db
      .selectFrom('checkouts')
      .select('stripeSessionId')
      .where('id', '=', payment.checkoutId)
      .execute();
    await syncCheckout(services, stripeSessionId ?? '');
    for (const address of ['once@post.example', 'reader11@readers.example']) {
      const [mail, ...more] = await mailTo(address, /Thank you for your contribution/);
      assert.deepEqual(more, []);
      assert.match(mail?.text ?? '', address.startsWith('once') ? /€12\.34/ : /Open your account/);
      assert.doesNotMatch(mail?.text ?? '', /\/(withdraw|cancel)/);
      if (address.startsWith('once')) assert.doesNotMatch(mail?.text ?? '', /\/account/);
    }
    const products = await sandbox.stripe.products.list({ limit: 100 });
    await goToCheckout(visitor(web), { interval: 'once', once: '1000', currency: 'eur' });
    assert.equal((await sandbox.stripe.products.list({ limit: 100 })).data.length, products.data.length);
  });

  it('a promo code is checked before, and passed on', async () => {
    const coupon = await sandbox.stripe.coupons.create({ percent_off: 50, duration: 'once' });
    await sandbox.stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'SPRING',
    });
    const browser = await signedIn(services, web, await reader(8));
    await assert.rejects(
      goToCheckout(browser, breakfast, { promo: 'AUTUMN' }),
      /The code “AUTUMN” is not known/,
    );
    await goToCheckout(browser, breakfast, { promo: 'SPRING' });
    const [row] = await openCheckouts(await reader(8));
    assert.equal(row?.promoCode, 'SPRING');
    const session = await sandbox.stripe.checkout.sessions.retrieve(row?.stripeSessionId ?? '');
    assert.equal(session.total_details?.amount_discount ?? session.amount_total, 400);
  });
});

describe('an address typed at Checkout', () => {
  const stranger = 'reader9@readers.example';

  it('proves nothing: it neither signs in nor changes anything until its owner opens the mail and claims', async () => {
    const before = await db
      .selectFrom('subscribers')
      .selectAll()
      .where('address', '=', stranger)
      .executeTakeFirst();
    const browser = visitor(web);
    const { to } = await sandbox.pay(await goToCheckout(browser, breakfast), {
      email: stranger,
      name: 'Mallory',
    });
    const thanks = await browser.get(pathOf(to));
    assert.match(thanks.body, /We have mailed a link to r…@r…\.example/);
    assert.doesNotMatch(thanks.body, /reader9@/);
    assert.match((await browser.get('/account')).body, /type="email"/);
    assert.equal(await currentMembership(db, before?.id ?? 0, new Date()), null);
    const after = await db
      .selectFrom('subscribers')
      .selectAll()
      .where('address', '=', stranger)
      .executeTakeFirst();
    assert.deepEqual(after, before);
  });

  it('the link shows a button; pressing it gives the membership, once, and signs nobody in', async () => {
    const id = await reader(9);
    const mails = await mailTo(stranger, /./);
    const mail = mails.find(({ text }) => /\/claim\//.test(text ?? ''));
    const path = linkIn(mail?.text, 'claim');
    const browser = visitor(web);
    for (let times = 0; times < 3; times += 1)
      assert.match((await browser.get(path)).body, /Yes, it is mine/);
    await fetch(web.origin + path, { method: 'HEAD' });
    assert.equal(await currentMembership(db, id, new Date()), null);
    const claims = await Promise.all([
      browser.post(path, {}),
      browser.post(path, {}),
      browser.post(path, {}),
    ]);
    for (const { body } of claims) assert.match(body, /It is yours/);
    assert.equal(browser.cookies.has('broadsheet'), false);
    const membership = await currentMembership(db, id, new Date());
    assert.equal(membership?.state, 'active');
    assert.equal((await membershipsOf(db, id)).length, 1);
    const payment = await db
      .selectFrom('payments')
      .selectAll()
      .where('membershipId', '=', membership?.id ?? 0)
      .executeTakeFirstOrThrow();
    assert.equal(payment.subscriberId, id);
    assert.match((await browser.get(path)).body, /claimed already/);
  });

  it('somebody new becomes a subscriber by claiming, with no newsletter and no name', async () => {
    const browser = visitor(web);
    await buy(browser, breakfast, 'Brand.New@post.example');
    const [mail] = (await mailTo('Brand.New@post.example', /./)).filter(({ text }) =>
      text?.includes('/claim/'),
    );
    await browser.post(linkIn(mail?.text, 'claim'), {});
    const person = await findSubscriber(db, 'brand.new@post.example');
    assert.equal(person?.name, '');
    const subscriptions = await db
      .selectFrom('subscriptions')
      .selectAll()
      .where('subscriberId', '=', person?.id ?? 0)
      .execute();
    assert.deepEqual(subscriptions, []);
    assert.equal((await currentMembership(db, person?.id ?? 0, new Date()))?.state, 'active');
  });

  it('that is paid before there is a sender is mailed its link and its receipt once one is set', async () => {
    const { id: _id, ...sender } = await db.selectFrom('senders').selectAll().executeTakeFirstOrThrow();
    await db.deleteFrom('senders').execute();
    await buy(visitor(web), breakfast, 'patient@post.example');
    const once = { interval: 'once', 'once-own': '5', currency: 'eur' };
    const giver = visitor(web);
    const { to } = await sandbox.pay(await goToCheckout(giver, once), { email: 'giver@post.example' });
    await giver.get(pathOf(to));
    for (const address of ['patient@post.example', 'giver@post.example'])
      assert.deepEqual(await mailTo(address, /./), []);
    await db.insertInto('senders').values(sender).execute();
    const [mail, ...others] = await mailTo('patient@post.example', /./);
    assert.match(mail?.text ?? '', /\/claim\//);
    assert.match(mail?.messageId ?? '', /@courier\.example>$/);
    assert.deepEqual(others, []);
    assert.equal((await mailTo('giver@post.example', /./)).length, 1);
  });

  it('where its owner is a patron already, the second is cancelled and refunded, and says so', async () => {
    const browser = visitor(web);
    await buy(browser, { ...breakfast, tier: 'table' }, stranger);
    const mails = (await mailTo(stranger, /./)).filter(({ text }) => text?.includes('/claim/'));
    const path = linkIn(mails.at(-1)?.text, 'claim');
    const claims = await Promise.all([browser.post(path, {}), browser.post(path, {})]);
    for (const { body } of claims) assert.match(body, /You had a membership already/);
    const id = await reader(9);
    const live = (await membershipsOf(db, id)).filter(({ state }) => state === 'active');
    assert.equal(live.length, 1);
    assert.equal(live[0]?.amount, 800);
    const checkout = await db
      .selectFrom('checkouts')
      .selectAll()
      .where('takeBack', 'is not', null)
      .executeTakeFirstOrThrow();
    assert.equal(checkout.takeBack, 'done');
    assert.equal(checkout.state, 'refunded');
    const payment = await db
      .selectFrom('payments')
      .selectAll()
      .where('membershipId', '=', checkout.membershipId)
      .executeTakeFirstOrThrow();
    assert.equal(payment.refunded, 2_500);
    const told = (await mailTo(stranger, /./)).filter(({ text }) => /refund/i.test(text ?? ''));
    assert.ok(told.length >= 1);
    assert.match((await browser.get(path)).body, /You had a membership already/);
  });

  it('that nobody claims with is reminded of on day 3, on day 10 and before each renewal, each once', async () => {
    await buy(visitor(web), breakfast, 'late@post.example');
    const { id, periodEnd } = await newestMembership();
    const after = (days: number): Date => new Date(Date.now() + days * day);
    const reminders = () => keysLike(`claim:${id}:%`);
    await announceRenewals(services, after(2));
    assert.deepEqual(await reminders(), []);
    const { id: _id, ...sender } = await db.selectFrom('senders').selectAll().executeTakeFirstOrThrow();
    await db.deleteFrom('senders').execute();
    await announceRenewals(services, after(4));
    assert.deepEqual(
      await db.selectFrom('memberNotices').select('key').where('key', 'like', 'claim:%').execute(),
      [],
    );
    await db.insertInto('senders').values(sender).execute();
    for (const days of [4, 5, 11, 12]) await announceRenewals(services, after(days));
    const dayBefore = new Date((periodEnd?.getTime() ?? 0) - day);
    for (let times = 0; times < 2; times += 1) await announceRenewals(services, dayBefore);
    const renewal = `before-${periodEnd?.toISOString().slice(0, 10)}`;
    assert.deepEqual(
      await reminders(),
      ['after-3', 'after-10', renewal].map((occasion) => `claim:${id}:${occasion}`),
    );
  });

  it('gets its link once more from a page that tells nobody whether it is known, three times a day', async () => {
    const { id } = await newestMembership();
    assert.match((await web.get('/claim/x')).body, /href="\/claim"/);
    assert.match((await web.get('/claim')).body, /The mail did not come/);
    assert.equal((await web.post('/claim', { address: 'nobody' })).status, 400);
    const known = await web.post('/claim', { address: 'Late@post.example' });
    const unknown = await web.post('/claim', { address: 'early@post.example' });
    assert.deepEqual([known.status, known.body], [200, unknown.body]);
    for (let times = 0; times < 4; times += 1) await web.post('/claim', { address: 'late@post.example' });
    assert.equal((await keysLike(`claim:${id}:asked-%`)).length, 3);
    assert.equal((await keysLike('claim:%:asked-%')).length, 3);
    const mails = (await mailTo('late@post.example', /./)).filter(({ text }) => text?.includes('/claim/'));
    await web.post(linkIn(mails.at(-1)?.text, 'claim'), {});
    assert.notEqual((await newestMembership()).claimedAt, null);
    await announceRenewals(services, new Date(Date.now() + 60 * day));
    assert.equal((await keysLike(`claim:${id}:%`)).length, 6);
    for (let times = 0; times < 3; times += 1) await web.post('/claim', { address: 'a@post.example' });
    assert.equal((await web.post('/claim', { address: 'a@post.example' })).status, 429);
  });
});
