import { type Insertable, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Promises } from '../../db-schema.ts';

/** Writes a promise down. */
export function insertPromise(db: Db, values: Insertable<Promises>) {
  return db.insertInto('promises').values(values).returningAll().executeTakeFirstOrThrow();
}

/** The promise of a ballot, held until the transaction ends. */
export function lockPromise(db: Db, ballotId: number) {
  return db
    .selectFrom('promises')
    .selectAll()
    .where('ballotId', '=', ballotId)
    .forUpdate()
    .executeTakeFirst();
}

/** Changes a promise. */
export function updatePromise(db: Db, id: number, values: Updateable<Promises>) {
  return db.updateTable('promises').set(values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** Promises with their ballots: those that are still open first, by the day they are due, then the newest. */
export function selectPromises(db: Db, limit: number) {
  return promisesQuery(db)
    .orderBy((order) => order.case().when('p.state', '=', 'open').then(0).else(1).end())
    .orderBy((order) => order.case().when('p.state', '=', 'open').then(order.ref('p.dueOn')).end())
    .orderBy('p.endedAt', 'desc')
    .limit(limit)
    .execute();
}

/** The promises of these ballots. */
export function selectPromisesOf(db: Db, ballotIds: number[]) {
  if (ballotIds.length === 0) return Promise.resolve([]);
  return promisesQuery(db).where('p.ballotId', 'in', ballotIds).execute();
}

function promisesQuery(db: Db) {
  return db
    .selectFrom('promises as p')
    .innerJoin('ballots as b', 'b.id', 'p.ballotId')
    .innerJoin('ballotOptions as o', (join) =>
      join.onRef('o.ballotId', '=', 'p.ballotId').onRef('o.position', '=', 'p.position'),
    )
    .selectAll('p')
    .select(['b.slug', 'b.title as ballotTitle', 'o.title as option']);
}

/** Promises that were kept since then, in their order. */
export function selectKeptSince(db: Db, since: Date) {
  return promisesQuery(db)
    .select('b.salt')
    .where('p.state', '=', 'kept')
    .where('p.endedAt', '>=', since)
    .orderBy('p.endedAt')
    .orderBy('p.id')
    .execute();
}

/** Promises that articles at these addresses keep. */
export function selectKeptBy(db: Db, urls: string[]) {
  if (urls.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('promises as p')
    .innerJoin('ballots as b', 'b.id', 'p.ballotId')
    .select(['p.articleUrl', 'p.ballotId', 'p.position', 'b.salt'])
    .where('p.articleUrl', 'in', urls)
    .where('p.state', '=', 'kept')
    .execute();
}
