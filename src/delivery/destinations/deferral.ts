import { retrySeconds } from '../retry.ts';
import type { Cooling, Heard } from './destinations.ts';
import { because } from '../say.ts';

interface Deferral {
  /** Seconds. */
  retryAfter: number;
  /** Says nothing of the reader: not one of these may ever count against them. */
  replyClass: 'sender';
  attempted: boolean;
  reason: string | null;
}

/** What becomes of a row whose refusal was about the way there: it comes again, and nobody is failed or blamed. */
export function deferralOf(heard: Heard, attempt: number, random: () => number = Math.random): Deferral {
  const replyClass = 'sender';
  if (heard.kind === 'greylists')
    return { retryAfter: 300 + 600 * random(), replyClass, attempted: true, reason: null };
  if (heard.kind === 'cools' && heard.cooling !== null)
    return {
      retryAfter: returnSeconds(heard.cooling, random),
      replyClass,
      attempted: false,
      reason: reasonOf(heard.cooling),
    };
  return { retryAfter: retrySeconds(attempt, random), replyClass, attempted: true, reason: null };
}

/** Until a cooling is over, and a little longer by chance, so that those it kept back do not all come at once. */
export function returnSeconds({ endsAt }: Cooling, random: () => number = Math.random): number {
  return jittered(Math.max(0, endsAt - performance.now()) / 1000, random);
}

/** With a row that waits for the end of a cooling: what it waits for, and how it is found when that is ended by hand. */
export function reasonOf({
  relay,
  destination,
  rule,
  perMinute,
}: Pick<Cooling, 'relay' | 'destination' | 'rule' | 'perMinute'>): string {
  return perMinute === null
    ? because.leftAlone(destination, relay, rule)
    : because.slowed(destination, String(perMinute), relay, rule);
}

/** Up to a tenth and a minute longer. */
export function jittered(seconds: number, random: () => number = Math.random): number {
  return seconds + (60 + seconds / 10) * random();
}
