import { sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { Placed } from './editions.ts';

export interface NewChange {
  editionId: number;
  version: number;
  actor: string;
  at: Date;
  act: 'change' | 'undo' | 'redo';
  undoes: number | null;
  operation: unknown;
  effects: unknown;
  conflict: 'open' | null;
}

/** Writes changes into the log of an edition. */
export async function insertChanges(db: Db, changes: NewChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ operation, effects, ...row }) => ({
    ...row,
    operation: json(operation),
    effects: json(effects),
  }));
  await db.insertInto('editionChanges').values(rows).execute();
}

/** Moves an edition on to a version of its log; what it says stays as it is, and so does its approval. */
export async function moveVersion(db: Db, id: number, version: number): Promise<void> {
  await db.updateTable('editions').set({ version }).where('id', '=', id).execute();
}

/** Keeps what was removed of an edition, which no mail shows: no approval hangs on it. */
export async function keepRemoved(db: Db, id: number, removed: unknown): Promise<void> {
  await db
    .updateTable('editions')
    .set({ removed: json(removed) })
    .where('id', '=', id)
    .execute();
}

/** What came of a request that was carried out before. */
export function selectRequest(db: Db, editionId: number, actor: string, once: string) {
  return db
    .selectFrom('editionChangeRequests')
    .select('results')
    .where('editionId', '=', editionId)
    .where('actor', '=', actor)
    .where('once', '=', once)
    .executeTakeFirst();
}

/** Forgets requests that nobody sends again any more. */
export async function deleteRequestsBefore(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('editionChangeRequests').where('at', '<', before).execute();
}

/** Editions whose log begins before a time, by their ids. */
export async function selectWithOldChanges(
  db: Db,
  before: Date,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select e.id from editions e
    where e.id > ${after} and e.created_at < ${before} and (
      select c.at from edition_changes c
      where c.edition_id = e.id and c.conflict is distinct from 'open' order by c.version limit 1
    ) < ${before}
    order by e.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Deletes the changes of an edition before the first that is not older than a time; texts that are open stay. */
export async function deleteChangesBefore(db: Db, editionId: number, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('editionChanges')
    .where('editionId', '=', editionId)
    .where(sql<boolean>`conflict is distinct from 'open'`)
    .where(
      sql<boolean>`version < coalesce((select min(version) from edition_changes
        where edition_id = ${editionId} and at >= ${before}), 2147483647)`,
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Notes that a request was carried out. */
export async function insertRequest(
  db: Db,
  { results, ...row }: { editionId: number; once: string; actor: string; results: unknown },
): Promise<void> {
  await db
    .insertInto('editionChangeRequests')
    .values({ ...row, results: json(results) })
    .execute();
}

/** The changes of an edition after a version, in their order. */
export function selectChangesSince(db: Db, editionId: number, since: number, limit = 5_000) {
  return db
    .selectFrom('editionChanges')
    .selectAll()
    .where('editionId', '=', editionId)
    .where('version', '>', since)
    .orderBy('version')
    .limit(limit)
    .execute();
}

/** The changes of an edition, the newest first, a page from before a version. */
export function selectChangesBefore(db: Db, editionId: number, before: number | null, limit: number) {
  let query = db
    .selectFrom('editionChanges')
    .selectAll()
    .where('editionId', '=', editionId)
    .orderBy('version', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('version', '<', before);
  return query.execute();
}

/** What somebody did to an edition last, the newest first. */
export function selectOwnChanges(db: Db, editionId: number, actor: string, limit: number) {
  return db
    .selectFrom('editionChanges')
    .selectAll()
    .where('editionId', '=', editionId)
    .where('actor', '=', actor)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
}

/** When somebody changed an edition last. */
export async function selectLastChangeAt(db: Db, editionId: number, actor: string): Promise<Date | null> {
  const row = await db
    .selectFrom('editionChanges')
    .select('at')
    .where('editionId', '=', editionId)
    .where('actor', '=', actor)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Texts of an edition that were kept aside and not settled. */
export function selectOpenConflicts(db: Db, editionId: number) {
  return db
    .selectFrom('editionChanges')
    .selectAll()
    .where('editionId', '=', editionId)
    .where('conflict', '=', 'open')
    .orderBy('version')
    .execute();
}

/** One text that was kept aside, open or settled. */
export function selectConflict(db: Db, editionId: number, version: number) {
  return db
    .selectFrom('editionChanges')
    .selectAll()
    .where('editionId', '=', editionId)
    .where('version', '=', version)
    .where('conflict', 'is not', null)
    .executeTakeFirst();
}

/** Says what became of texts that were kept aside. */
export async function settleConflicts(
  db: Db,
  editionId: number,
  versions: number[],
  conflict: 'open' | 'taken' | 'dropped' | 'replaced',
): Promise<void> {
  if (versions.length === 0) return;
  await db
    .updateTable('editionChanges')
    .set({ conflict })
    .where('editionId', '=', editionId)
    .where('version', 'in', versions)
    .execute();
}

/** Who set a field of an edition last, by the log. */
export async function selectLastWriter(
  db: Db,
  editionId: number,
  key: string | null,
  field: string,
): Promise<string | null> {
  const effect = json([{ effect: 'set', key, field }]);
  const row = await db
    .selectFrom('editionChanges')
    .select('actor')
    .where('editionId', '=', editionId)
    .where(sql<boolean>`effects @> ${effect}`)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.actor ?? null;
}

/** In which other edition of a newsletter each of these articles stands, by its number; those cancelled do not count. */
export async function selectStandingElsewhere(
  db: Db,
  { newsletterId, except }: { newsletterId: number; except: number },
  articleIds: number[],
): Promise<Map<number, number>> {
  if (articleIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('editionArticles as ea')
    .innerJoin('editions as e', 'e.id', 'ea.editionId')
    .select(['ea.articleId', 'e.number'])
    .where('e.newsletterId', '=', newsletterId)
    .where('e.id', '<>', except)
    .where('e.state', '<>', 'cancelled')
    .where('ea.articleId', 'in', articleIds)
    .execute();
  return new Map(rows.map(({ articleId, number }) => [articleId, number]));
}

/** Notes further articles of an edition that is going out; those that it went out with stay noted. */
export async function addEditionArticles(db: Db, editionId: number, articles: Placed[]): Promise<void> {
  if (articles.length === 0) return;
  await db
    .insertInto('editionArticles')
    .values(articles.map(({ articleId, block }, position) => ({ editionId, position, articleId, block })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
