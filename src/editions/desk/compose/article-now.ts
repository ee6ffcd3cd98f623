import { type Article, toArticle } from '../../../articles/article.ts';
import type { Db } from '../../../db.ts';
import type { Item } from '../../compose/contract.ts';
import { selectArticlesNow } from '../../queries/editions.ts';

/** A story as it is at its source now; null for what is none. */
export async function articleNow(db: Db, { fields: { articleId } }: Item): Promise<Article | null> {
  if (typeof articleId !== 'number') return null;
  const [row] = await selectArticlesNow(db, [articleId]);
  return row === undefined ? null : toArticle(row);
}
