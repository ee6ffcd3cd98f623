import type { Db } from '../db.ts';
import { selectSubscriber } from './queries/people.ts';
import { recipientOf } from './subscribe.ts';

/** Who a service mail to a subscriber goes to, for domains to the left; null where they are gone. */
export async function recipientById(db: Db, subscriberId: number) {
  const person = await selectSubscriber(db, subscriberId);
  return person === undefined ? null : recipientOf(db, person);
}
