import type { Stripe } from 'stripe';
import { isPassing } from '../../db.ts';
import type { Services } from '../../services.ts';
import type { Drift } from './drift.ts';

/** One comparison under way. */
export interface Reconciling {
  services: Services;
  stripe: Stripe;
  dryRun: boolean;
  /** Payments from then on are compared; null: all. */
  since: Date | null;
  now: Date;
  /** Told of what was compared. */
  checked(count: number): void;
  /** Told of what differs. */
  found(drift: Drift): void;
  /** The process is to end: what was mended so far stays so. */
  signal: AbortSignal;
}

const atOnce = 8;

/** Stripe's largest page. */
export const pageSize = 100;

/** Does something for each, some at a time. */
export async function eachAtOnce<T>(all: T[], run: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await run(one);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Writes a page in one transaction; where another one was in its way (a deadlock), each by itself. */
export async function writeTogether<T, R>(
  all: T[],
  write: (some: T[]) => Promise<Map<string, R>>,
): Promise<Map<string, R>> {
  try {
    return await write(all);
  } catch (error) {
    if (!isPassing(error) || all.length < 2) throw error;
    const written = new Map<string, R>();
    for (const one of all) for (const [id, result] of await write([one])) written.set(id, result);
    return written;
  }
}

/** Every page of a list, the newest first, each with the number that was taken before it was fetched. */
export async function* pagesOf<T extends { id: string }>(
  takeNumber: () => Promise<number>,
  list: (page: { limit: number; starting_after?: string }) => Promise<Stripe.ApiList<T>>,
): AsyncGenerator<{ read: number; data: T[] }> {
  let last: string | undefined;
  for (let more = true; more; ) {
    const read = await takeNumber();
    const { data, has_more: hasMore } = await list({
      limit: pageSize,
      ...(last === undefined ? {} : { starting_after: last }),
    });
    yield { read, data };
    last = data.at(-1)?.id;
    more = hasMore && last !== undefined;
  }
}

/** Stripe's filter by when something was made. */
export function createdSince(since: Date | null): { created?: { gte: number } } {
  return since === null ? {} : { created: { gte: Math.floor(since.getTime() / 1000) } };
}
