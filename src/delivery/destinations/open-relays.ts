import type { MailStream } from '../relays/line.ts';
import type { Relay } from '../relays/relay.ts';
import { destinationOf } from './destination.ts';
import type { Cooling, Destinations } from './destinations.ts';

/** How a message is to go, where that is not all the same. */
export interface Aim {
  /** The relay of the last attempt, where the destination wants to see the same one again. */
  sameRelay?: string | null;
  /** It has a permit of the destination's pace, at this relay. */
  admittedTo?: string | null;
}

interface Ways {
  relays: Relay[];
  /** To be tried before the others. */
  first: Relay | null;
  /** What keeps relays from it that could be used otherwise: the mildest. */
  cooling: Cooling | null;
}

/**
 * The relays that are open for an address, without those at which its destination cools. Somebody waits for service mail: it
 * goes all the same where there is no other way.
 */
export function openRelays(
  all: Relay[],
  destinations: Destinations,
  { address, stream, aim }: { address: string; stream: MailStream; aim: Aim },
): Ways {
  const { sameRelay = null, admittedTo = null } = aim;
  const awake = (relay: Relay | null): Relay | null =>
    relay === null || relay.restMs(stream) > 0 ? null : relay;
  const first = sameRelay === null ? null : (all.find(({ name }) => name === sameRelay) ?? null);
  if (destinations.areAllOpen) return { relays: all, first: awake(first), cooling: null };
  const destination = destinationOf(address);
  const coolings = new Map(all.map((relay) => [relay, destinations.coolingOf(relay.name, destination)]));
  const admits = (relay: Relay): boolean => {
    const cooling = coolings.get(relay) ?? null;
    return cooling === null || (cooling.perMinute !== null && relay.name === admittedTo);
  };
  const relays = all.filter(admits);
  if (stream === 'service' && relays.length === 0) return { relays: all, first: null, cooling: null };
  const kept = all
    .filter((relay) => relay.restMs(stream) === 0 && !admits(relay))
    .map((relay) => coolings.get(relay));
  return {
    relays,
    first: first !== null && admits(first) ? awake(first) : null,
    cooling: kept.reduce<Cooling | null>((best, one) => (one && isMilder(one, best) ? one : best), null),
  };
}

function isMilder(one: Cooling, other: Cooling | null): boolean {
  if (other === null) return true;
  const [pace, otherPace] = [one.perMinute ?? 0, other.perMinute ?? 0];
  return pace === otherPace ? one.endsAt < other.endsAt : pace > otherPace;
}
