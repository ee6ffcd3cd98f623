import type { MailStream } from './line.ts';
import type { Relay } from './relay.ts';

/**
 * The relay that a message goes to, by weight among those that rest not and were not tried, or null where there is none.
 * One that failed is tried by one message at a time while there are others, and one whose connections all wait for its
 * limit gets no more while there are others.
 */
export function chooseRelay(relays: Relay[], tried: Set<Relay>, stream: MailStream): Relay | null {
  const awake = relays.filter((relay) => !tried.has(relay) && relay.restMs(stream) === 0);
  const sound = preferring(awake, ({ failures, inUse }) => failures === 0 || inUse === 0);
  return takeTurn(preferring(sound, (relay) => !relay.isHeldByLimit));
}

function preferring(relays: Relay[], isPreferred: (relay: Relay) => boolean): Relay[] {
  const preferred = relays.filter(isPreferred);
  return preferred.length > 0 ? preferred : relays;
}

/** Each is owed its weight with every message; the one that is owed most gets it, and owes all others' share. */
function takeTurn(relays: Relay[]): Relay | null {
  let chosen: Relay | null = null;
  let total = 0;
  for (const relay of relays) {
    relay.owed += relay.weight;
    total += relay.weight;
    if (chosen === null || relay.owed > chosen.owed) chosen = relay;
  }
  if (chosen !== null) chosen.owed -= total;
  return chosen;
}
