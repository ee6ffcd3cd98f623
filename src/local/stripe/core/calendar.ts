export const hour = 3_600;
export const day = 86_400;

/** So many intervals after an anchor (in seconds), the day clipped to the month's last, as Stripe counts. */
export function after(anchor: number, interval: string, count: number): number {
  if (interval === 'day') return anchor + count * day;
  if (interval === 'week') return anchor + count * 7 * day;
  const from = new Date(anchor * 1_000);
  const months = interval === 'year' ? 12 * count : count;
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.floor(to.getTime() / 1_000);
}

/** The first end of a period by this anchor that is later than a time. */
export function nextEnd(anchor: number, interval: string, count: number, time: number): number {
  for (let periods = 1; ; periods += 1) {
    const end = after(anchor, interval, periods * count);
    if (end > time) return end;
  }
}

/** A time's day, as it is written everywhere. */
export function dayOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 10);
}
