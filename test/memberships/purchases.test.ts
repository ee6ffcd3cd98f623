import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, beforeEach, describe, it } from 'node:test';
import { Stripe } from 'stripe';
import { system } from '../../src/access/actor.ts';
import { startCheckout } from '../../src/memberships/checkouts/start-checkout.ts';
import { finishTakeBacks, takeBack } from '../../src/memberships/checkouts/take-back.ts';
import { claimMembership, claimToken } from '../../src/memberships/claims/claim-membership.ts';
import { contributionProduct } from '../../src/memberships/checkouts/contribution-product.ts';
import { entitlementsOf } from '../../src/memberships/entitlements.ts';
import { membershipsOf } from '../../src/memberships/membership.ts';
import { membershipMails } from '../../src/memberships/service-mails.ts';
import { syncCheckout } from '../../src/memberships/stripe/sync-checkout.ts';
import { syncSubscription } from '../../src/memberships/stripe/sync-subscription.ts';
import { supportMails } from '../../src/memberships/support/service-mails.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';
import { drainEvents, takeEvent } from '../support/stripe-newsroom.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';
import { goToCheckout, offerSupport, pathOf, signedIn, visitor } from '../support/supporters.ts';
import { startWeb } from '../support/web.ts';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const web = await startWeb(services);
await addReaders(services, await openNewsroom(services), 12);
await offerSupport(services);

const breakfast = { interval: 'month', tier: 'breakfast', currency: 'eur' };
const reader = async (number: number): Promise<number> =>
  (await findSubscriber(db, `reader${number}@readers.example`))?.id ?? 0;
const lastCheckout = () =>
  db.selectFrom('checkouts').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
const subscriptionOf = async (sessionId: string | null): Promise<string> => {
  const { subscription } = await sandbox.stripe.checkout.sessions.retrieve(sessionId ?? '');
  return typeof subscription === 'string' ? subscription : (subscription?.id ?? '');
};
beforeEach(() => db.deleteFrom('rateLimits').execute());

describe('two memberships of one person that complete all the same', () => {
  it('are one, whichever of them was written first and settled last', async () => {
    const id = await reader(1);
    const browser = await signedIn(services, web, id);
    const firstUrl = await goToCheckout(browser, breakfast);
    const first = await lastCheckout();
    // Its news is lost: it is open at Stripe, and over here.
    await db.updateTable('checkouts').set({ state: 'expired' }).where('id', '=', first.id).execute();
    const secondUrl = await goToCheckout(browser, { ...breakfast, interval: 'year' });
    const second = await lastCheckout();
    await sandbox.pay(firstUrl, {});
    await sandbox.pay(secondUrl, {});
    // The first is known, and not paid yet, when the second comes through.
    await syncSubscription(services, await subscriptionOf(first.stripeSessionId));
    await db.updateTable('memberships').set({ state: 'incomplete' }).where('subscriberId', '=', id).execute();
    await syncCheckout(services, second.stripeSessionId ?? '');
    await syncCheckout(services, first.stripeSessionId ?? '');
    const live = (await membershipsOf(db, id)).filter(({ state }) => state === 'active');
    assert.equal(live.length, 1);
    assert.equal(live[0]?.interval, 'year');
    const payments = await db.selectFrom('payments').selectAll().where('subscriberId', '=', id).execute();
    assert.deepEqual(
      payments.map(({ amount, refunded }) => [amount, refunded]).toSorted(([a = 0], [b = 0]) => a - b),
      [
        [800, 800],
        [8000, 0],
      ],
    );
  });
});

describe('what was deleted at Stripe', () => {
  it('a former patron whose customer is gone there may become one again', async () => {
    const id = await reader(2);
    const browser = await signedIn(services, web, id);
    await sandbox.pay(await goToCheckout(browser, breakfast), {});
    const { stripeSessionId } = await lastCheckout();
    await syncCheckout(services, stripeSessionId ?? '');
    const [membership] = await membershipsOf(db, id);
    await sandbox.stripe.customers.del(membership?.stripeCustomerId ?? '');
    await syncSubscription(services, membership?.stripeSubscriptionId ?? '');
    assert.equal((await membershipsOf(db, id))[0]?.state, 'ended');
    const { to } = await sandbox.pay(await goToCheckout(browser, breakfast), {});
    assert.match((await browser.get(pathOf(to))).body, /You are now a patron/);
  });

  it('contributions go on where their product was archived there, or is gone', async () => {
    const once = { interval: 'once', once: '500', currency: 'eur' };
    const product = await contributionProduct(services);
    await sandbox.stripe.products.update(product, { active: false });
    assert.equal(await contributionProduct(services), product);
    assert.equal((await sandbox.stripe.products.retrieve(product)).active, true);
    await sandbox.stripe.products.del(product);
    assert.notEqual(await contributionProduct(services), product);
    assert.match(await goToCheckout(visitor(web), once), /^http/);
  });
});

