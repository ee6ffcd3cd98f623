import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Stripe } from 'stripe';
import { cards } from '../../../src/local/stripe/objects/payment-method.ts';
import type { StoredEvent } from '../../../src/memberships/stripe/stored-event.ts';
import { stripeHandlers } from '../../../src/memberships/stripe/handlers/index.ts';
import { finishDeclarations } from '../../../src/memberships/declarations/finish.ts';
import { resumeDue } from '../../../src/memberships/manage/resume-due.ts';
import { syncSubscription } from '../../../src/memberships/stripe/sync-subscription.ts';
import { syncTiers } from '../../../src/memberships/stripe/sync-tiers.ts';
import { requireStripe } from '../../../src/memberships/stripe/reading.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { linkIn, sendAndRead } from '../../support/mails.ts';
import { addStripePatron, addTestTiers, sessionOf, subscriberId } from '../../support/memberships.ts';
import { startRelay } from '../../support/relay.ts';
import { createTestServices } from '../../support/services.ts';
import { hiddenField } from '../../support/sign-up.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';
import { type Answer, startWeb } from '../../support/web.ts';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config, trustProxy: 1 });
const { db } = services;
await addReaders(services, await openNewsroom(services), 40);
await addTestTiers(services);
await syncTiers(services);
const web = await startWeb(services);
const relay = await startRelay();
const stripe = requireStripe(services);
const day = 24 * 3_600_000;
const nowhere = new Stripe('sk_test_away', {
  host: '127.0.0.1',
  port: 9,
  protocol: 'http',
  maxNetworkRetries: 0,
});
const webWithoutStripe = await startWeb({ ...services, stripe: nowhere });

let person = 0;
const patron = async (options: Partial<Parameters<typeof addStripePatron>[1]> = {}) => {
  person += 1;
  const address = `reader${person}@readers.example`;
  const made = await addStripePatron(services, { address, ...options });
  const headers = { ...made.session, 'x-forwarded-for': `198.51.100.${person}` };
  const at = `/account/membership/${made.id}`;
  return { ...made, address, headers, at };
};
type Patron = Awaited<ReturnType<typeof patron>>;
const membership = (id: number) =>
  db.selectFrom('memberships').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const mailsOf = async (id: number) => {
  const rows = await db.selectFrom('serviceMails').select(['kind', 'props']).orderBy('id').execute();
  return rows
    .filter(
      ({ kind, props }) =>
        kind === 'membership-act' && (props as { membershipId: number }).membershipId === id,
    )
    .map(({ props }) => (props as { act: string }).act);
};
const post = ({ headers }: Pick<Patron, 'headers'>, path: string, fields = {}): Promise<Answer> =>
  web.post(path, fields, headers);
const account = ({ headers }: Pick<Patron, 'headers'>): Promise<Answer> => web.get('/account', headers);

/** The second page of a change, and what its button carries. */
async function preview(one: Patron, fields: Record<string, string>) {
  const page = await post(one, `${one.at}/preview`, { interval: 'month', amount: '', ...fields });
  return { page, change: hiddenField(page.body, 'change') };
}

