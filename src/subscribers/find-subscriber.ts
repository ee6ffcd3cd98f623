import type { Db } from '../db.ts';
import { parseAddress } from './address.ts';
import { selectByKey } from './queries/people.ts';

/**
 * Who subscribes with an address, or null.
 * @throws InvalidInput for a wrong address
 */
export async function findSubscriber(db: Db, text: string): Promise<{ id: number; name: string } | null> {
  const person = await selectByKey(db, parseAddress(text).key);
  return person === undefined ? null : { id: person.id, name: person.name };
}