describe('the form', () => {
  it('says that an amount is more than can be paid, and does not blame Stripe', async () => {
    for (const fields of [
      { ...breakfast, 'own-breakfast': '1000000' },
      { interval: 'once', 'once-own': '1000000', currency: 'eur' },
    ]) {
      const path = `/support/review?${new URLSearchParams(fields).toString()}`;
      const { status, body } = await web.get(path);
      assert.equal(status, 400);
      assert.match(body, /more than/);
    }
  });

  it('takes the key of its browser from no link: whoever sent the link would know it', async () => {
    const key = 'K'.repeat(43);
    const paths = [
      `/support/review?${new URLSearchParams({ ...breakfast, key }).toString()}`,
      `/support/gift?${new URLSearchParams({ currency: 'eur', key }).toString()}`,
    ];
    for (const path of paths) assert.doesNotMatch((await web.get(path)).body, new RegExp(key));
  });
});

describe('a status of a subscription that is not known here', () => {
  it('gives no rights to whoever had none, and takes none', async () => {
    const id = await reader(3);
    const browser = await signedIn(services, web, id);
    await sandbox.pay(await goToCheckout(browser, breakfast), {});
    const { stripeSessionId } = await lastCheckout();
    const subscriptionId = await subscriptionOf(stripeSessionId);
    const { subscriptions } = sandbox.world().tables;
    const subscription = subscriptions.get(subscriptionId);
    assert.ok(subscription);
    subscription.status = 'someday';
    await syncSubscription(services, subscriptionId);
    assert.deepEqual(await entitlementsOf(db, id), []);
    subscription.status = 'active';
    await syncSubscription(services, subscriptionId);
    subscription.status = 'someday';
    await syncSubscription(services, subscriptionId);
    assert.equal((await entitlementsOf(db, id)).length, 1);
  });
});

describe('a bank that takes days and then refuses', () => {
  const buyByBank = async (number: number) => {
    const id = await reader(number);
    const browser = await signedIn(services, web, id);
    await sandbox.pay(await goToCheckout(browser, breakfast), {});
    const { stripeSessionId } = await lastCheckout();
    const { sessions, subscriptions, invoices } = sandbox.world().tables;
    const session = sessions.get(stripeSessionId ?? '');
    const subscription = subscriptions.get(await subscriptionOf(stripeSessionId));
    const invoice = invoices.of('subscription', subscription?.id ?? '')[0];
    assert.ok(session && subscription && invoice);
    session.payment_status = 'unpaid';
    Object.assign(invoice, { status: 'open', attempted: true });
    return { id, browser, session, subscription };
  };

  it('or says yes: the purchase waits, and its event completes it', async () => {
    const { id, session, subscription } = await buyByBank(10);
    subscription.status = 'incomplete';
    await syncCheckout(services, session.id);
    assert.equal((await lastCheckout()).state, 'open');
    assert.deepEqual(await entitlementsOf(db, id), []);
    const invoice = sandbox.world().tables.invoices.of('subscription', subscription.id)[0];
    assert.ok(invoice);
    Object.assign(invoice, { status: 'paid' });
    Object.assign(subscription, { status: 'active' });
    session.payment_status = 'paid';
    const type = 'checkout.session.async_payment_succeeded';
    const event = { id: 'evt_bank', object: 'event', type, api_version: '2026-10-28.endive', created: 0 };
    const posted = { ...event, livemode: false, data: { object: session } };
    await takeEvent(services, sandbox, posted as unknown as Stripe.Event);
    await drainEvents(services);
    assert.equal((await lastCheckout()).state, 'completed');
    assert.equal((await entitlementsOf(db, id)).length, 1);
  });

  it('is on its way for days by a debit, and its page says what came of it', async () => {
    const buys: Array<[Record<string, string>, RegExp]> = [
      [breakfast, /You are now a patron/],
      [{ interval: 'once', 'once-own': '5', currency: 'eur' }, /Thank you/],
    ];
    for (const [choice, thanks] of buys)
      for (const card of ['pays-later', 'fails-later'] as const) {
        const browser = await signedIn(services, web, await reader(card === 'pays-later' ? 11 : 12));
        const { to } = await sandbox.pay(await goToCheckout(browser, choice), { card });
        assert.match((await browser.get(pathOf(to))).body, /One moment/);
        assert.equal((await lastCheckout()).state, 'open');
        await sandbox.clock.advance({ days: 2 });
        assert.match((await browser.get(pathOf(to))).body, /One moment/);
        await sandbox.clock.advance({ days: 1 });
        const { body } = await browser.get(pathOf(to));
        assert.match(body, card === 'pays-later' ? thanks : /Nothing was charged/i);
        assert.equal((await lastCheckout()).state, card === 'pays-later' ? 'completed' : 'failed');
      }
    const { data } = await sandbox.stripe.events.list({ limit: 100 });
    const told = data.map(({ type }) => type).filter((type) => type.startsWith('checkout.session.async'));
    assert.deepEqual(told.toSorted(), [
      ...Array(2).fill('checkout.session.async_payment_failed'),
      ...Array(2).fill('checkout.session.async_payment_succeeded'),
    ]);
    assert.equal((await entitlementsOf(db, await reader(11))).length, 1);
    assert.deepEqual(await entitlementsOf(db, await reader(12)), []);
  });

  it('leaves its buyer free to buy again', async () => {
    const { browser, session, subscription } = await buyByBank(4);
    Object.assign(subscription, { status: 'canceled', ended_at: subscription.created });
    await syncCheckout(services, session.id);
    assert.equal((await lastCheckout()).state, 'failed');
    assert.match(await goToCheckout(browser, breakfast), /^http/);
  });

  it('tells of no end to whom it never let become a patron', async () => {
    const { id, subscription } = await buyByBank(9);
    subscription.status = 'incomplete';
    await syncSubscription(services, subscription.id);
    Object.assign(subscription, { status: 'canceled', ended_at: subscription.created });
    await syncSubscription(services, subscription.id);
    const [membership] = await membershipsOf(db, id);
    assert.deepEqual([membership?.state, membership?.since], ['ended', null]);
    const mails = await db.selectFrom('serviceMails').select('kind').where('subscriberId', '=', id).execute();
    assert.deepEqual(mails, []);
  });

  it('begins a grace time where the membership has begun meanwhile: no right is without an end', async () => {
    const { id, session, subscription } = await buyByBank(5);
    subscription.status = 'past_due';
    await syncCheckout(services, session.id);
    const [entitlement] = await entitlementsOf(db, id);
    assert.ok(entitlement?.until);
  });
});

