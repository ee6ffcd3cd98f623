import type { Db } from '../db.ts';

/** Articles as a query to compose on: what a digest may take, before its own rules. */
export function articlesQuery(db: Db) {
  return db.selectFrom('articles').selectAll('articles').where('articles.vanishedAt', 'is', null);
}

/** As `articlesQuery`, with those that have vanished at their source too. */
export function allArticlesQuery(db: Db) {
  return db.selectFrom('articles').selectAll('articles');
}
