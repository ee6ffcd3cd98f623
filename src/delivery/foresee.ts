import type { Db } from '../db.ts';
import { listCoolings } from './destinations/list.ts';
import { selectRoom } from './queries/relays.ts';
import { because } from './say.ts';

/** What a person should know of a send that goes on: what will not be through in time, and which destinations wait. */
export async function foresee(db: Db, pending: number, expiresAt: Date): Promise<string[]> {
  if (pending === 0) return [];
  const coolings = await listCoolings(db);
  return [
    ...(await foreseeRoom(db, pending, expiresAt)),
    ...coolings.map(({ destination, relay, perMinute, until, why }) => {
      const end = until?.toISOString() ?? '';
      return perMinute === 0
        ? because.destinationWaits(destination, relay, end, why)
        : because.destinationSlowed(destination, String(perMinute), relay, end, why);
    }),
  ];
}

/** Where the relays' limits leave too little room for a send before it expires, how much. */
export async function foreseeRoom(db: Db, pending: number, expiresAt: Date): Promise<string[]> {
  const room = await selectRoom(db, expiresAt);
  if (room === null || room >= pending) return [];
  return [because.noRoom(String(room), expiresAt.toISOString(), String(pending), String(pending - room))];
}
