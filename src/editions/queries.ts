import { type Insertable, sql, type Updateable } from 'kysely';
import { type Db, json } from '../db.ts';
import { allArticlesQuery, articlesQuery } from '../articles/composable.ts';
import type { AssemblyRules, Editions } from '../db-schema.ts';

/** How a newsletter assembles itself. */
export function selectRules(db: Db, newsletterId: number) {
  return db
    .selectFrom('assemblyRules')
    .selectAll()
    .where('newsletterId', '=', newsletterId)
    .executeTakeFirst();
}

/** Every newsletter that assembles itself, with its zone and whether it has today's run behind it. */
export function selectScheduled(db: Db) {
  return db
    .selectFrom('assemblyRules as r')
    .innerJoin('newsletters as n', 'n.id', 'r.newsletterId')
    .select(['n.id', 'n.timeZone', 'r.assembleAt', 'r.weekdays'])
    .where('r.enabled', '=', true)
    .where('n.archivedAt', 'is', null)
    .execute();
}

/** Sets a newsletter's rules. */
export async function upsertRules(db: Db, values: Insertable<AssemblyRules>): Promise<void> {
  const { newsletterId: _, ...changes } = values;
  await db
    .insertInto('assemblyRules')
    .values(values)
    .onConflict((conflict) => conflict.column('newsletterId').doUpdateSet(changes))
    .execute();
}

