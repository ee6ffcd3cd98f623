import type { Counted } from './tally.ts';

/** A result by tier: a row of counts for each option, in the order of `tiers`; null where it would say too much. */
export interface ByTier {
  tiers: string[];
  options: Array<number[] | null>;
}

// What fewer people have in common is nearly a name.
const least = 5;

/**
 * The result by tier, where that hides everybody: an option is split only where no tier gave it one to four votes, and
 * nothing is where a whole tier chose the same.
 */
export function splitByTier(counted: Counted[], options: number): ByTier | null {
  const tiers = [...new Set(counted.map(({ tier }) => tier))].toSorted();
  if (tiers.length < 2) return null;
  const ofTier = tiers.map((tier) => counted.filter((one) => one.tier === tier));
  const table = Array.from({ length: options }, (_, index) =>
    ofTier.map((votes) => votes.filter(({ choices }) => choices.includes(index + 1)).length),
  );
  const isUnanimous = ofTier.some((votes, tier) => table.some((row) => row[tier] === votes.length));
  if (isUnanimous) return null;
  const shown = table.map((row) => (row.some((count) => count > 0 && count < least) ? null : row));
  const says = shown.some((row) => row?.some((count) => count > 0) === true);
  return says ? { tiers, options: shown } : null;
}
