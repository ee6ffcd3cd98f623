const day = 24 * 3_600_000;
const days = 14;
// A day is over last where the clocks are twelve hours behind UTC; nobody's is cut short by ours.
const lastZoneMs = 12 * 3_600_000;

/**
 * Until when one may withdraw: the end of the fourteenth day after that of the contract, or of the Monday after where
 * that is on a weekend (Directive 2011/83/EU, article 9; Regulation 1182/71, article 3).
 */
export function withdrawalEnds(contractAt: Date): Date {
  const first = Date.UTC(contractAt.getUTCFullYear(), contractAt.getUTCMonth(), contractAt.getUTCDate());
  let last = first + days * day;
  while ([0, 6].includes(new Date(last).getUTCDay())) last += day;
  return new Date(last + day + lastZoneMs);
}

interface Used {
  amount: number;
  from: Date;
  until: Date;
  at: Date;
}

/** What is left of a payment after the whole days used of it, in minor units, rounded in the reader's favour. */
export function unusedPart({ amount, from, until, at }: Used): number {
  const all = Math.max(1, Math.round((until.getTime() - from.getTime()) / day));
  const used = Math.min(all, Math.max(0, Math.floor((at.getTime() - from.getTime()) / day)));
  return amount - Math.floor((amount * used) / all);
}
