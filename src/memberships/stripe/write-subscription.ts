import type { Selectable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';
import type { Services } from '../../services.ts';
import { noteFailedPayment, noteLostInvoice, noteSettledInvoice } from '../dunning/note.ts';
import type { MembershipState } from '../membership.ts';
import { selectOpenDunnings } from '../queries/dunnings.ts';
import { insertStripeMemberships, lockStripeMemberships } from '../queries/memberships.ts';
import { hasFailed, type InvoiceNow, type SubscriptionRead } from './fetch-subscription.ts';
import { dateOf } from './ours.ts';
import { notWritten, type Synced } from './reading.ts';
import { settleMemberships } from './settle-membership.ts';
import { columnsOf, sinceOf } from './subscription-columns.ts';
import { type Origin, originsOf } from './subscription-origin.ts';
import { writtenTogether } from './write-together.ts';

/**
 * Writes what was fetched of a Stripe subscription to its membership, unless something fetched later stands there.
 * What is not ours is left alone.
 */
export function writeSubscription(services: Services, fetched: SubscriptionRead, now: Date): Promise<Synced> {
  return writeWithOthers(services, { fetched, now });
}

const writeWithOthers = writtenTogether(idOf, writeSubscriptions);

const foreign = notWritten('foreign', 'neither its product nor its metadata is ours');

/**
 * The same for several, each subscription once, in one transaction.
 * @returns what became of each, by the subscription's id
 */
export async function writeSubscriptions(
  services: Services,
  all: SubscriptionRead[],
  now: Date,
): Promise<Map<string, Synced>> {
  const { db, config, log } = services;
  const isOurMode = ({ subscription }: SubscriptionRead): boolean =>
    subscription.livemode === (config.stripe?.livemode ?? false);
  const origins = await originsOf(
    services,
    all.filter(isOurMode).map(({ subscription }) => subscription),
  );
  const synced = new Map(
    all.map((one) => [one.subscription.id, isOurMode(one) ? foreign : ofOtherMode(one)]),
  );
  const wanted = all.flatMap((fetched) => {
    const origin = origins.get(fetched.subscription.id);
    return origin === undefined
      ? []
      : [{ ...fetched, origin, columns: columnsOf(fetched.subscription, origin) }];
  });
  for (const { subscription, columns } of wanted)
    if (columns.state === null)
      log.error(
        { subscription: subscription.id, status: subscription.status },
        'Stripe has a status that is not known here',
      );
  if (wanted.length === 0) return synced;
  const written = await db.transaction().execute((trx) => writeAll(trx, wanted, now));
  return new Map([...synced, ...written]);
}

interface Wanted extends SubscriptionRead {
  origin: Origin;
  columns: ReturnType<typeof columnsOf>;
}

type Held = Wanted & { row: Selectable<Memberships> };

async function writeAll(trx: Db, wanted: Wanted[], now: Date): Promise<Array<[string, Synced]>> {
  const { fresh, known } = await hold(trx, wanted);
  const newer = known.filter(({ row, read }) => row.stripeRead < read);
  await noteInvoices(trx, newer, now);
  const changed = await settleMemberships(
    trx,
    newer.map((one) => ({
      row: one.row,
      changes: changesOf(one),
      isNew: fresh.has(one.subscription.id),
    })),
    now,
  );
  return known.map(({ subscription, row, read }) => {
    const older = { ...notWritten('older', 'it was fetched later already'), membershipId: row.id };
    const outcome = changed.has(row.id) ? 'written' : 'unchanged';
    return [
      subscription.id,
      row.stripeRead >= read ? older : { outcome, reason: null, membershipId: row.id },
    ];
  });
}

/** Holds the memberships, and makes room for those that are new. */
async function hold(trx: Db, wanted: Wanted[]): Promise<{ fresh: Set<string | null>; known: Held[] }> {
  const rows = await lockStripeMemberships(trx, wanted.map(idOf));
  const held = new Set(rows.map(({ stripeSubscriptionId }) => stripeSubscriptionId));
  // In one order, so that of two who make room for the same none waits for the other.
  const missing = wanted
    .filter((one) => !held.has(idOf(one)))
    .toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
  const fresh = await insertStripeMemberships(trx, missing.map(begin));
  rows.push(...(await lockStripeMemberships(trx, missing.map(idOf))));
  const bySubscription = new Map(rows.map((row) => [row.stripeSubscriptionId, row]));
  const known = wanted.map((one) => {
    const row = bySubscription.get(idOf(one));
    if (row === undefined) throw new TypeError(`the membership of ${idOf(one)} is gone`);
    return { ...one, row };
  });
  return { fresh, known };
}

function idOf({ subscription }: SubscriptionRead): string {
  return subscription.id;
}

function begin({ subscription, origin }: Wanted) {
  return {
    rail: 'stripe',
    state: 'incomplete',
    stripeSubscriptionId: subscription.id,
    ...origin.columns,
  };
}

function changesOf({ row, read, columns, subscription }: Held) {
  const { state, ...rest } = columns;
  return {
    ...rest,
    // A product of before a change of the account is not known any more.
    tierId: rest.tierId ?? row.tierId,
    ...(state === null ? {} : { state }),
    since: sinceOf(subscription, columns, row.since),
    stripeRead: read,
  };
}

function ofOtherMode({ subscription: { livemode } }: SubscriptionRead): Synced {
  return notWritten('foreign', `it is of ${livemode ? 'live' : 'test'} mode`);
}

/** Only where a failure is open, or to be opened, is there anything to write. */
async function noteInvoices(trx: Db, all: Held[], now: Date): Promise<void> {
  const open = await selectOpenDunnings(
    trx,
    all.map(({ row }) => row.id),
  );
  const isOpen = new Set(open.map(({ stripeInvoiceId }) => stripeInvoiceId));
  for (const { invoices, row, columns } of all)
    for (const one of invoices)
      if (isOpen.has(one.invoice.id) || hasFailed(one.invoice))
        await noteInvoice(trx, { membershipId: row.id, state: columns.state }, one, now);
}

/** Only of a member who is behind is it a failure: what was asked for a change that did not come about is none. */
async function noteInvoice(trx: Db, membership: Noted, { invoice, needsAction }: InvoiceNow, now: Date) {
  const { membershipId, state } = membership;
  const { id: invoiceId, status, amount_remaining: amount, currency, status_transitions: moments } = invoice;
  const of = { invoiceId, membershipId };
  if (status === 'paid') return noteSettledInvoice(trx, of, now);
  if (status === 'void' || status === 'uncollectible' || state === 'ended')
    return noteLostInvoice(trx, of, now);
  if (state !== 'past-due' || !hasFailed(invoice)) return;
  const failedAt = dateOf(moments.finalized_at ?? invoice.created);
  return noteFailedPayment(trx, { ...of, amount, currency, needsAction, failedAt }, now);
}

interface Noted {
  membershipId: number;
  state: MembershipState | null;
}
