import { type ExpressionBuilder, sql } from 'kysely';
import { articlesQuery } from '../../articles/composable.ts';
import type { Db } from '../../db.ts';
import type { DB } from '../../db-schema.ts';
import { likeText } from '../../text/like.ts';
import { usesOf } from './uses.ts';

/** Which articles of the pool are looked at; null and '' ask for nothing. */
export interface PoolFilter {
  sourceId: number | null;
  category: string;
  /** Stood in an edition that went out or is going to, of this newsletter; or in none. */
  use: 'new' | 'used' | '';
  search: string;
  /** The article that the page before ended with. */
  after: { publishedAt: Date; id: number } | null;
}

/** A page of the articles that an edition may take, the newest first, with their source and the picture that is ours. */
export function selectPool(
  db: Db,
  { newsletterId, editionId }: { newsletterId: number; editionId: number },
  { sourceId, category, use, search, after }: PoolFilter,
  limit: number,
) {
  const wasUsed = (where: ExpressionBuilder<DB, 'articles'>) =>
    where.exists(usesOf(where, newsletterId).where('e.id', '!=', editionId));
  let query = articlesQuery(db);
  if (sourceId !== null) query = query.where('articles.sourceId', '=', sourceId);
  if (category !== '') query = query.where(sql<boolean>`${category} = any(articles.categories)`);
  if (use === 'used') query = query.where((where) => wasUsed(where));
  if (use === 'new') query = query.where((where) => where.not(wasUsed(where)));
  if (search !== '')
    query = query.where(
      sql<boolean>`articles.title || ' ' || articles.standfirst || ' ' || articles.author ilike ${likeOf(search)}`,
    );
  if (after !== null)
    query = query.where(
      sql<boolean>`(articles.published_at, articles.id) < (${after.publishedAt}, ${after.id})`,
    );
  return query
    .leftJoin('sources as s', 's.id', 'articles.sourceId')
    .leftJoin('imageFetches as f', (join) => join.on('f.url', '=', sql<string>`articles.image->>'url'`))
    .leftJoin('images as i', 'i.hash', 'f.hash')
    .select(['s.title as source', 'i.hash as picture', 'i.width', 'i.height'])
    .orderBy('articles.publishedAt', 'desc')
    .orderBy('articles.id', 'desc')
    .limit(limit)
    .execute();
}

/** In which editions these articles stand, the newest first; cancelled ones are none. */
export function selectUses(db: Db, articleIds: number[]) {
  return db
    .selectFrom('editionArticles as ea')
    .innerJoin('editions as e', 'e.id', 'ea.editionId')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
    .select(['ea.articleId', 'e.id as editionId', 'e.number', 'n.name as newsletter'])
    .where('ea.articleId', 'in', articleIds)
    .where('e.state', '!=', 'cancelled')
    .orderBy('e.id', 'desc')
    .execute();
}

// What nobody has filed anything under for months is nothing to choose from.
const recentArticles = 2_000;

/** The categories of the newest articles, with how many each has. */
export async function selectPoolCategories(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from (
      select unnest(categories) as name
      from (select categories from articles where vanished_at is null order by published_at desc limit ${recentArticles}) recent
    ) named
    where name != '' group by name order by count(*) desc, name limit 40`.execute(db);
  return rows.map(({ name }) => name).toSorted((one, other) => one.localeCompare(other));
}

function likeOf(text: string): string {
  return `%${likeText(text)}%`;
}
