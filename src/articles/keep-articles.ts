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
 * source), keeping the old text as a revision. Only the source that an article came from writes over it: two that
 * list one address would else take turns for ever. An article without a source becomes that of the first one to
 * list it. Run it in a transaction of its own.
 */
export async function keepArticle(
  db: Db,
  sourceId: number | null,
  content: ArticleContent,
  now: Date,
): Promise<Kept> {
  const known = await selectKnownArticle(db, content.url, sourceId, content.guid);
  if (known === undefined) {
    const added = await insertArticle(db, { ...toRow(sourceId, content), firstSeenAt: now });
    return added === undefined ? 'same' : 'added';
  }
  if (known.sourceId !== null && known.sourceId !== sourceId) return 'same';
  // The address and the date of publication stay: readers have links to the one, and order by the other.
  const { canonicalUrl: _url, publishedAt: _published, ...changes } = toRow(sourceId, content);
  if (known.contentHash.equals(changes.contentHash)) {
    if (known.sourceId !== sourceId) await updateArticle(db, known.id, { sourceId, guid: content.guid });
    return 'same';
  }
  const { title, standfirst, author, html, image, categories, revision } = known;
  await insertRevision(db, known.id, revision, { title, standfirst, author, html, image, categories });
  await updateArticle(db, known.id, { ...changes, changedAt: now, revision: revision + 1 });
  return 'changed';
}

function toRow(sourceId: number | null, { url, image, ...rest }: ArticleContent) {
  return {
    ...rest,
    canonicalUrl: url,
    sourceId,
    contentHash: hashContent({ ...rest, image }),
    image: image === null ? null : json(image),
  };
}