describe('with a promo code that is typed at Stripe', () => {
  it('what was paid is named, not what it would have cost', async () => {
    const coupon = await sandbox.stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const { code } = await sandbox.stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'HALF',
    });
    const browser = visitor(web);
    const once = await sandbox.pay(
      await goToCheckout(browser, { interval: 'once', once: '1000', currency: 'eur' }),
      {
        promo: code,
        email: 'half@post.example',
      },
    );
    const thanks = await browser.get(pathOf(once.to));
    assert.match(thanks.body, /€5\b/);
    assert.doesNotMatch(thanks.body, /€10\b/);
  });

  it('the thanks of a patron name it as well', async () => {
    const browser = await signedIn(services, web, await reader(8));
    const { to } = await sandbox.pay(await goToCheckout(browser, breakfast), { promo: 'HALF' });
    const { body } = await browser.get(pathOf(to));
    assert.match(body, /You paid €4\. It renews on/);
    assert.doesNotMatch(body, /€8\b/);
    const mail = await db
      .selectFrom('serviceMails')
      .selectAll()
      .where('kind', '=', 'member-thanks')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const composed = await membershipMails['member-thanks']?.(services, mail);
    assert.match(JSON.stringify(composed), /Amount: €4\b/);
    const notice = await membershipMails['renewal-notice']?.(services, mail);
    assert.match(JSON.stringify(notice), /Next payment: \d+ \w+ \d+ · €4\b/);
  });

  it('a second membership’s mail names what was given back', async () => {
    const id = await reader(6);
    const browser = await signedIn(services, web, id);
    await sandbox.pay(await goToCheckout(browser, breakfast), {});
    await syncCheckout(services, (await lastCheckout()).stripeSessionId ?? '');
    const stranger = visitor(web);
    await sandbox.pay(await goToCheckout(stranger, breakfast), {
      promo: 'HALF',
      email: 'reader6@readers.example',
    });
    const second = await lastCheckout();
    await syncCheckout(services, second.stripeSessionId ?? '');
    const { membershipId } = await lastCheckout();
    assert.equal(
      (await claimMembership(services, claimToken(services, membershipId ?? 0))).outcome,
      'second',
    );
    const mail = await db
      .selectFrom('serviceMails')
      .selectAll()
      .where('kind', '=', 'second-refunded')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const composed = await supportMails['second-refunded']?.(services, mail);
    assert.match(JSON.stringify(composed), /€4\b/);
    assert.doesNotMatch(JSON.stringify(composed), /€8\b/);
  });
});