describe('the account of a patron', () => {
  it('shows membership, card, next payment, invoices and what was agreed to, and is kept by nobody', async () => {
    const one = await patron();
    const { body, headers } = await account(one);
    assert.match(body, /Breakfast/);
    assert.match(body, /€8 a month/);
    assert.match(body, /Visa ending in 4242, valid to 12\/2031/);
    assert.match(body, /I agree to €8 a month\./);
    assert.match(body, /Invoices and receipts/);
    assert.equal(headers.get('cache-control'), 'no-store');
    const stored = await db.selectFrom('payments').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(stored), /https?:/);
  });

  it('is shown without card and invoices where Stripe does not answer', async () => {
    const one = await patron();
    const away = { ...services, stripe: null };
    const { fetchFacts } = await import('../../../src/memberships/manage/stripe-facts.ts');
    const { requireMembership } = await import('../../../src/memberships/membership.ts');
    assert.equal(await fetchFacts(away, await requireMembership(db, one.id)), null);
  });

  it('is nobody else’s: another’s membership is not found, and without a session one is asked to sign in', async () => {
    const one = await patron();
    const other = await patron();
    for (const act of ['pause', 'resume', 'cancel', 'undo', 'card', 'preview', 'change'])
      assert.equal((await post(other, `${one.at}/${act}`, { months: '1' })).status, 404, act);
    for (const act of ['pause', 'cancel', 'card', 'preview', 'change']) {
      const answer = await web.post(`${one.at}/${act}`, { months: '1' });
      assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/account'], act);
    }
    for (const path of ['change', 'cancel'])
      assert.equal((await web.get(`${one.at}/${path}`, other.headers)).status, 404);
    assert.equal((await membership(one.id)).state, 'active');
  });

  it('changes nothing when it is looked at', async () => {
    const one = await patron();
    const before = await membership(one.id);
    for (const path of ['/account', `${one.at}/change`, `${one.at}/cancel`, '/account?did=cancelled'])
      for (const method of ['GET', 'HEAD'])
        assert.equal((await fetch(web.origin + path, { method, headers: one.headers })).status, 200);
    for (const act of ['pause', 'resume', 'undo', 'card', 'preview'])
      assert.equal((await web.get(`${one.at}/${act}`, one.headers)).status, 404);
    assert.deepEqual(await membership(one.id), before);
  });

  it('leads to Stripe’s page for a new card by a button', async () => {
    const one = await patron();
    const answer = await post(one, `${one.at}/card`);
    assert.equal(answer.status, 303);
    assert.match(answer.headers.get('location') ?? '', new RegExp(`^${sandbox.origin}`));
  });
});

