import type { Cooling, Heard } from '../destinations/destinations.ts';
import type { Handover } from '../smtp/handover.ts';

/** Asked directly before a hand-over: is it still wanted? There may have been a wait. */
export type Wanted = () => Promise<boolean>;

/** What became of a message at one relay, or that it was not begun: nobody wants it any more, or the relay rests. */
export type Tried = Handover | { outcome: 'withheld' } | { outcome: 'resting'; reason: string };

/** What became of a message, and at which relay. */
export type Sent =
  | (Handover & {
      relay: string;
      /** What a refusal said of the way to its destination. */
      heard?: Heard | null;
    })
  | { outcome: 'withheld' }
  /** The destination cools at every relay that could be used. */
  | { outcome: 'cooled'; cooling: Cooling }
  /** No relay may be used now: certainly not handed over. */
  | {
      outcome: 'resting';
      reason: string;
      /** Until one of them may be used again; null where that is not known. */
      restMs: number | null;
    };
