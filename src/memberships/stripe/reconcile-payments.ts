import type { Stripe } from 'stripe';
import { selectMembershipsBySubscription } from '../queries/memberships.ts';
import { nextStripeRead, selectPaymentsByIntent, selectRefundStates } from '../queries/payments.ts';
import { type Difference, differencesOf } from './drift.ts';
import { fetchPayment, type PaidInvoice, paidInvoice, type PaymentRead } from './fetch-payment.ts';
import { idOf, isMarkedOurs } from './ours.ts';
import { disputeState, paymentColumns } from './payment-columns.ts';
import { createdSince, eachAtOnce, pagesOf, type Reconciling, writeTogether } from './reconciling.ts';
import { writePayments } from './write-payment.ts';

const dayMs = 86_400_000;
// From the complaint to the bank's word.
const disputeDays = 180;

/** A payment as it came with a list. */
interface Listed {
  intent: Stripe.PaymentIntent;
  charge: Stripe.Charge | null;
  invoice: PaidInvoice | null;
}

/** Compares the payments of the time asked for, and what was given back or disputed in it. */
export async function reconcilePayments(run: Reconciling): Promise<void> {
  await reconcileInvoicePayments(run);
  await reconcileOneOffs(run);
  await reconcileRefunds(run);
  await reconcileDisputes(run);
}

/** What was paid for memberships. */
async function reconcileInvoicePayments(run: Reconciling): Promise<void> {
  const expand = ['data.invoice', 'data.payment.payment_intent.latest_charge'];
  const list = (page: object) =>
    run.stripe.invoicePayments.list({ status: 'paid', expand, ...createdSince(run.since), ...page });
  for await (const { read, data } of pagesOf(() => nextStripeRead(run.services.db), list)) {
    run.signal.throwIfAborted();
    const listed = data.flatMap((one): Listed[] => {
      const { invoice, payment } = one;
      const intent = payment.payment_intent;
      if (
        typeof invoice === 'string' ||
        invoice.deleted ||
        intent === undefined ||
        typeof intent === 'string'
      )
        return [];
      return [{ intent, charge: wholeCharge(intent), invoice: paidInvoice(one, invoice) }];
    });
    const ids = listed.flatMap(({ invoice }) => invoice?.subscriptionId ?? []);
    const ours = await knownSubscriptions(run, ids);
    await compareListed(
      run,
      read,
      listed.filter(({ invoice }) => ours.has(invoice?.subscriptionId ?? '')),
    );
    run.checked(data.length);
  }
}

/** Contributions and gifts. */
async function reconcileOneOffs(run: Reconciling): Promise<void> {
  const list = (page: object) =>
    run.stripe.paymentIntents.list({ expand: ['data.latest_charge'], ...createdSince(run.since), ...page });
  for await (const { read, data } of pagesOf(() => nextStripeRead(run.services.db), list)) {
    run.signal.throwIfAborted();
    const ours = data.filter(({ metadata }) => isMarkedOurs(run.services.config, metadata));
    await compareListed(
      run,
      read,
      ours.map((intent) => ({ intent, charge: wholeCharge(intent), invoice: null })),
    );
    run.checked(ours.length);
  }
}

async function compareListed(run: Reconciling, read: number, listed: Listed[]): Promise<void> {
  const arrived = listed.filter(({ intent }) => intent.status === 'succeeded');
  if (arrived.length === 0) return;
  const rows = await selectPaymentsByIntent(
    run.services.db,
    arrived.map(({ intent }) => intent.id),
  );
  const byIntent = new Map(rows.map((row) => [row.stripePaymentIntentId, row]));
  const others = arrived.filter((one) => !isAsListed(byIntent.get(one.intent.id), one));
  const untouched = new Map(others.filter(isUntouched).map((one) => [one.intent.id, one]));
  // Nothing was given back, so that nothing more is to be asked.
  await mend(
    run,
    [...untouched.values()].map((one) => {
      const fetched = { ...one, read, refunds: [], disputes: [] };
      return {
        fetched,
        differences: differencesOf(byIntent.get(one.intent.id) ?? null, paymentColumns(fetched)),
      };
    }),
  );
  await eachAtOnce(others, async (one) => {
    if (!isUntouched(one)) await compareById(run, one.intent.id);
  });
}

function isUntouched({ charge }: Listed): boolean {
  return charge !== null && charge.amount_refunded === 0 && !charge.disputed;
}

type Row = Awaited<ReturnType<typeof selectPaymentsByIntent>>[number];

