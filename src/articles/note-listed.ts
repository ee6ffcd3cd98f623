import type { Db } from '../db.ts';
import type { ListedArticle } from './distinct-articles.ts';
import { markListed } from './queries.ts';

/**
 * Notes what a whole feed lists, and which of the source's articles are gone from it: the poll before listed them,
 * and they cannot have been pushed off its end, since three older ones are still there. One that comes back has not
 * vanished. Gives how many have vanished now.
 */
export async function noteListed(
  db: Db,
  sourceId: number,
  articles: ListedArticle[],
  now: Date,
): Promise<number> {
  const urls = articles.map(({ url }) => url);
  const guids = articles.map(({ guid }) => guid).filter((guid) => guid !== null);
  return markListed(db, sourceId, { urls, guids }, now);
}