/** Claims a local day's scheduled run; nothing where it has been made. */
export function insertScheduledRun(db: Db, newsletterId: number, localDate: string, at: Date) {
  return db
    .insertInto('assemblies')
    .values({ newsletterId, localDate, cause: 'schedule', at })
    .onConflict((conflict) =>
      conflict.columns(['newsletterId', 'localDate']).where('cause', '=', 'schedule').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
}

/** Notes a run that a person asked for. */
export function insertRun(db: Db, newsletterId: number, localDate: string, at: Date) {
  return db
    .insertInto('assemblies')
    .values({ newsletterId, localDate, cause: 'person', at })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Writes down what came of a run. */
export async function updateRun(
  db: Db,
  id: number,
  values: { editionId: number | null; articles: number; reason: string | null },
): Promise<void> {
  await db.updateTable('assemblies').set(values).where('id', '=', id).execute();
}

/** Whether the local day's scheduled run has been made. */
export async function hasRun(db: Db, newsletterId: number, localDate: string): Promise<boolean> {
  const row = await db
    .selectFrom('assemblies')
    .select('id')
    .where('newsletterId', '=', newsletterId)
    .where('localDate', '=', localDate)
    .where('cause', '=', 'schedule')
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes all who assemble a newsletter wait for each other. */
export async function lockNewsletter(db: Db, newsletterId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('assemble', ${newsletterId}))`.execute(db);
}

/** Takes drafts that nobody has approved off the list; gives their numbers. */
export function supersedeDrafts(db: Db, newsletterId: number) {
  return db
    .updateTable('editions')
    .set({ state: 'cancelled', updatedAt: new Date() })
    .where('newsletterId', '=', newsletterId)
    .where('state', '=', 'draft')
    .returning('number')
    .execute();
}

/** The end of the newsletter's last window that made an edition which went out, or is going to. */
export async function selectLastWindowEnd(db: Db, newsletterId: number): Promise<Date | null> {
  const row = await db
    .selectFrom('editions')
    .select((max) => max.fn.max('windowEnd').as('end'))
    .where('newsletterId', '=', newsletterId)
    .where('state', 'not in', notGoingOut)
    .executeTakeFirst();
  return row?.end ?? null;
}

/** The last edition's subject, so that the next one differs. */
export async function selectLastSubject(db: Db, newsletterId: number): Promise<string | null> {
  const row = await db
    .selectFrom('editions')
    .select('subject')
    .where('newsletterId', '=', newsletterId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.subject ?? null;
}

// A draft gives way to the next edition, so its articles are free.
const notGoingOut = ['draft', 'cancelled'];
const keepingMs = 15 * 60_000;

interface Window {
  newsletterId: number;
  sourceIds: number[];
  categories: string[];
  /** Published after this, or first seen after `seenFrom`. */
  from: Date;
  to: Date;
}

/**
 * Articles that came since the last edition: published in the window, or, a late arrival, first seen in it; none
 * that stood in an edition of this newsletter before.
 */
export function selectCandidates(
  db: Db,
  { newsletterId, sourceIds, categories, from, to }: Window,
  overlapFrom: Date,
  limit: number,
) {
  let query = articlesQuery(db)
    .where('articles.publishedAt', '<=', to)
    .where((where) =>
      where.or([
        where('articles.publishedAt', '>', from),
        where.and([
          // What was being kept while the last edition was assembled is noted with a time of before.
          where('articles.firstSeenAt', '>', new Date(from.getTime() - keepingMs)),
          where('articles.publishedAt', '>', overlapFrom),
        ]),
        where('articles.leadMarkedAt', '>', from),
      ]),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('editionArticles as ea')
            .innerJoin('editions as e', 'e.id', 'ea.editionId')
            .select('ea.articleId')
            .whereRef('ea.articleId', '=', 'articles.id')
            .where('e.newsletterId', '=', newsletterId)
            .where('e.state', 'not in', notGoingOut),
        ),
      ),
    );
  if (sourceIds.length > 0)
    query = query.where((where) =>
      where.or([where('articles.sourceId', 'in', sourceIds), where('articles.sourceId', 'is', null)]),
    );
  if (categories.length > 0) query = query.where(sql<boolean>`articles.categories && ${categories}::text[]`);
  return query.orderBy('articles.publishedAt', 'desc').orderBy('articles.id', 'desc').limit(limit).execute();
}

/** Older articles that the new ones may refer to. */
export function selectOlder(db: Db, before: Date, limit: number) {
  return articlesQuery(db)
    .where('articles.publishedAt', '<=', before)
    .orderBy('articles.publishedAt', 'desc')
    .limit(limit)
    .execute();
}

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

/** Notes which articles stand in an edition. */
export async function insertEditionArticles(
  db: Db,
  editionId: number,
  articles: Array<{ articleId: number; block: string }>,
): Promise<void> {
  await db.deleteFrom('editionArticles').where('editionId', '=', editionId).execute();
  if (articles.length === 0) return;
  await db
    .insertInto('editionArticles')
    .values(articles.map((article, position) => ({ editionId, position, ...article })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** One edition. */
export function selectEdition(db: Db, id: number) {
  return db.selectFrom('editions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One edition, held until the transaction ends. */
export function lockEdition(db: Db, id: number) {
  return db.selectFrom('editions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Changes an edition. */
export async function updateEdition(db: Db, id: number, values: Updateable<Editions>): Promise<void> {
  const { blocks, ...rest } = values;
  await db
    .updateTable('editions')
    .set({ ...rest, ...(blocks === undefined ? {} : { blocks: json(blocks) }), updatedAt: new Date() })
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

/** Runs that made no edition, with their reasons, the newest first. */
export function selectSkipped(db: Db, newsletterId: number | null, limit: number) {
  let query = db
    .selectFrom('assemblies as a')
    .innerJoin('newsletters as n', 'n.id', 'a.newsletterId')
    .select(['n.slug as newsletter', 'a.localDate', 'a.cause', 'a.articles', 'a.reason', 'a.at'])
    .where('a.editionId', 'is', null)
    .orderBy('a.id', 'desc')
    .limit(limit);
  if (newsletterId !== null) query = query.where('a.newsletterId', '=', newsletterId);
  return query.execute();
}

/** Keeps a frozen text; gives the one that is there where it is the same. */
export async function insertRevision(
  db: Db,
  values: { editionId: number; hash: string; content: object; mails: object; webHtml: string },
) {
  await db
    .insertInto('editionRevisions')
    .values({
      ...values,
      content: json(values.content),
      mails: json(values.mails),
      number: sql<number>`(select coalesce(max(number), 0) + 1 from edition_revisions where edition_id = ${values.editionId})`,
    })
    .onConflict((conflict) => conflict.columns(['editionId', 'hash']).doNothing())
    .execute();
  return db
    .selectFrom('editionRevisions')
    .selectAll()
    .where('editionId', '=', values.editionId)
    .where('hash', '=', values.hash)
    .executeTakeFirstOrThrow();
}

/** One frozen text. */
export function selectRevision(db: Db, id: number) {
  return db.selectFrom('editionRevisions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Whether a revision's links have been stored. */
export async function hasLinks(db: Db, revisionId: number): Promise<boolean> {
  return (
    (await db
      .selectFrom('links')
      .select('number')
      .where('revisionId', '=', revisionId)
      .limit(1)
      .executeTakeFirst()) !== undefined
  );
}

/** Notes who approved a revision, or by whose rule it was approved. */
export async function insertApproval(
  db: Db,
  revisionId: number,
  approvedBy: string,
  byRule: boolean,
): Promise<void> {
  await db.insertInto('approvals').values({ revisionId, approvedBy, byRule }).execute();
}

/** Editions whose time to go out has come. */
export function selectDueLaunches(db: Db, now: Date) {
  return db
    .selectFrom('editions')
    .select('id')
    .where('state', '=', 'scheduled')
    .where('sendAt', '<=', now)
    .execute();
}

/** Drafts made by schedule whose newsletter has a rule for what nobody has approved. */
export function selectPastDeadline(db: Db, now: Date) {
  return db
    .selectFrom('editions as e')
    .innerJoin('assemblyRules as r', 'r.newsletterId', 'e.newsletterId')
    .innerJoin('assemblies as a', 'a.editionId', 'e.id')
    .select([
      'e.id',
      'r.atDeadline',
      'r.ruleSetBy',
      sql<Date>`e.created_at + make_interval(mins => r.deadline_minutes)`.as('deadline'),
    ])
    .where('e.state', '=', 'draft')
    .where('a.cause', '=', 'schedule')
    .where(sql<boolean>`e.created_at + make_interval(mins => r.deadline_minutes) <= ${now}`)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('events as v')
            .select('v.id')
            .whereRef('v.editionId', '=', 'e.id')
            .where('v.kind', '=', 'deadline-passed'),
        ),
      ),
    )
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

/** Who is a patron now, as a set. */
export function patronsQuery(db: Db, now: Date) {
  return db
    .selectFrom('entitlements')
    .select('subscriberId')
    .distinct()
    .where('since', '<=', now)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]));
}

/** Whether one person is a patron now. */
export async function isPatron(db: Db, subscriberId: number, now: Date): Promise<boolean> {
  const row = await patronsQuery(db, now).where('subscriberId', '=', subscriberId).executeTakeFirst();
  return row !== undefined;
}

/** Editions that have gone out, the newest first, a page from before the given id. */
export function selectArchive(
  db: Db,
  { newsletter, before, limit }: { newsletter: string | null; before: number | null; limit: number },
) {
  let query = db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
    .select([
      'e.id',
      'e.slug',
      'e.number',
      'e.subject',
      'e.preheader',
      'e.launchedAt',
      'e.timeZone',
      'e.language',
      'n.name as newsletter',
      'n.slug as newsletterSlug',
      'e.blocks',
    ])
    .where('e.state', '=', 'launched')
    .orderBy('e.id', 'desc')
    .limit(limit);
  if (newsletter !== null) query = query.where('n.slug', '=', newsletter);
  if (before !== null) query = query.where('e.id', '<', before);
  return query.execute();
}

/** The page of an edition that has gone out. */
export function selectPublished(db: Db, slug: string) {
  return db
    .selectFrom('editions as e')
    .innerJoin('editionRevisions as r', 'r.id', 'e.approvedRevisionId')
    .select(['e.subject', 'e.preheader', 'e.language', 'r.webHtml', 'r.hash'])
    .where('e.slug', '=', slug)
    .where('e.state', '=', 'launched')
    .executeTakeFirst();
}