describe('a change', () => {
  it('shows what is charged now and from then on, and charges just that', async () => {
    const one = await patron();
    const { page, change } = await preview(one, { tier: 'table' });
    assert.match(page.body, /€17 is charged to your card now/);
    assert.match(page.body, /€25 a month, next on/);
    assert.equal((await membership(one.id)).amount, 800);
    const both = await Promise.all([1, 2, 3].map(() => post(one, `${one.at}/change`, { change })));
    assert.deepEqual(
      both.map(({ headers }) => headers.get('location')),
      Array(3).fill('/account?did=changed#membership'),
    );
    const { amount, tierId } = await membership(one.id);
    const table = await db
      .selectFrom('tiers')
      .select('id')
      .where('slug', '=', 'table')
      .executeTakeFirstOrThrow();
    assert.deepEqual([amount, tierId], [2500, table.id]);
    const invoices = await stripe.invoices.list({ customer: one.customerId });
    assert.deepEqual(
      invoices.data.map(({ amount_paid: paid }) => paid),
      [1700, 800],
    );
    assert.deepEqual(await mailsOf(one.id), ['changed']);
    const agreed = await db
      .selectFrom('renewalAgreements')
      .selectAll()
      .where('membershipId', '=', one.id)
      .execute();
    assert.match(agreed.at(-1)?.wording ?? '', /The Courier charges €25 a month/);
  });

  it('to less is credited, and back again uses the credit', async () => {
    const one = await patron({ tier: 'table' });
    const less = await preview(one, { tier: 'coffee' });
    assert.match(less.page.body, /€22 is credited now/);
    await post(one, `${one.at}/change`, { change: less.change });
    assert.equal((await membership(one.id)).amount, 300);
    const back = await preview(one, { tier: 'table' });
    assert.match(back.page.body, /Nothing is charged now/);
    await post(one, `${one.at}/change`, { change: back.change });
    assert.equal((await membership(one.id)).amount, 2500);
  });

  it('to an amount of one’s own keeps the tier, and to yearly begins a year now', async () => {
    const one = await patron();
    const own = await preview(one, { tier: 'breakfast', amount: '12,50' });
    assert.match(own.page.body, /€12\.50 a month/);
    await post(one, `${one.at}/change`, { change: own.change });
    const { amount, tierId } = await membership(one.id);
    const breakfast = await db
      .selectFrom('tiers')
      .select('id')
      .where('slug', '=', 'breakfast')
      .executeTakeFirstOrThrow();
    assert.deepEqual([amount, tierId], [1250, breakfast.id]);
    const yearly = await preview(one, { tier: 'breakfast', interval: 'year' });
    assert.match(yearly.page.body, /€67\.50 is charged/);
    await post(one, `${one.at}/change`, { change: yearly.change });
    const { interval, periodEnd } = await membership(one.id);
    assert.equal(interval, 'year');
    assert.ok((periodEnd?.getTime() ?? 0) > Date.now() + 360 * day);
  });

  it('that cannot be had is refused in words, and nothing that was typed is lost', async () => {
    const one = await patron();
    for (const [fields, words] of [
      [{ tier: 'breakfast', amount: '1' }, /at least €3/],
      [{ tier: 'breakfast', amount: 'lots' }, /“lots” does not do/],
      [{ tier: 'breakfast', amount: '1000000' }, /more than the largest amount here, which is €999,999\.99/],
      [{ tier: 'breakfast' }, /what you have already/],
      [{ tier: 'nothing' }, /no such price/],
    ] as const) {
      const { page } = await preview(one, fields);
      assert.equal(page.status, 400);
      assert.match(page.body, words);
    }
    assert.match((await preview(one, { tier: 'table', amount: '0.5' })).page.body, /value="0\.5"/);
  });

  it('takes no button that is forged, old, or of another membership', async () => {
    const one = await patron();
    const other = await patron();
    const { change } = await preview(one, { tier: 'table' });
    for (const token of ['', `${change.slice(0, -2)}AA`, services.tokens.sign('declaration', '{}')])
      assert.equal((await post(one, `${one.at}/change`, { change: token })).status, 410);
    assert.equal((await post(other, `${other.at}/change`, { change })).status, 410);
    assert.equal((await membership(other.id)).amount, 800);
  });

  it('whose payment is declined changes nothing, and leaves nothing open behind', async () => {
    const one = await patron();
    const before = await membership(one.id);
    sandbox.nextPayment(one.customerId, 'declines');
    const { change } = await preview(one, { tier: 'table' });
    const both = await Promise.all([1, 2].map(() => post(one, `${one.at}/change`, { change })));
    assert.deepEqual(
      both.map(({ status }) => status),
      [402, 402],
    );
    assert.match(both[0]?.body ?? '', /nothing has changed/);
    const { amount, tierId, state, periodEnd } = await membership(one.id);
    assert.deepEqual(
      [amount, tierId, state, periodEnd],
      [before.amount, before.tierId, 'active', before.periodEnd],
    );
    const open = await stripe.invoices.list({ customer: one.customerId, status: 'open' });
    assert.equal(open.data.length, 0);
    assert.deepEqual(await mailsOf(one.id), []);
  });

  it('that the bank wants confirmed leads to the invoice’s page, and is not made before', async () => {
    const one = await patron();
    sandbox.nextPayment(one.customerId, 'needs-confirmation');
    const { change } = await preview(one, { tier: 'table' });
    const answer = await post(one, `${one.at}/change`, { change });
    assert.equal(answer.status, 303);
    assert.match(answer.headers.get('location') ?? '', new RegExp(`^${sandbox.origin}`));
    assert.equal((await membership(one.id)).amount, 800);
    assert.equal((await membership(one.id)).state, 'active');
  });

  it('that waits for the bank keeps its terms once they hold, and is confirmed by mail then', async () => {
    const one = await patron();
    sandbox.nextPayment(one.customerId, 'needs-confirmation');
    const { change } = await preview(one, { tier: 'table' });
    const both = await Promise.all([1, 2].map(() => post(one, `${one.at}/change`, { change })));
    assert.doesNotMatch((await account(one)).body, /charges €25 a month/);
    const page = both[0]?.headers.get('location') ?? '';
    await fetch(`${page}/confirm`, { method: 'POST', body: new URLSearchParams({ deed: 'confirm' }) });
    const applied = stripeHandlers['customer.subscription.pending_update_applied'];
    const event = { type: '', object: { id: one.subscriptionId } } as StoredEvent;
    for (let times = 0; times < 2; times += 1) await applied(services, event, new Date());
    assert.equal((await membership(one.id)).amount, 2500);
    assert.equal((await account(one)).body.match(/The Courier charges €25 a month/g)?.length, 1);
    assert.deepEqual(await mailsOf(one.id), ['changed']);
  });
});