describe('a second membership that Stripe does not refund', () => {
  it('rests longer with each try, is told to staff after some, and is taken back in the end', async () => {
    const browser = await signedIn(services, web, await reader(7));
    await sandbox.pay(await goToCheckout(browser, breakfast), {});
    await syncCheckout(services, (await lastCheckout()).stripeSessionId ?? '');
    await sandbox.pay(await goToCheckout(visitor(web), breakfast), { email: 'reader7@readers.example' });
    await syncCheckout(services, (await lastCheckout()).stripeSessionId ?? '');
    const { id, membershipId } = await lastCheckout();
    const payment = await db
      .selectFrom('payments')
      .selectAll()
      .where('membershipId', '=', membershipId)
      .executeTakeFirstOrThrow();
    // What a cardholder has taken back Stripe refuses to refund.
    sandbox.dispute(payment.stripeChargeId ?? '');
    await setPublication(db, system, { contactAddress: 'desk@courier.example' });
    await claimMembership(services, claimToken(services, membershipId ?? 0));
    const triedAt = Date.now();
    const sweepAfter = (minutes: number) => finishTakeBacks(services, new Date(triedAt + minutes * 60_000));
    assert.equal((await lastCheckout()).takeBackTries, 1);
    await sweepAfter(0.5);
    await takeBack(services, id, new Date(triedAt));
    assert.equal((await lastCheckout()).takeBackTries, 1, 'it rests');
    const told = () =>
      db.selectFrom('serviceMails').selectAll().where('kind', '=', 'take-back-refused').execute();
    for (const minutes of [2, 5, 10, 20]) await assert.rejects(sweepAfter(minutes), /charged back/);
    assert.equal((await told()).length, 0);
    for (const minutes of [40, 80]) await assert.rejects(sweepAfter(minutes), /charged back/);
    const [mail, ...more] = await told();
    assert.deepEqual([mail?.stream, mail?.address, more], ['staff', 'desk@courier.example', []]);
    assert.ok(mail);
    assert.match(JSON.stringify(await supportMails['take-back-refused']?.(services, mail)), /charged back/);
    const charge = sandbox.world().tables.charges.get(payment.stripeChargeId ?? '');
    assert.ok(charge);
    charge.disputed = false;
    await sweepAfter(200);
    assert.deepEqual([(await lastCheckout()).id, (await lastCheckout()).takeBack], [id, 'done']);
  });
});

describe('a fault of Stripe’s own, which it keeps by the key', () => {
  it('is over with the next press: that asks under another key', async () => {
    const kept = new Set<string>();
    const faulty = createServer((request, response) => {
      const key = String(request.headers['idempotency-key']);
      if (request.url === '/v1/checkout/sessions' && (kept.size === 0 || kept.has(key))) {
        kept.add(key);
        const error = { type: 'api_error', message: 'An unknown error occurred' };
        response.writeHead(500, { 'stripe-should-retry': 'false' }).end(JSON.stringify({ error }));
      } else response.writeHead(307, { location: `${sandbox.config.apiBase}${request.url}` }).end();
    });
    await new Promise<void>((ready) => void faulty.listen(0, '127.0.0.1', ready));
    after(() => faulty.close());
    const { port } = faulty.address() as AddressInfo;
    const others = {
      ...services,
      stripe: new Stripe(sandbox.config.secretKey, {
        host: '127.0.0.1',
        port,
        protocol: 'http',
        maxNetworkRetries: 0,
      }),
    };
    const buyer = {
      subscriberId: null,
      byLink: false,
      browserHash: randomBytes(32),
      language: 'en',
      editionId: null,
      ip: null,
      userAgent: null,
    };
    const purchase = {
      purpose: 'contribution' as const,
      tierId: null,
      interval: null,
      amount: 700,
      currency: 'eur',
      stripePriceId: null,
      stripeProductId: await contributionProduct(services),
      promo: null,
      agreement: null,
      gift: null,
    };
    await assert.rejects(startCheckout(others, buyer, purchase), Stripe.errors.StripeAPIError);
    assert.match(await startCheckout(services, buyer, purchase), /^http/);
    const rows = await db
      .selectFrom('checkouts')
      .selectAll()
      .where('browserHash', '=', buyer.browserHash)
      .execute();
    assert.deepEqual(rows.map(({ state }) => state).toSorted(), ['failed', 'open']);
  });
});
