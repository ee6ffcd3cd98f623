import type { Db } from '../../db.ts';

// Parts of the statements that change a delivery's state, so that its life is written with it or not at all.

/** Of the rows whose worker has ended (`doubt`). */
export const keepDoubt = `kept as (
       insert into delivery_attempts (edition_id, subscriber_id, attempt, outcome, reason)
       select edition_id, subscriber_id, attempt, 'uncertain', reason from doubt
     )`;

/** Of the rows in doubt that a person has sent again (`revived`). */
export const keepRevival = `kept as (
       insert into delivery_attempts (edition_id, subscriber_id, attempt, outcome, reason)
       select edition_id, subscriber_id, attempt, 'waiting', 'a person has it sent again' from revived
       where state = 'waiting'
     )`;

/** What is kept of a delivery's attempts, the first one first. */
export function selectAttempts(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('deliveryAttempts')
    .select(['attempt', 'at', 'outcome', 'relay', 'reply', 'replyClass', 'reason'])
    .where('editionId', '=', editionId)
    .where('subscriberId', '=', subscriberId)
    .orderBy('id')
    .execute();
}

/** What is kept of the attempts of all of a person's deliveries. */
export function selectAttemptsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('sends as s')
    .innerJoin('deliveryAttempts as a', 'a.editionId', 's.editionId')
    .select(['a.editionId', 'a.attempt', 'a.at', 'a.outcome', 'a.relay', 'a.reply', 'a.reason'])
    .where('a.subscriberId', '=', subscriberId)
    .orderBy('a.editionId')
    .orderBy('a.id')
    .execute();
}

/** Deletes what is kept of a person's attempts: a reply may name who somebody is. */
export async function deleteAttempts(db: Db, subscriberId: number): Promise<void> {
  await db
    .deleteFrom('deliveryAttempts as a')
    .using('sends as s')
    .whereRef('a.editionId', '=', 's.editionId')
    .where('a.subscriberId', '=', subscriberId)
    .execute();
}
