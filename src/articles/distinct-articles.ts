import type { FeedArticle } from './feed/parsed-feed.ts';

/** An article that can be kept. */
export type ListedArticle = FeedArticle & { url: string };

/**
 * What a feed lists, each address once, since two items under one would rewrite each other at every poll. An id
 * that several items share tells none of them apart and is left out.
 */
export function distinctArticles(articles: FeedArticle[]): ListedArticle[] {
  const byUrl = new Map<string, ListedArticle>();
  const urlsByGuid = new Map<string, Set<string>>();
  for (const article of articles) {
    const { url, guid, title } = article;
    if (url === null || title === '') continue;
    if (!byUrl.has(url)) byUrl.set(url, { ...article, url });
    if (guid !== null) urlsByGuid.set(guid, (urlsByGuid.get(guid) ?? new Set()).add(url));
  }
  const isShared = (guid: string | null): boolean => guid !== null && (urlsByGuid.get(guid)?.size ?? 0) > 1;
  return [...byUrl.values()].map((article) =>
    isShared(article.guid) ? { ...article, guid: null } : article,
  );
}
