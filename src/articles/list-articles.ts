import type { Db } from '../db.ts';
import { type Article, toArticle } from './article.ts';
import { selectArticles } from './queries.ts';

/** The newest articles, by date of publication; `before` is the id that the last page ended with. */
export async function listArticles(
  db: Db,
  page: { sourceId?: number; before?: number; limit: number },
): Promise<Article[]> {
  return (await selectArticles(db, page)).map(toArticle);
}
