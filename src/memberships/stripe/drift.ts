import { isDeepStrictEqual } from 'node:util';

/** What is not as it is at Stripe. */
export interface Difference {
  field: string;
  ours: unknown;
  stripes: unknown;
}

export interface Drift {
  what: 'tier' | 'membership' | 'payment' | 'checkout';
  /** Stripe's id of it. */
  id: string;
  differences: Difference[];
  /** Ours is now as Stripe's; for a tier, Stripe's as ours. */
  mended: boolean;
  /** Why it is not mended. */
  reason: string | null;
}

/** Where two sets of the same values differ; of `ours` null: there is nothing yet. */
export function differencesOf(ours: object | null, stripes: object): Difference[] {
  if (ours === null) return [{ field: 'existence', ours: 'not known', stripes: 'there' }];
  return Object.entries(stripes).flatMap(([field, value]: [string, unknown]) => {
    const own = (ours as Record<string, unknown>)[field];
    return isDeepStrictEqual(own, value) ? [] : [{ field, ours: own, stripes: value }];
  });
}
