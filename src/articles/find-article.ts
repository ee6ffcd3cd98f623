import type { Db } from '../db.ts';
import { canonicalUrl } from './canonical-url.ts';
import { type Article, toArticle } from './article.ts';
import { selectArticle, selectArticleByUrl } from './queries.ts';

/** An article by its id, or by its address in any spelling of it; null where there is none. */
export async function findArticle(db: Db, named: string): Promise<Article | null> {
  const row = /^[1-9]\d{0,14}$/.test(named)
    ? await selectArticle(db, Number(named))
    : URL.canParse(named)
      ? await selectArticleByUrl(db, canonicalUrl(named))
      : undefined;
  return row === undefined ? null : toArticle(row);
}
