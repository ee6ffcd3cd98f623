import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Articles as a query to compose on: what a digest may take, before its own rules. */
export function articlesQuery(db: Db) {
  return db.selectFrom('articles').selectAll('articles').where('articles.vanishedAt', 'is', null);
}

/** As `articlesQuery`, with those that have vanished at their source too. */
export function allArticlesQuery(db: Db) {
  return db.selectFrom('articles').selectAll('articles');
}

/** The texts that articles had before, each under its revision. */
export function earlierTextsQuery(db: Db) {
  return db
    .selectFrom('articleRevisions as r')
    .select([
      'r.articleId',
      'r.revision',
      sql<string>`r.content ->> 'title'`.as('title'),
      sql<string>`r.content ->> 'standfirst'`.as('standfirst'),
    ]);
}
