import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import { articlesQuery } from '../../articles/composable.ts';
import type { AssemblyRules } from '../../db-schema.ts';

/** How a newsletter assembles itself. */
export function selectRules(db: Db, newsletterId: number) {
  return db
    .selectFrom('assemblyRules')
    .selectAll()
    .where('newsletterId', '=', newsletterId)
    .executeTakeFirst();
}

/** Every newsletter that assembles itself, with its zone, and what happens to what nobody approves in time. */
export function selectScheduled(db: Db) {
  return db
    .selectFrom('assemblyRules as r')
    .innerJoin('newsletters as n', 'n.id', 'r.newsletterId')
    .select([
      'n.id',
      'n.name',
      'n.timeZone',
      'r.assembleAt',
      'r.sendAt',
      'r.weekdays',
      'r.holidays',
      'r.minArticles',
      'r.atDeadline',
      'r.deadlineMinutes',
      'r.lateMinutes',
      sql<Date>`greatest(r.rhythm_since, n.zone_since)`.as('since'),
    ])
    .where('r.enabled', '=', true)
    .where('n.archivedAt', 'is', null)
    .execute();
}

/** The local days since one whose runs of the schedule have been made, or noted as missed. */
export function selectRunDays(db: Db, newsletterIds: number[], from: string) {
  return db
    .selectFrom('assemblies')
    .select(['newsletterId', 'localDate'])
    .where('newsletterId', 'in', newsletterIds)
    .where('localDate', '>=', from)
    .where('cause', '=', 'schedule')
    .execute();
}

/** Notes that a local day's run was missed; nothing where it has been made or noted. */
export async function insertMissedRun(
  db: Db,
  newsletterId: number,
  localDate: string,
  { reason, at }: { reason: string; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('assemblies')
    .values({ newsletterId, localDate, cause: 'schedule', missed: true, reason, at })
    .onConflict((conflict) =>
      conflict.columns(['newsletterId', 'localDate']).where('cause', '=', 'schedule').doNothing(),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Runs that were missed since, each newsletter's last, and nobody has assembled an edition of it after. */
export function selectMissedRuns(db: Db, since: Date) {
  return db
    .selectFrom('assemblies as a')
    .innerJoin('newsletters as n', 'n.id', 'a.newsletterId')
    .distinctOn('a.newsletterId')
    .select(['a.newsletterId', 'n.name as newsletter', 'a.localDate', 'a.at'])
    .where('a.missed', '=', true)
    .where('a.at', '>', since)
    .where('n.archivedAt', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('assemblies as b')
            .select('b.id')
            .whereRef('b.newsletterId', '=', 'a.newsletterId')
            .whereRef('b.id', '>', 'a.id')
            .where('b.editionId', 'is not', null),
        ),
      ),
    )
    .orderBy('a.newsletterId')
    .orderBy('a.localDate', 'desc')
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

/** Makes all who assemble a newsletter wait for each other. */
export async function lockNewsletter(db: Db, newsletterId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('assemble', ${newsletterId}))`.execute(db);
}

/** Drafts that nobody has approved, but for a correction on its own. */
export function selectSuperseded(db: Db, newsletterId: number) {
  return db
    .selectFrom('editions')
    .select('number')
    .where('newsletterId', '=', newsletterId)
    .where('state', '=', 'draft')
    .where('correctionId', 'is', null)
    .orderBy('number')
    .execute();
}

/** Takes drafts that nobody has approved off the list, but for a correction on its own; gives their numbers. */
export function supersedeDrafts(db: Db, newsletterId: number) {
  return db
    .updateTable('editions')
    .set({ state: 'cancelled', updatedAt: new Date() })
    .where('newsletterId', '=', newsletterId)
    .where('state', '=', 'draft')
    .where('correctionId', 'is', null)
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

/** What `selectCandidates` would give now, counted. */
export async function countCandidates(db: Db, window: Window, overlapFrom: Date): Promise<number> {
  const row = await candidatesQuery(db, window, overlapFrom)
    .clearSelect()
    .select((from) => from.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return row?.count ?? 0;
}

/**
 * Articles that came since the last edition: published in the window, or, a late arrival, first seen in it; none
 * that stood in an edition of this newsletter before.
 */
export function selectCandidates(db: Db, window: Window, overlapFrom: Date, limit: number) {
  return candidatesQuery(db, window, overlapFrom)
    .orderBy('articles.publishedAt', 'desc')
    .orderBy('articles.id', 'desc')
    .limit(limit)
    .execute();
}

function candidatesQuery(
  db: Db,
  { newsletterId, sourceIds, categories, from, to }: Window,
  overlapFrom: Date,
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
  return query;
}

/** Older articles that the new ones may refer to. */
export function selectOlder(db: Db, before: Date, limit: number) {
  return articlesQuery(db)
    .where('articles.publishedAt', '<=', before)
    .orderBy('articles.publishedAt', 'desc')
    .limit(limit)
    .execute();
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
      'r.lateMinutes',
      'e.slotAt',
      sql<Date>`e.created_at + make_interval(mins => r.deadline_minutes)`.as('deadline'),
    ])
    .where('e.state', '=', 'draft')
    .where('e.heldAt', 'is', null)
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