describe('a pause', () => {
  it('rests for as long as was chosen, and the sweep resumes it once, with two workers', async () => {
    const one = await patron();
    const once = 'a'.repeat(20);
    const answers = await Promise.all([1, 2].map(() => post(one, `${one.at}/pause`, { months: '2', once })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    );
    const paused = await membership(one.id);
    assert.equal(paused.state, 'paused');
    const page = (await account(one)).body;
    assert.match(page, /Paused until/);
    assert.match(page, /your rights as a patron rest/);
    assert.deepEqual(await mailsOf(one.id), ['paused']);
    await resumeDue(services, new Date((paused.resumeAt?.getTime() ?? 0) - 1_000));
    assert.equal((await membership(one.id)).state, 'paused');
    const due = new Date((paused.resumeAt?.getTime() ?? 0) + 1_000);
    await Promise.all([resumeDue(services, due), resumeDue(services, due)]);
    const resumed = await membership(one.id);
    assert.deepEqual([resumed.state, resumed.resumeAt], ['active', null]);
    assert.deepEqual(await mailsOf(one.id), ['paused', 'resumed']);
    const invoices = await stripe.invoices.list({ customer: one.customerId });
    // The unused days pay for the first ones after it.
    assert.deepEqual(
      invoices.data.map(({ amount_paid: paid }) => paid),
      [0, 800],
    );
  });

  it('ends by hand whenever one likes, and only one to three months can be had', async () => {
    const one = await patron();
    for (const months of ['0', '4', '1.5', 'x', '-1'])
      assert.equal((await post(one, `${one.at}/pause`, { months })).status, 400, months);
    await post(one, `${one.at}/pause`, { months: '3' });
    const both = await Promise.all([1, 2].map(() => post(one, `${one.at}/resume`, { once: 'b'.repeat(20) })));
    assert.deepEqual(
      both.map(({ status }) => status),
      [303, 303],
    );
    assert.equal((await membership(one.id)).state, 'active');
    assert.deepEqual(await mailsOf(one.id), ['paused', 'resumed']);
  });

  it('leaves no pause without an end where the web dies before it has heard from Stripe', async () => {
    const one = await patron();
    await db
      .updateTable('memberships')
      .set({ resumeAt: new Date(Date.now() + 31 * day) })
      .where('id', '=', one.id)
      .execute();
    await stripe.subscriptions.pause(one.subscriptionId, {});
    await syncSubscription(services, one.subscriptionId);
    await resumeDue(services, new Date(Date.now() + 32 * day));
    assert.equal((await membership(one.id)).state, 'active');
  });
});

describe('a cancellation', () => {
  it('ends with what is paid for, is receipted, taken back, and made again', async () => {
    const one = await patron();
    const page = (await web.get(`${one.at}/cancel`, one.headers)).body;
    assert.equal(page.match(/class="offer"/g)?.length, 1);
    assert.ok(page.indexOf('Cancel my membership') < page.indexOf('class="offer"'));
    const cancel = { when: 'at-end', why: 'price', said: 'sorry', once: 'c'.repeat(20) };
    await Promise.all([1, 2, 3].map(() => post(one, `${one.at}/cancel`, cancel)));
    const cancelled = await membership(one.id);
    assert.deepEqual([cancelled.cancelAt, cancelled.state], [cancelled.periodEnd, 'active']);
    assert.equal(cancelled.cancelReason, 'price: sorry');
    assert.deepEqual(await mailsOf(one.id), ['cancelled']);
    assert.match((await account(one)).body, /Keep my membership after all/);
    await Promise.all([1, 2].map(() => post(one, `${one.at}/undo`, { once: 'd'.repeat(20) })));
    assert.equal((await membership(one.id)).cancelAt, null);
    await post(one, `${one.at}/cancel`, { when: 'at-end', once: 'e'.repeat(20) });
    assert.notEqual((await membership(one.id)).cancelAt, null);
    assert.deepEqual(await mailsOf(one.id), ['cancelled', 'undone', 'cancelled']);
    const mails = await sendAndRead(services, relay);
    const text = mails.find(({ subject }) => subject?.startsWith('Your membership is cancelled'))?.text ?? '';
    assert.match(text, /nothing more is charged/);
    assert.match(text, /\/cancel/);
    assert.match(text, /\/withdraw/);
  });

  it('now ends it now, twice is once, and there is nothing to take back', async () => {
    const one = await patron();
    const cancel = { when: 'now', once: 'f'.repeat(20) };
    await Promise.all([1, 2].map(() => post(one, `${one.at}/cancel`, cancel)));
    assert.equal((await membership(one.id)).state, 'ended');
    assert.deepEqual(await mailsOf(one.id), ['cancelled']);
    assert.equal((await post(one, `${one.at}/undo`)).status, 409);
    assert.match((await account(one)).body, /Become a patron/);
  });

  it('at once, or a withdrawal, is told of in one mail and not in two', async () => {
    const about = (mails: Awaited<ReturnType<typeof sendAndRead>>, { address }: Patron) =>
      mails.filter(
        ({ to, subject }) => to?.[0]?.address === address && /cancelled|ended|withdrawn/.test(subject ?? ''),
      );
    const one = await patron();
    await sendAndRead(services, relay);
    await post(one, `${one.at}/cancel`, { when: 'now' });
    assert.equal(about(await sendAndRead(services, relay), one).length, 1);
    const other = await patron();
    await declared('withdraw', other);
    assert.equal(about(await sendAndRead(services, relay), other).length, 1);
  });

  it('of a membership that rests ends it at once, and pays back what is not used, once', async () => {
    const one = await patron();
    await post(one, `${one.at}/pause`, { months: '1' });
    assert.match((await web.get(`${one.at}/cancel`, one.headers)).body, /not used is paid back/);
    const cancel = { when: 'at-end', why: 'price', once: 'g'.repeat(20) };
    const both = await Promise.all([1, 2].map(() => post(one, `${one.at}/cancel`, cancel)));
    assert.ok(both.some(({ status }) => status === 303));
    const { state, cancelReason } = await membership(one.id);
    assert.deepEqual([state, cancelReason], ['ended', 'price']);
    assert.deepEqual(await refundsOf(one), [800]);
    const mails = await sendAndRead(services, relay);
    const told = mails.filter(
      ({ to, subject }) => to?.[0]?.address === one.address && /cancel/.test(subject ?? ''),
    );
    assert.ok(told.some(({ text }) => text?.includes('€8 goes back')));
  });

  it('at once may be followed by a withdrawal within the fourteen days, once', async () => {
    const one = await patron();
    await post(one, `${one.at}/cancel`, { when: 'now' });
    assert.doesNotMatch((await web.get('/cancel', one.headers)).body, new RegExp(`membership\\.${one.id}`));
    assert.match((await web.get('/withdraw', one.headers)).body, new RegExp(`membership\\.${one.id}`));
    await declared('withdraw', one);
    assert.deepEqual(await refundsOf(one), [800]);
    assert.doesNotMatch((await web.get('/withdraw', one.headers)).body, new RegExp(`membership\\.${one.id}`));
  });

  it('that is made again is noted already, and may still be brought forward', async () => {
    const one = await patron();
    await post(one, `${one.at}/cancel`, { when: 'at-end' });
    const again = await post(one, `${one.at}/cancel`, { when: 'at-end' });
    assert.equal(again.headers.get('location'), '/account?did=already#membership');
    assert.deepEqual(await mailsOf(one.id), ['cancelled']);
    const link = `href="${one.at}/cancel">End it now`;
    assert.ok((await account(one)).body.includes(link));
    assert.doesNotMatch(
      (await web.get(`${one.at}/cancel`, one.headers)).body,
      /value="at-end"|class="offer"/,
    );
    await post(one, `${one.at}/cancel`, { when: 'now' });
    assert.equal((await membership(one.id)).state, 'ended');
  });

  it('pays back the credit that a change to less has left, though it ends later, and once', async () => {
    const one = await patron({ tier: 'table' });
    const less = await preview(one, { tier: 'coffee' });
    await post(one, `${one.at}/change`, { change: less.change });
    const from = '€22 goes back to where it was paid from';
    assert.ok((await web.get(`${one.at}/cancel`, one.headers)).body.includes(from));
    const away = await webWithoutStripe.get(`${one.at}/cancel`, one.headers);
    assert.deepEqual([away.status, away.body.includes(from)], [200, false]);
    const cancel = { when: 'at-end', once: 'h'.repeat(20) };
    await Promise.all([1, 2].map(() => post(one, `${one.at}/cancel`, cancel)));
    const { state, cancelAt, periodEnd } = await membership(one.id);
    assert.deepEqual([state, cancelAt], ['active', periodEnd]);
    assert.deepEqual(await refundsOf(one), [2200]);
    const payer = await stripe.customers.retrieve(one.customerId);
    assert.equal(payer.deleted ? null : payer.balance, 0);
    await post(one, `${one.at}/undo`);
    await post(one, `${one.at}/cancel`, { when: 'now' });
    assert.deepEqual(await refundsOf(one), [2200]);
    await declared('withdraw', one);
    assert.deepEqual(await refundsOf(one), [2500]);
  });

  it('leaves the rights of a time that an earlier payment has paid for, where the last one goes back as credit', async () => {
    const one = await patron();
    for (const change of [
      { tier: 'breakfast', interval: 'year' },
      { tier: 'coffee', interval: 'month' },
    ])
      await post(one, `${one.at}/change`, { change: (await preview(one, change)).change });
    await post(one, `${one.at}/cancel`, { when: 'at-end' });
    assert.deepEqual(await refundsOf(one), [6900, 800]);
    const { state, until, periodEnd, voidedAt } = await membership(one.id);
    assert.deepEqual([state, until, voidedAt], ['active', periodEnd, null]);
    await declared('withdraw', one);
    assert.deepEqual(await refundsOf(one), [7200, 800]);
  });

  it('for a day that was set at Stripe is taken back as well', async () => {
    const one = await patron();
    const cancelAt = Math.floor(sandbox.clock.now().getTime() / 1000) + 40 * 86_400;
    await stripe.subscriptions.update(one.subscriptionId, { cancel_at: cancelAt });
    await syncSubscription(services, one.subscriptionId);
    assert.notEqual((await membership(one.id)).cancelAt, null);
    await post(one, `${one.at}/undo`);
    assert.equal((await membership(one.id)).cancelAt, null);
    assert.equal((await stripe.subscriptions.retrieve(one.subscriptionId)).cancel_at, null);
  });

  it('by the end of the period and for a day of its own as well is taken back as a whole', async () => {
    const one = await patron();
    await post(one, `${one.at}/cancel`, { when: 'at-end' });
    const there = sandbox.world().tables.subscriptions.get(one.subscriptionId);
    if (there !== null) there.cancel_at = (there.cancel_at ?? 0) + 40 * 86_400;
    assert.equal((await post(one, `${one.at}/undo`)).status, 303);
    assert.equal((await membership(one.id)).cancelAt, null);
    const { cancel_at, cancel_at_period_end } = await stripe.subscriptions.retrieve(one.subscriptionId);
    assert.deepEqual([cancel_at, cancel_at_period_end], [null, false]);
  });

  it('while Stripe is away is received, counts, and is carried out by the sweep', async () => {
    for (const when of ['at-end', 'now']) {
      const one = await patron();
      const cancel = { when, why: 'price', once: `${when}-away-away-away` };
      const both = [1, 2].map(() => webWithoutStripe.post(`${one.at}/cancel`, cancel, one.headers));
      for (const { headers } of await Promise.all(both))
        assert.equal(headers.get('location'), '/account?did=noted#membership');
      await finishDeclarations(services, new Date(Date.now() + 120_000));
      const { state, cancelAt, periodEnd, cancelReason } = await membership(one.id);
      assert.equal(state, when === 'now' ? 'ended' : 'active');
      if (when === 'at-end') assert.deepEqual(cancelAt, periodEnd);
      assert.equal(cancelReason, 'price');
    }
  });

  it('keeps one from changing or pausing until it is taken back', async () => {
    const one = await patron();
    await post(one, `${one.at}/cancel`, { when: 'at-end' });
    assert.equal((await post(one, `${one.at}/pause`, { months: '1' })).status, 409);
    assert.equal((await preview(one, { tier: 'table' })).page.status, 409);
  });
});

/** Both pages of a declaration without a session, and the button of the mailed link. */
async function declared(kind: string, one: Patron): Promise<Answer> {
  // Of an earlier declaration no mail may come later than that of this one.
  const { length: before } = await sendAndRead(services, relay);
  const from = { 'x-forwarded-for': `203.0.113.${person}` };
  const typed = { name: 'Olena', address: one.address, own: 'membership', contract: '' };
  const review = await web.post(`/${kind}`, typed, from);
  await web.post(`/${kind}/confirm`, { typed: hiddenField(review.body, 'typed') }, from);
  const mails = await sendAndRead(services, relay);
  const mine = mails
    .slice(before)
    .filter(({ to, text }) => to?.[0]?.address === one.address && text?.includes('/declarations/'));
  const link = linkIn(mine.at(-1)?.text, 'declarations');
  const both = await Promise.all([1, 2].map(() => web.post(link, { own: `membership.${one.id}` }, from)));
  return both[0] ?? assert.fail();
}
const refundsOf = async (one: Patron): Promise<number[]> => {
  const charges = await stripe.charges.list({ customer: one.customerId });
  return charges.data.map(({ amount_refunded: amount }) => amount);
};

describe('a declaration about a membership at Stripe', () => {
  it('withdraws in full: ended, refunded once, and said by mail', async () => {
    const one = await patron();
    const answer = await declared('withdraw', one);
    assert.equal(answer.status, 200);
    assert.equal((await membership(one.id)).state, 'ended');
    assert.deepEqual(await refundsOf(one), [800]);
    const mails = await sendAndRead(services, relay);
    assert.ok(
      mails.some(({ to, text }) => to?.[0]?.address === one.address && text?.includes('€8 goes back')),
    );
  });

  it('cancels for the end of what is paid for', async () => {
    const one = await patron();
    await declared('cancel', one);
    const { cancelAt, periodEnd, state } = await membership(one.id);
    assert.deepEqual([cancelAt, state], [periodEnd, 'active']);
    assert.deepEqual(await refundsOf(one), [0]);
  });
});

describe('somebody who is no patron', () => {
  it('is shown how to become one, and nothing of money', async () => {
    const owner = await subscriberId(services, 'reader40@readers.example');
    const { body } = await web.get('/account', await sessionOf(services, owner));
    assert.match(body, /href="\/support"/);
    assert.doesNotMatch(body, /Invoices/);
  });
});

describe('a pause near the end of what is paid for', () => {
  it('whose payment fails at its end goes on as one whose payment has failed', async () => {
    const one = await patron();
    // Nothing is left of what was paid, so that a payment is needed.
    await sandbox.clock.advance({ days: 27 });
    await post(one, `${one.at}/pause`, { months: '1' });
    sandbox.nextPayment(one.customerId, 'declines');
    const { resumeAt } = await membership(one.id);
    await resumeDue(services, new Date((resumeAt?.getTime() ?? 0) + 1_000));
    assert.equal((await membership(one.id)).state, 'past-due');
    const page = (await account(one)).body;
    assert.match(page, /€[\d.]+ for your membership could not be collected/);
    assert.ok(page.indexOf('>Pay now<') < page.indexOf('class="quiet">Change the card<'));
    const { headers } = await post(one, `${one.at}/fix`);
    assert.match(headers.get('location') ?? '', new RegExp(`^${sandbox.origin}/i`));
  });
});

describe('a membership that pauses twice', () => {
  it('is paid back what the second pause has left, though no payment was for it', async () => {
    const one = await patron();
    await post(one, `${one.at}/pause`, { months: '1' });
    await post(one, `${one.at}/resume`);
    const { data } = await stripe.invoices.list({ customer: one.customerId });
    assert.deepEqual(
      data.map(({ amount_paid: paid }) => paid),
      [0, 800],
    );
    const { items } = await stripe.subscriptions.retrieve(one.subscriptionId);
    const [item] = items.data;
    const days = ((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)) / 86_400;
    await sandbox.clock.advance({ days: 10 });
    await post(one, `${one.at}/pause`, { months: '1' });
    await post(one, `${one.at}/cancel`, { when: 'now' });
    assert.deepEqual(await refundsOf(one), [800 - Math.floor((800 * 10) / Math.round(days))]);
  });
});

describe('a cancellation later on', () => {
  it('of a membership whose payment failed ends it at once: nothing more is charged', async () => {
    for (const way of ['account', 'declaration']) {
      const one = await patron({ card: cards['fails-on-renewal'] });
      await sandbox.clock.advance({ months: 1 });
      await syncSubscription(services, one.subscriptionId);
      assert.equal((await membership(one.id)).state, 'past-due');
      if (way === 'account') {
        assert.doesNotMatch((await web.get(`${one.at}/cancel`, one.headers)).body, /is over/);
        await post(one, `${one.at}/cancel`, { when: 'at-end' });
      } else await declared('cancel', one);
      assert.equal((await membership(one.id)).state, 'ended', way);
      await sandbox.clock.advance({ days: 20 });
      assert.equal((await stripe.subscriptions.retrieve(one.subscriptionId)).status, 'canceled');
      const { data } = await stripe.invoices.list({ customer: one.customerId, status: 'paid' });
      assert.equal(data.length, 1);
    }
  });
});

describe('what cannot be done now', () => {
  it('is said in the language of its reader, and a Stripe that is away as well', async () => {
    const one = await patron();
    await post(one, `${one.at}/cancel`, { when: 'at-end' });
    for (const [language, refused, away] of [
      ['de', 'Nehmen Sie zuerst die Kündigung zurück', 'Unser Zahlungsdienst antwortet nicht'],
      ['uk', 'Спершу відкличте скасування', 'Наш платіжний сервіс не відповідає'],
    ] as const) {
      await db.updateTable('subscribers').set({ language }).where('id', '=', one.owner).execute();
      const pause = await post(one, `${one.at}/pause`, { months: '1' });
      assert.equal(pause.status, 409);
      assert.ok(pause.body.includes(refused), language);
      for (const act of ['card', 'undo']) {
        const { status, body } = await webWithoutStripe.post(`${one.at}/${act}`, {}, one.headers);
        assert.equal(status, 503, act);
        assert.ok(body.includes(away), act);
      }
      const wrong = await web.post(
        '/cancel',
        { name: 'O', address: 'olena@', own: '', contract: '' },
        one.headers,
      );
      assert.equal(wrong.status, 400);
      assert.doesNotMatch(wrong.body, /is not an/);
    }
  });
});

describe('a day', () => {
  it('is that of the newsroom, on pages as in mails', async () => {
    const one = await patron();
    await db.updateTable('publications').set({ timeZone: 'Pacific/Kiritimati' }).execute();
    const periodEnd = new Date('2027-03-04T20:00:00Z');
    await db.updateTable('memberships').set({ periodEnd }).where('id', '=', one.id).execute();
    assert.match((await account(one)).body, /5 March 2027 · €8/);
    assert.match((await web.get(`${one.at}/cancel`, one.headers)).body, /On 5 March 2027/);
  });
});
