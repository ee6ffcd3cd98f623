import { sql } from 'kysely';
import { articlesQuery } from '../../articles/composable.ts';
import type { Db } from '../../db.ts';
import { notGoingOut, usesOf } from './uses.ts';

/** The end of the newsletter's last window that made an edition which went out, or is going to. */
export async function selectLastWindowEnd(db: Db, newsletterId: number): Promise<Date | null> {
  const row = await db
    .selectFrom('editions')
    .select('windowEnd as end')
    .where('newsletterId', '=', newsletterId)
    .where('windowEnd', 'is not', null)
    .where('state', 'not in', notGoingOut)
    .orderBy('windowEnd', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.end ?? null;
}

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
    .where((where) => where.not(where.exists(usesOf(where, newsletterId))));
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
