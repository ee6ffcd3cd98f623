const minutes = [5, 10, 30, 60, 120, 240];

/**
 * Seconds until the next attempt after this many: 5 minutes at first, 4 hours in the end, each up to a fifth
 * longer or shorter, so that those deferred together do not come back together.
 */
export function retrySeconds(attempt: number, random: () => number = Math.random): number {
  const base = minutes[Math.min(attempt, minutes.length) - 1] ?? 5;
  return Math.round(base * 60 * (0.8 + 0.4 * random()));
}
