import { type Insertable, sql, type Updateable } from 'kysely';
import { type Db, json } from '../db.ts';
import type { Articles, Images, Sources } from '../db-schema.ts';

/** Adds a source; nothing where its address is there already. */
export function insertSource(db: Db, values: Insertable<Sources>) {
  return db
    .insertInto('sources')
    .values(values)
    .onConflict((conflict) => conflict.column('url').doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Every source, the newest last. */
export function selectSources(db: Db) {
  return db.selectFrom('sources').selectAll().orderBy('id').execute();
}

/** One source by its id. */
export function selectSource(db: Db, id: number) {
  return db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One source by its address. */
export function selectSourceByUrl(db: Db, url: string) {
  return db.selectFrom('sources').selectAll().where('url', '=', url).executeTakeFirst();
}

/** Sources whose time to be polled has come. */
export function selectDueSources(db: Db, now: Date) {
  return db
    .selectFrom('sources')
    .select('id')
    .where('state', '=', 'active')
    .where('nextPollAt', '<=', now)
    .orderBy('nextPollAt')
    .limit(500)
    .execute();
}

/** Records what a poll found out about the source itself. */
export async function updateSource(db: Db, id: number, values: Updateable<Sources>): Promise<void> {
  await db.updateTable('sources').set(values).where('id', '=', id).execute();
}

/** How many articles each source has given. */
export function countArticlesBySource(db: Db) {
  return db
    .selectFrom('articles')
    .select(['sourceId', (count) => count.fn.countAll<number>().as('articles')])
    .where('sourceId', 'is not', null)
    .groupBy('sourceId')
    .execute();
}

/** The article with this address, or with this id of the source's own. */
export function selectKnownArticle(
  db: Db,
  canonicalUrl: string,
  sourceId: number | null,
  guid: string | null,
) {
  return db
    .selectFrom('articles')
    .selectAll()
    .where((where) =>
      where.or([
        where('canonicalUrl', '=', canonicalUrl),
        where.and([where('sourceId', '=', sourceId ?? -1), where('guid', '=', guid ?? '')]),
      ]),
    )
    .orderBy(sql`canonical_url = ${canonicalUrl}`, 'desc')
    .forUpdate()
    .executeTakeFirst();
}

/** Adds an article; nothing where another process was first. */
export function insertArticle(db: Db, values: Insertable<Articles>) {
  return db
    .insertInto('articles')
    .values(values)
    .onConflict((conflict) => conflict.column('canonicalUrl').doNothing())
    .returning('id')
    .executeTakeFirst();
}

/** Writes an article's new text over the old one, which `insertRevision` has kept. */
export async function updateArticle(db: Db, id: number, values: Updateable<Articles>): Promise<void> {
  await db.updateTable('articles').set(values).where('id', '=', id).execute();
}

/**
 * Notes when a feed listed its articles last, and marks as vanished those that its poll before listed and this one
 * does not, though at least three that are older are still there. Gives how many.
 */
export async function markListed(
  db: Db,
  sourceId: number,
  { urls, guids }: { urls: string[]; guids: string[] },
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with previous as (
      select max(listed_at) as listed_at from articles where source_id = ${sourceId}
    ), listed as (
      update articles set listed_at = ${now}, vanished_at = null
      where source_id = ${sourceId} and (canonical_url = any(${urls}) or guid = any(${guids}))
      returning id, published_at
    ), vanished as (
      update articles set vanished_at = ${now} from previous
      where source_id = ${sourceId} and articles.listed_at = previous.listed_at and vanished_at is null
        and id not in (select id from listed)
        and (select count(*) from listed where listed.published_at < articles.published_at) >= 3
      returning id
    )
    select count(*) from vanished`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Keeps the text of an article as it was up to now. */
export async function insertRevision(
  db: Db,
  articleId: number,
  revision: number,
  content: object,
): Promise<void> {
  await db
    .insertInto('articleRevisions')
    .values({ articleId, revision, content: json(content) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The newest articles, of one source or of all, a page from before the given id. */
export function selectArticles(
  db: Db,
  { sourceId, before, limit }: { sourceId?: number; before?: number; limit: number },
) {
  let query = db
    .selectFrom('articles')
    .selectAll()
    .orderBy('publishedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (sourceId !== undefined) query = query.where('sourceId', '=', sourceId);
  if (before !== undefined) query = query.where('id', '<', before);
  return query.execute();
}

/** One article by its id. */
export function selectArticle(db: Db, id: number) {
  return db.selectFrom('articles').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One article by its canonical address. */
export function selectArticleByUrl(db: Db, canonicalUrl: string) {
  return db.selectFrom('articles').selectAll().where('canonicalUrl', '=', canonicalUrl).executeTakeFirst();
}

/** Moves a source and its articles from one origin to another, as when a site changes its address. */
export async function moveAddresses(db: Db, sourceId: number, from: string, to: string): Promise<void> {
  await db
    .updateTable('articles')
    .set({ canonicalUrl: sql`${to}::text || substr(canonical_url, ${from.length + 1}::int)` })
    .where('sourceId', '=', sourceId)
    .where(sql<boolean>`starts_with(canonical_url, ${from})`)
    .execute();
  await db
    .updateTable('articles')
    .set({
      image: sql`jsonb_set(image, '{url}', to_jsonb(${to}::text || substr(image->>'url', ${from.length + 1}::int)))`,
    })
    .where('sourceId', '=', sourceId)
    .where(sql<boolean>`starts_with(image->>'url', ${from})`)
    .execute();
}

/** What became of fetching a picture. */
export function selectImageFetch(db: Db, url: string) {
  return db
    .selectFrom('imageFetches')
    .leftJoin('images', 'images.hash', 'imageFetches.hash')
    .select(['imageFetches.hash', 'error', 'fetchedAt', 'width', 'height'])
    .where('url', '=', url)
    .executeTakeFirst();
}

/** Keeps a picture under the hash of its bytes, once. */
export async function insertImage(db: Db, values: Insertable<Images>): Promise<void> {
  await db
    .insertInto('images')
    .values(values)
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}

/** Records what became of fetching a picture's address. */
export async function upsertImageFetch(
  db: Db,
  url: string,
  hash: string | null,
  error: string | null,
): Promise<void> {
  const values = { hash, error, fetchedAt: new Date() };
  await db
    .insertInto('imageFetches')
    .values({ url, ...values })
    .onConflict((conflict) => conflict.column('url').doUpdateSet(values))
    .execute();
}

/** A picture as it is served. */
export function selectImage(db: Db, hash: string) {
  return db.selectFrom('images').select(['mediaType', 'data']).where('hash', '=', hash).executeTakeFirst();
}
