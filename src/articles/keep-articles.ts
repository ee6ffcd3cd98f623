import { type Db, json } from '../db.ts';
import type { Article } from './article.ts';
import { hashContent } from './article.ts';
import { insertArticle, insertRevision, selectKnownArticle, updateArticle } from './queries.ts';

export type ArticleContent = Pick<
  Article,
  'url' | 'title' | 'standfirst' | 'author' | 'html' | 'image' | 'categories' | 'language' | 'publishedAt'
> & {
  guid: string | null;
};

export type Kept = 'added' | 'changed' | 'same';

/**
 * Adds an article, or writes its new text over the one with the same canonical address (or the same id of its
 * source), keeping the old text as a revision. Run it in a transaction of its own.
 */
export async function keepArticle(
  db: Db,
  sourceId: number | null,
  content: ArticleContent,
  now: Date,
): Promise<Kept> {
  const { url, image, ...rest } = content;
  const contentHash = hashContent(content);
  const row = {
    ...rest,
    canonicalUrl: url,
    sourceId,
    contentHash,
    image: image === null ? null : json(image),
  };
  const known = await selectKnownArticle(db, url, sourceId, content.guid);
  if (known === undefined) {
    const added = await insertArticle(db, { ...row, firstSeenAt: now });
    return added === undefined ? 'same' : 'added';
  }
  if (known.contentHash.equals(contentHash)) return 'same';
  const { title, standfirst, author, html, categories, revision } = known;
  await insertRevision(db, known.id, revision, {
    title,
    standfirst,
    author,
    html,
    image: known.image,
    categories,
  });
  // The address and the date of publication stay: readers have links to the one, and order by the other.
  const { canonicalUrl: _url, sourceId: _source, publishedAt: _published, ...changes } = row;
  await updateArticle(db, known.id, { ...changes, changedAt: now, revision: revision + 1 });
  return 'changed';
}
