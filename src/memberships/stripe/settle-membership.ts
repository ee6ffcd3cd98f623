import type { Selectable } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';
import { membershipChanged } from '../changed.ts';
import { type Membership, toMembership } from '../membership.ts';
import { selectGraceUntil } from '../queries/dunnings.ts';
import { updateMembership } from '../queries/memberships.ts';
import { selectSettledPayments } from '../queries/payments.ts';
import { rightsUntil, voidedSince } from './rights.ts';
import type { StripeColumns } from './subscription-columns.ts';

/**
 * Writes a Stripe membership, which the caller holds, with what follows from its payments and failures; tells of
 * what has changed.
 * @param isNew there was none before this transaction
 * @returns whether anything is not as it was
 */
export async function settleMembership(
  trx: Db,
  row: Selectable<Memberships>,
  changes: Partial<StripeColumns> & { stripeRead?: number },
  { isNew = false, now }: { isNew?: boolean; now: Date },
): Promise<boolean> {
  const before = toMembership(row);
  const merged: Membership = { ...before, ...changes };
  const payments = await selectSettledPayments(trx, row.id);
  const voidedAt = voidedSince(payments, merged.periodStart);
  const follows = {
    settledAt: payments.at(-1)?.settledAt ?? null,
    voidedAt,
    until: rightsUntil(merged, await selectGraceUntil(trx, row.id), voidedAt),
    // The next pause begins without the date at which the last one was to end.
    ...(before.state === 'paused' && merged.state !== 'paused' ? { resumeAt: null } : {}),
    ...(isTakenUp(before, merged) ? { restedFrom: before.pausedAt, restedUntil: now } : {}),
  };
  const wanted = { ...merged, ...follows };
  const isOther = !isDeepStrictEqual(comparable(wanted), comparable(before));
  const after = toMembership(await updateMembership(trx, row.id, { ...changes, ...follows }));
  if (isNew || isOther) await membershipChanged(trx, { before: isNew ? null : before, after }, now);
  return isNew || isOther;
}

/** What rested goes on: at its opening a ballot may have found it resting. */
function isTakenUp(before: Membership, after: Membership): boolean {
  return before.state === 'paused' && after.state !== 'paused' && after.state !== 'ended';
}

function comparable({ stripeRead: _read, updatedAt: _at, ...rest }: Membership): object {
  return rest;
}
