import type { Db } from '../db.ts';
import { listCoolings } from './destinations/list.ts';
import { selectRoom } from './queries/relays.ts';

/** What a person should know of a send that goes on: what will not be through in time, and which destinations wait. */
export async function foresee(db: Db, pending: number, expiresAt: Date): Promise<string[]> {
  if (pending === 0) return [];
  const coolings = await listCoolings(db);
  return [
    ...(await foreseeRoom(db, pending, expiresAt)),
    ...coolings.map(
      ({ destination, relay, perMinute, until, why }) =>
        `${destination} gets ${perMinute === 0 ? 'nothing' : `${perMinute} a minute`} over ${relay} until ${until?.toISOString()}: ${why}`,
    ),
  ];
}

/** Where the relays' limits leave too little room for a send before it expires, how much. */
export async function foreseeRoom(db: Db, pending: number, expiresAt: Date): Promise<string[]> {
  const room = await selectRoom(db, expiresAt);
  if (room === null || room >= pending) return [];
  return [
    `the limits of the relays, warm-up plans included, leave room for ${room} until it expires at ${expiresAt.toISOString()}; ${pending} are still to go, so ${pending - room} would not get it. Add a relay, or raise a limit`,
  ];
}
