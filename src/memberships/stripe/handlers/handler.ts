import type { Services } from '../../../services.ts';
import type { Synced } from '../reading.ts';
import type { StoredEvent } from '../stored-event.ts';

/** What an event led to. */
export interface Handled {
  state: 'applied' | 'ignored';
  /** Why it led to nothing. */
  reason: string | null;
}

/**
 * What is done about one type of event: it takes nothing but ids from it, and fetches the object again. Doing it
 * twice, late, or out of order does no harm.
 */
export type StripeHandler = (services: Services, event: StoredEvent, now: Date) => Promise<Handled>;

/** It led to nothing, and why. */
export function ignored(reason: string): Handled {
  return { state: 'ignored', reason };
}

/** What a sync says about its event. What is foreign or gone is none of ours. */
export function handled({ outcome, reason }: Synced): Handled {
  return outcome === 'foreign' || outcome === 'missing'
    ? ignored(reason ?? outcome)
    : { state: 'applied', reason: null };
}
