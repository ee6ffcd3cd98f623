import { type Insertable, sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { Suppressions } from '../../db-schema.ts';

/** The live suppression of an address for this reason, of this newsletter or of everything; locked. */
export function lockSuppression(
  db: Db,
  { addressHash, reason, newsletterId }: { addressHash: Buffer; reason: string; newsletterId: number | null },
) {
  return db
    .selectFrom('suppressions')
    .select(['id', 'streams'])
    .where('addressHash', '=', addressHash)
    .where('reason', '=', reason)
    .where('liftedAt', 'is', null)
    .where(sql<boolean>`newsletter_id is not distinct from ${newsletterId}::bigint`)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a suppression. */
export async function insertSuppression(db: Db, values: Insertable<Suppressions>): Promise<void> {
  const { evidence = {}, ...rest } = values;
  await db
    .insertInto('suppressions')
    .values({ ...rest, evidence: json(evidence) })
    .execute();
}

/** Lets a suppression stop more streams; it counts as made now, since a launch in progress looks for new ones. */
export async function updateStreams(
  db: Db,
  id: number,
  values: { streams: string[]; address: string | null; createdBy: string },
): Promise<void> {
  await db
    .updateTable('suppressions')
    .set({ ...values, createdAt: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** Live suppressions of an address. */
export function selectSuppressions(db: Db, addressHash: Buffer) {
  return db
    .selectFrom('suppressions')
    .selectAll()
    .where('addressHash', '=', addressHash)
    .where('liftedAt', 'is', null)
    .orderBy('id')
    .execute();
}

/** Suppressions of an address, lifted ones too. */
export function selectSuppressionsOf(db: Db, addressHash: Buffer) {
  return db
    .selectFrom('suppressions')
    .select([
      'id',
      'address',
      'reason',
      'streams',
      'newsletterId',
      'evidence',
      'createdBy',
      'createdAt',
      'liftedBy',
      'liftedAt',
    ])
    .where('addressHash', '=', addressHash)
    .orderBy('id')
    .execute();
}

/** Every live suppression, as a query to compose on. */
export function liveSuppressions(db: Db) {
  return db.selectFrom('suppressions').select(['addressHash', 'newsletterId']).where('liftedAt', 'is', null);
}

/** Whether somebody has lifted a hard bounce of this address before. */
export async function wasLiftedBy(db: Db, addressHash: Buffer, by: string): Promise<boolean> {
  const row = await db
    .selectFrom('suppressions')
    .select('id')
    .where('addressHash', '=', addressHash)
    .where('reason', '=', 'hard-bounce')
    .where('liftedBy', '=', by)
    .executeTakeFirst();
  return row !== undefined;
}

/** A page of live suppressions, the newest first. */
export function selectAllSuppressions(db: Db, limit: number) {
  return db
    .selectFrom('suppressions')
    .select(['id', 'address', 'reason', 'streams', 'newsletterId', 'createdBy', 'createdAt'])
    .where('liftedAt', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Takes the readable address, and what was seen of it, out of suppressions. */
export async function clearAddress(db: Db, addressHash: Buffer): Promise<void> {
  await db
    .updateTable('suppressions')
    .set({ address: null, evidence: json({}) })
    .where('addressHash', '=', addressHash)
    .execute();
}

/** Service mails to an address, the oldest first; those that named the person by an older address too. */
export function selectServiceMailsOf(db: Db, subscriberId: number | null, addressHash: Buffer) {
  return db
    .selectFrom('serviceMails')
    .select(['kind', 'address', 'language', 'state', 'createdAt'])
    .where((where) =>
      where.or([where('addressHash', '=', addressHash), where('subscriberId', '=', subscriberId)]),
    )
    .orderBy('id')
    .execute();
}

/** A person's deliveries, by edition: each is asked for, since no index begins with the person. */
export function selectDeliveriesOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('sends as s')
    .innerJoin('deliveries as d', 'd.editionId', 's.editionId')
    .select(['d.editionId', 'd.address', 'd.state', 'd.reason', 'd.reply', 'd.updatedAt'])
    .where('d.subscriberId', '=', subscriberId)
    .orderBy('d.editionId')
    .execute();
}

/** News about a person, the oldest first. */
export function selectEventsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('events')
    .select(['at', 'kind', 'editionId', 'data'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('id')
    .execute();
}

/** Deletes service mails to an address, whatever became of them. */
export async function deleteServiceMails(
  db: Db,
  subscriberId: number | null,
  addressHash: Buffer,
): Promise<void> {
  await db
    .deleteFrom('serviceMails')
    .where((where) =>
      where.or([where('addressHash', '=', addressHash), where('subscriberId', '=', subscriberId)]),
    )
    .execute();
}

/** Deletes the news about a person. */
export async function deleteEvents(db: Db, subscriberId: number): Promise<void> {
  await db.deleteFrom('events').where('subscriberId', '=', subscriberId).execute();
}

/** Takes a person out of their deliveries, which stay for the counts. */
export async function clearDeliveries(db: Db, subscriberId: number): Promise<void> {
  await db
    .updateTable('deliveries as d')
    .from('sends as s')
    .set({ address: '', addressHash: Buffer.alloc(0), name: '', reply: null })
    .whereRef('d.editionId', '=', 's.editionId')
    .where('d.subscriberId', '=', subscriberId)
    .execute();
}

/** Takes those out of a send's rows who were erased while its audience was being frozen. */
export async function clearErased(db: Db, editionId: number): Promise<void> {
  await sql`
    update deliveries d set address = '', address_hash = '', name = ''
    from suppressions s join sends on sends.edition_id = ${editionId}
    where s.reason = 'erased' and s.lifted_at is null and s.created_at > sends.launched_at - interval '1 hour'
      and d.edition_id = ${editionId} and d.address_hash = s.address_hash`.execute(db);
}

/** Lifts suppressions by id. */
export async function liftByIds(db: Db, ids: number[], by: string): Promise<void> {
  if (ids.length > 0)
    await db
      .updateTable('suppressions')
      .set({ liftedAt: new Date(), liftedBy: by })
      .where('id', 'in', ids)
      .execute();
}

/** The hashes of addresses that get no edition of a newsletter, as a query. */
export function withoutBulkQuery(db: Db, newsletterId: number) {
  return db
    .selectFrom('suppressions')
    .select('suppressions.addressHash')
    .where('suppressions.liftedAt', 'is', null)
    .where(sql<boolean>`'bulk' = any (suppressions.streams)`)
    .where((where) =>
      where.or([
        where('suppressions.newsletterId', 'is', null),
        where('suppressions.newsletterId', '=', newsletterId),
      ]),
    );
}
