import { type Insertable, sql, type Updateable } from 'kysely';
import { type Db, json } from '../../db.ts';
import { allArticlesQuery, earlierTextsQuery } from '../../articles/composable.ts';
import type { Editions } from '../../db-schema.ts';
import { notGoingOut } from './uses.ts';

/** These articles as they are now, those that have vanished too. */
export async function selectArticlesNow(db: Db, ids: number[]) {
  return ids.length === 0 ? [] : allArticlesQuery(db).where('articles.id', 'in', ids).execute();
}

/** Editions that are approved and have not gone out. */
export function selectApproved(db: Db) {
  return db.selectFrom('editions').selectAll().where('state', 'in', ['approved', 'scheduled']).execute();
}

/** Notes a drift of an edition's article; false where it has been noted. */
export async function insertDriftEvent(db: Db, editionId: number, data: object): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('events')
    .values({ kind: 'article-changed', editionId, data: json(data) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Adds an edition under the newsletter's next number. */
export function insertEdition(db: Db, values: Omit<Insertable<Editions>, 'number'>) {
  return db
    .insertInto('editions')
    .values({
      ...values,
      blocks: json(values.blocks),
      notes: json(values.notes ?? []),
      number: sql<number>`(select coalesce(max(number), 0) + 1 from editions where newsletter_id = ${values.newsletterId})`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An article among those of an edition. */
export interface Placed {
  articleId: number;
  block: string;
  /** Its words were written anew: with the source's text of now in view. */
  isRewritten?: boolean;
}

/** Notes which articles stand in an edition; each as its source has it now, unless it stands there already. */
export async function insertEditionArticles(db: Db, editionId: number, articles: Placed[]): Promise<void> {
  const ids = articles.map(({ articleId }) => articleId);
  let gone = db.deleteFrom('editionArticles').where('editionId', '=', editionId);
  if (ids.length > 0) gone = gone.where('articleId', 'not in', ids);
  await gone.execute();
  if (articles.length === 0) return;
  const places = articles.map(({ articleId, block }, position) => ({
    article_id: articleId,
    block,
    position,
  }));
  await sql`insert into edition_articles as ea (edition_id, article_id, block, position, revision)
    select distinct on (p.article_id) ${editionId}::bigint, p.article_id, p.block, p.position, a.revision
    from jsonb_to_recordset(${json(places)}::jsonb) as p (article_id bigint, block text, position int)
      join articles a on a.id = p.article_id
    order by p.article_id, p.position
    on conflict (edition_id, article_id) do update set block = excluded.block, position = excluded.position,
      revision = case when ea.article_id = any (${rewritten(articles)}::bigint[]) then excluded.revision
        else ea.revision end`.execute(db);
}

function rewritten(articles: Placed[]): number[] {
  return articles.filter(({ isRewritten }) => isRewritten === true).map(({ articleId }) => articleId);
}

/** Which text of each of its articles an edition has taken. */
export async function selectTaken(db: Db, editionId: number): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('editionArticles')
    .select(['articleId', 'revision'])
    .where('editionId', '=', editionId)
    .where('revision', 'is not', null)
    .execute();
  return new Map(rows.map(({ articleId, revision }) => [articleId, revision ?? 0]));
}

/** What the sources of these articles said before. */
export async function selectEarlierTexts(db: Db, ids: number[]) {
  return ids.length === 0 ? [] : earlierTextsQuery(db).where('r.articleId', 'in', ids).execute();
}

/** One edition. */
export function selectEdition(db: Db, id: number) {
  return db.selectFrom('editions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One edition by the name in its address. */
export function selectEditionBySlug(db: Db, slug: string) {
  return db.selectFrom('editions').selectAll().where('slug', '=', slug).executeTakeFirst();
}

/** Editions of newsletters of alerts that were made since, the newest first. */
export function selectAlerts(db: Db, since: Date) {
  return db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
    .select(['e.id', 'e.subject', 'e.state', 'e.createdAt', 'e.editedBy', 'n.name as newsletter'])
    .where('n.priority', '=', 'alert')
    .where('e.createdAt', '>', since)
    .where('e.state', '<>', 'cancelled')
    .orderBy('e.id', 'desc')
    .limit(5)
    .execute();
}

/** One edition, held until the transaction ends. */
export function lockEdition(db: Db, id: number) {
  return db.selectFrom('editions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Changes an edition. */
export async function updateEdition(db: Db, id: number, values: Updateable<Editions>): Promise<void> {
  const { blocks, subjectTest, ...rest } = values;
  const documents = {
    ...(blocks === undefined ? {} : { blocks: json(blocks) }),
    ...(subjectTest === undefined ? {} : { subjectTest: subjectTest === null ? null : json(subjectTest) }),
  };
  await db
    .updateTable('editions')
    .set({ ...rest, ...documents, updatedAt: new Date() })
    .where('id', '=', id)
    .execute();
}

/** The newest editions, of one newsletter or of all, with what their send does. */
export function selectEditions(db: Db, newsletterId: number | null, limit: number) {
  let query = db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
    .leftJoin('sends as s', 's.editionId', 'e.id')
    .select([
      'e.id',
      'n.slug as newsletter',
      'e.number',
      'e.state',
      's.state as send',
      'e.subject',
      'e.sendAt',
      'e.launchedAt',
      'e.createdAt',
    ])
    .orderBy('e.id', 'desc')
    .limit(limit);
  if (newsletterId !== null) query = query.where('e.newsletterId', '=', newsletterId);
  return query.execute();
}

/** The number and subjects of the newsletter's last edition before one that went out, or is going to. */
export function selectSubjectBefore(db: Db, newsletterId: number, id: number) {
  return db
    .selectFrom('editions')
    .select(['number', 'subject', 'preheader', 'subjectTest'])
    .where('newsletterId', '=', newsletterId)
    .where('id', '<', id)
    .where('state', 'not in', notGoingOut)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Editions whose time to go out has come, and how late that may be made up for. */
export function selectDueLaunches(db: Db, now: Date) {
  return db
    .selectFrom('editions as e')
    .leftJoin('assemblyRules as r', 'r.newsletterId', 'e.newsletterId')
    .select(['e.id', 'e.sendAt', 'r.lateMinutes'])
    .where('e.state', '=', 'scheduled')
    .where('e.sendAt', '<=', now)
    .execute();
}

/** An event about an edition, for other domains and the log of its life. */
export async function insertEditionEvent(
  db: Db,
  kind: string,
  editionId: number,
  data: object,
): Promise<void> {
  await db
    .insertInto('events')
    .values({ kind, editionId, data: json(data) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
