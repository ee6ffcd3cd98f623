import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { DeliveryState } from '../../db-schema.ts';

/** Whose delivery of an edition an address was: looked for in the edition's own rows, which are read through. */
export function selectAddressee(db: Db, editionId: number, addressHash: Buffer) {
  return db
    .selectFrom('deliveries')
    .select('subscriberId')
    .where('editionId', '=', editionId)
    .where('addressHash', '=', addressHash)
    .limit(1)
    .executeTakeFirst();
}

/** One delivery as it is now, with the text it is of. */
export function selectDelivery(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('editionRevisions as r', 'r.id', 'd.revisionId')
    .innerJoin('sends as s', 's.editionId', 'd.editionId')
    .innerJoin('editions as e', 'e.id', 'd.editionId')
    .leftJoin('sendMails as m', (join) =>
      join
        .onRef('m.editionId', '=', 'd.editionId')
        .onRef('m.revisionId', '=', 'd.revisionId')
        .onRef('m.subjectVariant', '=', 'd.subjectVariant'),
    )
    .selectAll('d')
    .select([
      'r.number as revision',
      'e.newsletterId',
      'm.subject',
      'm.html',
      'm.text',
      's.segments',
      sql<string | null>`m.envelope->>'messageIdDomain'`.as('domain'),
    ])
    .where('d.editionId', '=', editionId)
    .where('d.subscriberId', '=', subscriberId)
    .executeTakeFirst();
}

/** News about one delivery, the oldest first: bounces, complaints, clicks. */
export function selectNews(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('events')
    .select(['at', 'kind', 'data'])
    .where('subscriberId', '=', subscriberId)
    .where('editionId', '=', editionId)
    .orderBy('id')
    .execute();
}

/** What came back about one delivery, the oldest first. */
export function selectReportsAbout(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('reports')
    .select(['id', 'at', 'source', 'kind', 'class', 'status', 'reply', 'decision', 'reason', 'undoneAt'])
    .where('subscriberId', '=', subscriberId)
    .where('editionId', '=', editionId)
    .orderBy('id')
    .execute();
}

export interface ListedRow {
  batch: number;
  subscriberId: number;
  address: string;
  state: DeliveryState;
  attempts: number;
  relay: string | null;
  reply: string | null;
  reason: string | null;
  updatedAt: Date;
}

export interface ListQuery {
  editionId: number;
  state: DeliveryState | null;
  limit: number;
  /** The last row of the page before. */
  after: { batch: number; subscriberId: number };
}

/**
 * A page of an edition's deliveries. The kept counts name the batches that hold rows of the state, so that a few of a
 * million are found without reading the million.
 */
export async function selectDeliveries(
  db: Db,
  { editionId, state, limit, after }: ListQuery,
): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    select b.batch, d.* from (
      select distinct batch from delivery_counts
      where edition_id = ${editionId} and count > 0 and batch >= ${after.batch}
        and (${state}::delivery_state is null or state = ${state}::delivery_state)
      order by batch
    ) b cross join lateral (
      select subscriber_id, address, state, attempt as attempts, relay, reply, reason, updated_at from deliveries d
      where d.edition_id = ${editionId} and d.batch = b.batch
        and (${state}::delivery_state is null or d.state = ${state}::delivery_state)
        and (d.batch > ${after.batch} or d.subscriber_id > ${after.subscriberId})
      order by subscriber_id limit ${limit}
    ) d
    order by b.batch, d.subscriber_id limit ${limit}`.execute(db);
  return rows;
}
