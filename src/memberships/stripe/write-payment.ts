import type { Config } from '../../config.ts';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { noteGiftRefunded } from '../gifts/note-refunded.ts';
import { selectCheckoutOrigins } from '../queries/checkouts.ts';
import { lockStripeMemberships } from '../queries/memberships.ts';
import { upsertPayments, upsertRefunds } from '../queries/payments.ts';
import type { PaymentRead } from './fetch-payment.ts';
import { checkoutIdOf, isMarkedOurs } from './ours.ts';
import { refreshAudiences } from '../refresh-audience.ts';
import { paymentColumns, refundColumns } from './payment-columns.ts';
import { notWritten, type Synced } from './reading.ts';
import { settleMemberships } from './settle-membership.ts';
import { writtenTogether } from './write-together.ts';

/**
 * Writes what was fetched of a payment, once by its id, with its refunds and disputes, and what follows for its
 * membership; unless something fetched later stands there. The membership of an invoice's payment must be there.
 */
export function writePayment(services: Services, fetched: PaymentRead, now: Date): Promise<Synced> {
  return writeWithOthers(services, { fetched, now });
}

const writeWithOthers = writtenTogether(({ intent }: PaymentRead) => intent.id, writePayments);

const foreign = notWritten('foreign', 'it is of no membership of ours, and its metadata is not ours');

/**
 * The same for several, each payment once, in one transaction.
 * @returns what became of each, by its intent's id
 */
export async function writePayments(
  services: Services,
  all: PaymentRead[],
  now: Date,
): Promise<Map<string, Synced>> {
  const livemode = services.config.stripe?.livemode ?? false;
  const synced = new Map(all.map((one) => [one.intent.id, whyNot(one, livemode) ?? foreign]));
  const arrived = all.filter((one) => whyNot(one, livemode) === null);
  if (arrived.length === 0) return synced;
  const written = await services.db
    .transaction()
    .execute((trx) => writeAll(trx, services.config, { arrived, now }));
  return new Map([...synced, ...written]);
}

function whyNot({ intent }: PaymentRead, livemode: boolean): Synced | null {
  if (intent.livemode !== livemode)
    return notWritten('foreign', `it is of ${intent.livemode ? 'live' : 'test'} mode`);
  if (intent.status !== 'succeeded')
    return notWritten('missing', `nothing has arrived of it: ${intent.status}`);
  return null;
}

async function writeAll(
  trx: Db,
  config: Config,
  { arrived, now }: { arrived: PaymentRead[]; now: Date },
): Promise<Array<[string, Synced]>> {
  const ours = await withOrigins(trx, config, arrived);
  const ids = await upsertPayments(trx, ours.map(columnsOf));
  const written = ours.filter(({ fetched }) => ids.has(fetched.intent.id));
  await upsertRefunds(
    trx,
    written.flatMap(({ fetched: { refunds, intent, read } }) =>
      refunds.map((refund) => ({
        ...refundColumns(refund),
        paymentId: ids.get(intent.id) ?? 0,
        stripeRead: read,
      })),
    ),
  );
  for (const { fetched, origin } of written)
    if (origin.purpose === 'gift' && origin.checkoutId !== null && isGone(fetched))
      await noteGiftRefunded(trx, origin.checkoutId, now);
  await tellOf(trx, written, now);
  return ours.map(({ fetched: { intent }, membership }) => {
    const membershipId = membership?.id ?? null;
    const older = { ...notWritten('older', 'it was fetched later already'), membershipId };
    return [intent.id, ids.has(intent.id) ? { outcome: 'written', reason: null, membershipId } : older];
  });
}

type Ours = Awaited<ReturnType<typeof withOrigins>>[number];

/** Those of memberships of ours, which are held from now on, and those of other purchases of ours. */
async function withOrigins(trx: Db, config: Config, arrived: PaymentRead[]) {
  const rows = await lockStripeMemberships(
    trx,
    arrived.flatMap(({ invoice }) => invoice?.subscriptionId ?? []),
  );
  const bySubscription = new Map(rows.map((row) => [row.stripeSubscriptionId, row]));
  const checkouts = await selectCheckoutOrigins(
    trx,
    arrived.flatMap(({ intent }) => checkoutIdOf(config, intent.metadata) ?? []),
  );
  return arrived.flatMap((fetched) => {
    const { invoice, intent } = fetched;
    const membership = bySubscription.get(invoice?.subscriptionId ?? null);
    if (membership === undefined && !isMarkedOurs(config, intent.metadata)) return [];
    return [
      { fetched, membership, origin: originOf(checkouts.get(checkoutIdOf(config, intent.metadata) ?? 0)) },
    ];
  });
}

function columnsOf({ fetched, membership, origin }: Ours) {
  return {
    ...paymentColumns(fetched),
    ...origin,
    rail: 'stripe',
    purpose: membership === undefined ? origin.purpose : 'membership',
    subscriberId: membership?.subscriberId ?? origin.subscriberId,
    membershipId: membership?.id ?? origin.membershipId,
    editionId: membership?.editionId ?? origin.editionId,
    stripeRead: fetched.read,
  };
}

/** What follows for the memberships; and for whoever has given once, that nobody asks them now. */
async function tellOf(trx: Db, written: Ours[], now: Date): Promise<void> {
  const memberships = new Map(
    written.flatMap(({ membership }) => (membership === undefined ? [] : [[membership.id, membership]])),
  );
  const settling = [...memberships.values()].map((row) => ({ row, changes: {}, isNew: false }));
  await settleMemberships(trx, settling, now);
  const givers = written.flatMap(({ membership, origin }) =>
    membership === undefined && origin.subscriberId !== null ? [origin.subscriberId] : [],
  );
  await refreshAudiences(trx, givers, now);
}

/** Whether nothing of a payment stays: given back, or taken back by the bank. */
function isGone(fetched: PaymentRead): boolean {
  const { amount, refunded, dispute } = paymentColumns(fetched);
  return dispute === 'lost' || (amount > 0 && refunded >= amount);
}

type Checkout =
  Awaited<ReturnType<typeof selectCheckoutOrigins>> extends Map<number, infer Row> ? Row : never;

/** Which purchase of ours a payment came from. */
function originOf(checkout: Checkout | undefined) {
  return {
    purpose: checkout?.purpose ?? 'contribution',
    checkoutId: checkout?.id ?? null,
    subscriberId: checkout?.subscriberId ?? null,
    // What was paid for a gift is of who gave it; its membership has its own way to end.
    membershipId: checkout?.purpose === 'membership' ? checkout.membershipId : null,
    editionId: checkout?.editionId ?? null,
  };
}
