import type { Db } from '../../db.ts';
import type { Membership } from '../membership.ts';
import { hasWithdrawn, selectContract, selectPaymentsOfContract } from '../queries/declarations.ts';
import { withdrawalEnds } from './withdrawal-time.ts';

/** Until when one may withdraw from a contract, and whether its start within that time was asked for. */
export async function withdrawalOf(
  db: Db,
  { membership, gift }: { membership: Membership | null; gift: Purchased | null },
  now: Date,
): Promise<{ mayUntil: Date; immediateStart: boolean }> {
  const membershipId = gift === null ? (membership?.id ?? null) : null;
  const agreed = await selectContract(db, { membershipId, checkoutId: gift?.checkoutId ?? null });
  // A gift's is that of its purchase, whenever it is claimed.
  const contractAt = agreed?.at ?? gift?.createdAt ?? membership?.createdAt ?? now;
  return { mayUntil: withdrawalEnds(contractAt), immediateStart: agreed?.immediateStart === true };
}

interface Purchased {
  checkoutId: number;
  createdAt: Date;
}

/** Whether one may still withdraw from a membership that has ended, as by a cancellation: something paid for it is left. */
export async function isEndedWithdrawable(
  db: Db,
  membership: Membership,
  { receivedAt, now }: { receivedAt: Date; now: Date },
): Promise<boolean> {
  const { id: membershipId, state, since } = membership;
  if (state !== 'ended' || since === null) return false;
  const { mayUntil } = await withdrawalOf(db, { membership, gift: null }, now);
  if (receivedAt >= mayUntil || (await hasWithdrawn(db, membershipId))) return false;
  return (await selectPaymentsOfContract(db, { membershipId, checkoutId: null })).length > 0;
}
