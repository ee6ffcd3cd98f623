import type { Selectable } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';
import { membershipsChanged } from '../changed.ts';
import { type Membership, toMembership } from '../membership.ts';
import { selectGraceUntil } from '../queries/dunnings.ts';
import { updateStripeMemberships } from '../queries/memberships.ts';
import { selectSettledPayments } from '../queries/payments.ts';
import { rightsUntil, type SettledPayment, voidedSince } from './rights.ts';
import type { StripeColumns } from './subscription-columns.ts';

/** A Stripe membership to be written. */
export interface Settling {
  row: Selectable<Memberships>;
  changes: Partial<StripeColumns> & { stripeRead?: number };
  /** There was none before this transaction. */
  isNew: boolean;
}

/**
 * Writes Stripe memberships, each once, which the caller holds, with what follows from their payments and failures;
 * tells of what has changed.
 * @returns the ids of those that are not as they were
 */
export async function settleMemberships(trx: Db, all: Settling[], now: Date): Promise<Set<number>> {
  if (all.length === 0) return new Set();
  const ids = all.map(({ row }) => row.id);
  const payments = Map.groupBy(await selectSettledPayments(trx, ids), (payment) => payment.membershipId);
  const graceUntil = await selectGraceUntil(trx, ids);
  const settled = all.map(({ row, changes, isNew }) => {
    const before = toMembership(row);
    const merged: Membership = { ...before, ...changes };
    const follows = whatFollows(merged, payments.get(row.id) ?? [], graceUntil.get(row.id) ?? null);
    const wanted = { ...merged, ...follows, ...whatEnds(before, merged, now) };
    const isOther = isNew || !isDeepStrictEqual(comparable(wanted), comparable(before));
    return { before: isNew ? null : before, wanted, isOther };
  });
  const written = await updateStripeMemberships(
    trx,
    settled.map(({ wanted }) => wanted),
  );
  const rows = new Map(written.map((row) => [row.id, toMembership(row)]));
  const others = settled.filter(({ isOther }) => isOther);
  const changes = others.map(({ before, wanted }) => ({ before, after: rows.get(wanted.id) ?? wanted }));
  await membershipsChanged(trx, changes, now);
  return new Set(others.map(({ wanted }) => wanted.id));
}

/** @param payments the settled ones, the newest first */
function whatFollows(membership: Membership, payments: SettledPayment[], graceUntil: Date | null) {
  const voidedAt = voidedSince(payments, membership.periodStart);
  return {
    settledAt: payments.at(-1)?.settledAt ?? null,
    voidedAt,
    until: rightsUntil(membership, graceUntil, voidedAt),
  };
}

/** Of a pause: the next one begins without the date at which the last one was to end. */
function whatEnds(before: Membership, after: Membership, now: Date) {
  if (before.state !== 'paused' || after.state === 'paused') return {};
  if (after.state === 'ended') return { resumeAt: null };
  // At its opening a ballot may have found it resting.
  return { resumeAt: null, restedFrom: before.pausedAt, restedUntil: now };
}

function comparable({ stripeRead: _read, updatedAt: _at, ...rest }: Membership): object {
  return rest;
}
