import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cards } from '../../src/local/stripe/objects/payment-method.ts';
import { endGrace } from '../../src/memberships/dunning/end-grace.ts';
import { sendDueDunnings } from '../../src/memberships/dunning/send-due.ts';
import { fixPaymentToken } from '../../src/memberships/dunning/fix-link.ts';
import { checkCards } from '../../src/memberships/notices/check-cards.ts';
import { drainEvents, openStripeNewsroom, subscribeAtStripe } from '../support/stripe-newsroom.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';
import { startWeb } from '../support/web.ts';

const sandbox = await startStripeSandbox({ startAt: new Date() });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const web = await startWeb(services);
sandbox.webhooks.to(`${web.origin}/webhooks/stripe`);
const { breakfast } = await openStripeNewsroom(services);
const { stripe } = sandbox;
const hourMs = 3_600_000;

async function drain(): Promise<void> {
  await sandbox.webhooks.settled();
  await drainEvents(services);
}

const membershipOf = (id: number) =>
  db.selectFrom('memberships').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const dunningOf = (id: number) =>
  db.selectFrom('dunnings').selectAll().where('membershipId', '=', id).executeTakeFirstOrThrow();

/** A patron whose card pays once, and whose next month it does not. */
async function failRenewal(name: string) {
  const email = `${name}@readers.example`;
  await subscribeAtStripe(sandbox, breakfast, { card: 'fails-on-renewal', email });
  await drain();
  const { id } = await db
    .selectFrom('memberships')
    .select('id')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  await sandbox.clock.advance({ months: 1 });
  await drain();
  return { id, dunning: await dunningOf(id) };
}

describe('a renewal that fails', () => {
  it('is paid by the link of its mail, on a page of Stripe, and the membership goes on', async () => {
    const { id, dunning } = await failRenewal('fixed');
    assert.equal((await membershipOf(id)).state, 'past-due');
    assert.deepEqual((await membershipOf(id)).until, dunning.graceUntil);
    const path = `/fix-payment/${fixPaymentToken(services, dunning)}`;
    const answer = await web.post(path);
    assert.equal(answer.status, 303);
    const page = new URL(answer.headers.get('location') ?? '');
    await fetch(`${sandbox.config.apiBase ?? ''}${page.pathname}`, {
      method: 'POST',
      body: new URLSearchParams({ card: cards.pays, deed: 'pay' }),
      redirect: 'manual',
    });
    await drain();
    assert.deepEqual([(await membershipOf(id)).state, (await membershipOf(id)).until], ['active', null]);
    assert.equal((await dunningOf(id)).outcome, 'recovered');
    assert.equal((await web.get(path)).status, 410);
  });

  it('ends the membership at Stripe, once, when its grace time is over, and charges nothing more', async () => {
    const { id, dunning } = await failRenewal('lost');
    const over = new Date(dunning.graceUntil.getTime() + hourMs);
    await sendDueDunnings(services, dunning.beganAt);
    await Promise.all([endGrace(services, over), endGrace(services, over)]);
    await drain();
    const membership = await membershipOf(id);
    assert.equal(membership.state, 'ended');
    assert.equal((await dunningOf(id)).outcome, 'lost');
    const subscription = await stripe.subscriptions.retrieve(membership.stripeSubscriptionId ?? '');
    const invoice = await stripe.invoices.retrieve(dunning.stripeInvoiceId);
    assert.deepEqual([subscription.status, invoice.status], ['canceled', 'void']);
    await endGrace(services, new Date(over.getTime() + hourMs));
    assert.equal((await dunningOf(id)).outcome, 'lost');
  });
});

describe('a card', () => {
  it('that runs out within 30 days is told of once', async () => {
    await subscribeAtStripe(sandbox, breakfast, { email: 'card@readers.example' });
    await drain();
    const { id } = await db
      .selectFrom('memberships')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const { stripeSubscriptionId } = await membershipOf(id);
    const found = await stripe.subscriptions.retrieve(stripeSubscriptionId ?? '', {
      expand: ['default_payment_method'],
    });
    const method = found.default_payment_method;
    assert.ok(method !== null && typeof method === 'object' && method.card !== undefined);
    const { exp_year: year, exp_month: month } = method.card;
    const end = Date.UTC(year, month, 1);
    const told = () =>
      db.selectFrom('memberNotices').selectAll().where('key', 'like', `card:${id}:%`).execute();
    await checkCards(services, new Date(end - 40 * 24 * hourMs));
    assert.equal((await told()).length, 0);
    const cancelsAt = (cancelAt: Date | null) =>
      db.updateTable('memberships').set({ cancelAt }).where('id', '=', id).execute();
    await cancelsAt(new Date(end - 24 * hourMs));
    await checkCards(services, new Date(end - 21 * 24 * hourMs));
    assert.equal((await told()).length, 0, 'it ends before the card does');
    await cancelsAt(null);
    await checkCards(services, new Date(end - 20 * 24 * hourMs));
    await checkCards(services, new Date(end - 19 * 24 * hourMs));
    assert.equal((await told()).length, 1);
  });
});
