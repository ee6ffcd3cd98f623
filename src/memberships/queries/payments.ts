import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Payments, Refunds } from '../../db-schema.ts';
import { inGroupsOf } from '../../in-groups.ts';

/** The number under which an object is fetched from Stripe: the greater was fetched later. */
export function nextStripeRead(db: Db): Promise<number> {
  return takeNumber(db, null);
}

// Each its own: of two who fetch the same object with one number, the second could not write what it found.
const takeNumber = inGroupsOf(async (db: Db, group: null[]) => {
  const { rows } = await sql<{ read: number }>`
    select nextval('stripe_reads') as read from generate_series(1, ${group.length}::integer)`.execute(db);
  return rows.map(({ read }) => read);
});

/**
 * Records payments by their Stripe ids, or what has become of them; nothing where one was fetched later already.
 * @param values each payment once
 * @returns their ids by their Stripe ids, but for those of which a later one stands there
 */
export async function upsertPayments(
  db: Db,
  values: Array<Insertable<Payments> & { stripePaymentIntentId: string; stripeRead: number }>,
): Promise<Map<string | null, number>> {
  if (values.length === 0) return new Map();
  const rows = await db
    .insertInto('payments')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('stripePaymentIntentId')
        // Whose it was is not forgotten, and an erasure is not undone.
        .doUpdateSet(({ ref }) => ({
          membershipId: sql`coalesce(excluded.membership_id, payments.membership_id)`,
          checkoutId: sql`coalesce(excluded.checkout_id, payments.checkout_id)`,
          stripeInvoiceId: sql`coalesce(excluded.stripe_invoice_id, payments.stripe_invoice_id)`,
          amount: ref('excluded.amount'),
          settledAt: ref('excluded.settledAt'),
          refunded: ref('excluded.refunded'),
          dispute: ref('excluded.dispute'),
          disputedAt: ref('excluded.disputedAt'),
          stripeChargeId: ref('excluded.stripeChargeId'),
          stripeRead: ref('excluded.stripeRead'),
        }))
        .whereRef('payments.stripeRead', '<', 'excluded.stripeRead'),
    )
    .returning(['id', 'stripePaymentIntentId'])
    .execute();
  return new Map(rows.map(({ id, stripePaymentIntentId }) => [stripePaymentIntentId, id]));
}

/** Records refunds, each by its Stripe id. */
export async function upsertRefunds(db: Db, refunds: Array<Insertable<Refunds>>): Promise<void> {
  if (refunds.length === 0) return;
  await db
    .insertInto('refunds')
    .values(refunds)
    .onConflict((conflict) =>
      conflict
        .column('stripeRefundId')
        .doUpdateSet(({ ref }) => ({
          amount: ref('excluded.amount'),
          state: ref('excluded.state'),
          stripeRead: ref('excluded.stripeRead'),
          declarationId: sql`coalesce(excluded.declaration_id, refunds.declaration_id)`,
        }))
        .whereRef('refunds.stripeRead', '<', 'excluded.stripeRead'),
    )
    .execute();
}

/**
 * Notes what staff have given back of a payment that is not Stripe's, once for a declaration; of Stripe's payments Stripe
 * says what was given back.
 */
export async function noteRefundByHand(
  db: Db,
  declarationId: number,
  { paymentId, amount, currency }: { paymentId: number; amount: number; currency: string },
  now: Date,
): Promise<void> {
  await sql`with made as (
      insert into refunds (stripe_refund_id, payment_id, amount, currency, state, created_at, declaration_id)
      select ${`declaration:${declarationId}:${paymentId}`}, id, ${amount}, ${currency}, 'succeeded', ${now}, ${declarationId}
      from payments where id = ${paymentId} and rail <> 'stripe'
      on conflict (stripe_refund_id) do nothing returning payment_id, amount)
    update payments p set refunded = least(p.amount, p.refunded + made.amount)
    from made where p.id = made.payment_id`.execute(db);
}

