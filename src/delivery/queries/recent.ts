import type { Db } from '../../db.ts';

/**
 * A person's newest deliveries with what they were called: edition by edition, since no index begins with the person.
 */
export function selectRecentDeliveries(db: Db, subscriberId: number, limit: number) {
  return db
    .selectFrom('sends as s')
    .innerJoin('deliveries as d', 'd.editionId', 's.editionId')
    .leftJoin('sendMails as m', (join) =>
      join
        .onRef('m.editionId', '=', 'd.editionId')
        .onRef('m.revisionId', '=', 'd.revisionId')
        .onRef('m.subjectVariant', '=', 'd.subjectVariant'),
    )
    .select(['d.editionId', 'm.subject', 'd.state', 'd.reason', 'd.reply', 'd.updatedAt', 'd.appealDecision'])
    .where('d.subscriberId', '=', subscriberId)
    .orderBy('s.editionId', 'desc')
    .limit(limit)
    .execute();
}

/** The newest service mails to an address. */
export function selectRecentServiceMails(db: Db, addressHash: Buffer, limit: number) {
  return db
    .selectFrom('serviceMails')
    .select(['id', 'kind', 'state', 'reason', 'reply', 'createdAt'])
    .where('addressHash', '=', addressHash)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