function isAsListed(row: Row | undefined, { intent, charge }: Listed): boolean {
  return (
    row !== undefined &&
    row.settledAt !== null &&
    row.amount === intent.amount_received &&
    row.refunded === (charge?.amount_refunded ?? 0) &&
    (row.dispute !== null) === (charge?.disputed ?? false)
  );
}

async function reconcileRefunds(run: Reconciling): Promise<void> {
  const list = (page: object) => run.stripe.refunds.list({ ...createdSince(run.since), ...page });
  for await (const { data } of pagesOf(() => nextStripeRead(run.services.db), list)) {
    run.signal.throwIfAborted();
    const known = await selectRefundStates(
      run.services.db,
      data.map(({ id }) => id),
    );
    const others = data.filter(({ id, status }) => known.get(id) !== (status ?? 'unknown'));
    await compareKnown(
      run,
      others.flatMap(({ payment_intent: intent }) => idOf(intent) ?? []),
    );
    run.checked(data.length);
  }
}

async function reconcileDisputes(run: Reconciling): Promise<void> {
  const since = run.since === null ? null : new Date(run.since.getTime() - disputeDays * dayMs);
  const list = (page: object) => run.stripe.disputes.list({ ...createdSince(since), ...page });
  for await (const { data } of pagesOf(() => nextStripeRead(run.services.db), list)) {
    run.signal.throwIfAborted();
    const rows = await selectPaymentsByIntent(
      run.services.db,
      data.flatMap((one) => idOf(one.payment_intent) ?? []),
    );
    const states = new Map(rows.map((row) => [row.stripePaymentIntentId, row.dispute]));
    const others = data.filter((one) => states.get(idOf(one.payment_intent)) !== disputeState(one.status));
    await compareKnown(
      run,
      others.flatMap((one) => idOf(one.payment_intent) ?? []),
    );
    run.checked(data.length);
  }
}

/** Only of payments that we have: refunds and disputes do not say whose they are. */
async function compareKnown(run: Reconciling, intentIds: string[]): Promise<void> {
  const rows = await selectPaymentsByIntent(run.services.db, intentIds);
  await eachAtOnce(rows, async ({ stripePaymentIntentId: id }) => {
    if (id !== null) await compareById(run, id);
  });
}

async function compareById(run: Reconciling, intentId: string): Promise<void> {
  const fetched = await fetchPayment(run.services, intentId);
  if (fetched !== null) await compareWhole(run, fetched);
}

async function compareWhole(run: Reconciling, fetched: PaymentRead): Promise<void> {
  const { db } = run.services;
  const [row] = await selectPaymentsByIntent(db, [fetched.intent.id]);
  const differences = differencesOf(row ?? null, paymentColumns(fetched));
  const known = await selectRefundStates(
    db,
    fetched.refunds.map(({ id }) => id),
  );
  const others = fetched.refunds.filter(({ id, status }) => known.get(id) !== (status ?? 'unknown'));
  for (const { id, status } of others)
    differences.push({ field: `refund ${id}`, ours: known.get(id) ?? null, stripes: status });
  await mend(run, [{ fetched, differences }]);
}

interface Compared {
  fetched: PaymentRead;
  differences: Difference[];
}

async function mend({ services, dryRun, found, now }: Reconciling, compared: Compared[]): Promise<void> {
  const differing = compared.filter(({ differences }) => differences.length > 0);
  const driftOf = ({ fetched, differences }: Compared) => ({
    what: 'payment' as const,
    id: fetched.intent.id,
    differences,
  });
  if (dryRun) {
    for (const one of differing)
      found({ ...driftOf(one), mended: false, reason: 'nothing was to be changed' });
    return;
  }
  const synced = await writeTogether(
    differing.map(({ fetched }) => fetched),
    (some) => writePayments(services, some, now),
  );
  for (const one of differing) {
    const { outcome = 'older', reason = null } = synced.get(one.fetched.intent.id) ?? {};
    if (outcome !== 'older') found({ ...driftOf(one), mended: outcome === 'written', reason });
  }
}

async function knownSubscriptions({ services }: Reconciling, ids: string[]): Promise<Set<string | null>> {
  if (ids.length === 0) return new Set();
  const rows = await selectMembershipsBySubscription(services.db, ids);
  return new Set(rows.map(({ stripeSubscriptionId }) => stripeSubscriptionId));
}

function wholeCharge({ latest_charge: charge }: Stripe.PaymentIntent): Stripe.Charge | null {
  return typeof charge === 'string' ? null : charge;
}