/** What the settled payments of memberships say about them: the newest first, each with its last refund. */
export function selectSettledPayments(db: Db, membershipIds: number[]) {
  return db
    .selectFrom('payments')
    .select(['id', 'membershipId', 'amount', 'refunded', 'dispute', 'disputedAt', 'settledAt'])
    .select((payment) =>
      payment
        .selectFrom('refunds')
        .whereRef('refunds.paymentId', '=', 'payments.id')
        .where('refunds.state', '=', 'succeeded')
        .select((refund) => refund.fn.max('refunds.createdAt').as('at'))
        .as('refundedAt'),
    )
    .where('membershipId', 'in', membershipIds)
    .where('settledAt', 'is not', null)
    .orderBy('settledAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** The first payment of a membership, in minor units; null: none was needed, as with a code that takes all off. */
export async function selectFirstPaid(db: Db, membershipId: number): Promise<number | null> {
  const row = await db
    .selectFrom('payments')
    .select('amount')
    .where('membershipId', '=', membershipId)
    .where('settledAt', 'is not', null)
    .orderBy('settledAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.amount ?? null;
}

/** What was paid for a purchase, and what of it was given back. A code may have made it less than its price. */
export async function sumPaymentsOf(
  db: Db,
  { id, membershipId }: { id: number; membershipId: number | null },
): Promise<{ amount: number; refunded: number }> {
  const rows = await db
    .selectFrom('payments')
    .select(['amount', 'refunded'])
    .where('settledAt', 'is not', null)
    .where((where) => where.or([where('checkoutId', '=', id), where('membershipId', '=', membershipId)]))
    .execute();
  const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
  return { amount: sum(rows.map((row) => row.amount)), refunded: sum(rows.map((row) => row.refunded)) };
}

/** What was paid for a purchase that is paid once; none where a code took all off. */
export function selectPaymentOfCheckout(db: Db, checkoutId: number) {
  return db
    .selectFrom('payments')
    .select(['id', 'membershipId'])
    .where('checkoutId', '=', checkoutId)
    .where('settledAt', 'is not', null)
    .where('amount', '>', 0)
    .orderBy('id')
    .executeTakeFirst();
}

/** The payments of these Stripe payment intents. */
export async function selectPaymentsByIntent(db: Db, stripePaymentIntentIds: string[]) {
  if (stripePaymentIntentIds.length === 0) return [];
  return db
    .selectFrom('payments')
    .selectAll()
    .where('stripePaymentIntentId', 'in', stripePaymentIntentIds)
    .execute();
}

/** Which of these invoices a payment is known for. */
export async function selectBilledInvoices(db: Db, stripeInvoiceIds: string[]): Promise<Set<string | null>> {
  if (stripeInvoiceIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('payments')
    .select('stripeInvoiceId')
    .where('stripeInvoiceId', 'in', stripeInvoiceIds)
    .where('settledAt', 'is not', null)
    .execute();
  return new Set(rows.map(({ stripeInvoiceId }) => stripeInvoiceId));
}

/** What was given back of payments, or is on its way, with the declaration that it was for. */
export function selectRefundsOf(db: Db, paymentIds: number[]) {
  return db
    .selectFrom('refunds')
    .select(['paymentId', 'amount', 'declarationId'])
    .where('paymentId', 'in', [-1, ...paymentIds])
    .where('state', 'not in', ['failed', 'canceled'])
    .execute();
}

/** What we have of these refunds: each one's state by its Stripe id. */
export async function selectRefundStates(db: Db, stripeRefundIds: string[]): Promise<Map<string, string>> {
  if (stripeRefundIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('refunds')
    .select(['stripeRefundId', 'state'])
    .where('stripeRefundId', 'in', stripeRefundIds)
    .execute();
  return new Map(rows.map(({ stripeRefundId, state }) => [stripeRefundId, state]));
}
