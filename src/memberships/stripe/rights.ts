import type { Membership } from '../membership.ts';

/** A payment of a membership that was settled. */
export interface SettledPayment {
  amount: number;
  refunded: number;
  dispute: string | null;
  disputedAt: Date | null;
  settledAt: Date | null;
  refundedAt: Date | null;
}

type Period = Pick<Membership, 'state' | 'since' | 'periodStart' | 'cancelAt' | 'pausedAt' | 'endedAt'>;

/**
 * Until when the rights of a Stripe membership last; null: open-ended.
 * @param graceUntil until when a failed payment may be made good
 */
export function rightsUntil(row: Period, graceUntil: Date | null, voidedAt: Date | null): Date | null {
  if (row.since === null) return null;
  return earliest(byState(row, graceUntil), voidedAt);
}

function byState(row: Period, graceUntil: Date | null): Date | null {
  switch (row.state) {
    case 'past-due':
      return earliest(graceUntil, row.cancelAt);
    case 'paused':
      return row.pausedAt;
    case 'ended':
      return row.endedAt;
    default:
      return row.cancelAt;
  }
}

/**
 * Since when everything paid for the current period is given back or charged back; null: something of it stays.
 * A part of it given back voids nothing. A period without a payment leaves it at the last one that was paid for.
 * @param payments the settled ones, the newest first
 */
export function voidedSince(payments: SettledPayment[], periodStart: Date | null): Date | null {
  const current = payments.filter(
    ({ settledAt }) => settledAt !== null && periodStart !== null && settledAt >= periodStart,
  );
  const asked = current.length > 0 ? current : payments.slice(0, 1);
  const moments = asked.map(voidOf);
  if (moments.length === 0 || moments.includes(null)) return null;
  return moments.reduce(latest);
}

function voidOf({ amount, refunded, refundedAt, dispute, disputedAt }: SettledPayment): Date | null {
  if (dispute === 'lost') return disputedAt;
  return amount > 0 && refunded >= amount ? refundedAt : null;
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
