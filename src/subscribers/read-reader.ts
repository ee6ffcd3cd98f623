import type { Actor } from '../access/actor.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { recentMails } from '../delivery/recent-mails.ts';
import { NotFound } from '../errors.ts';
import type { KeptElsewhere } from './kept-elsewhere.ts';
import { selectSubscriber } from './queries/people.ts';
import { selectConsents, selectSubscriptions } from './queries/subscriptions.ts';
import { say } from './say.ts';

export type Reader = Awaited<ReturnType<typeof readReader>>;

/**
 * One person as the desk sees them: what they subscribe to, with the proofs, what stands against mailing them, what
 * they were sent of late, and what other domains keep.
 * @throws NotFound; Forbidden
 */
export async function readReader(db: Db, actor: Actor, id: number, elsewhere: KeptElsewhere[]) {
  demand(actor, 'subscribers.see');
  const person = await requireReader(db, id);
  const { addressHash, addressKey } = person;
  const subject = { subscriberId: id, addressHash, addressKey };
  const [subscriptions, consents, mails, others] = await Promise.all([
    selectSubscriptions(db, id),
    selectConsents(db, id),
    recentMails(db, subject),
    Promise.all(elsewhere.map(({ show }) => show(db, subject))),
  ]);
  return { person, subscriptions, consents, ...mails, elsewhere: others.flat() };
}

/** @throws NotFound */
export async function requireReader(db: Db, id: number) {
  const person = await selectSubscriber(db, id);
  if (person === undefined) throw new NotFound(say.noReader(id));
  return person;
}
