/** A picture that stands with an article, as its feed names it. */
export interface FeedImage {
  url: string;
  alt: string;
  credit: string;
}

/** One article of a feed, cleaned: plain texts on one line, HTML sanitised, links absolute. */
export interface FeedArticle {
  guid: string | null;
  /** Null where the feed gives none: such an article can be shown, not kept. */
  url: string | null;
  title: string;
  publishedAt: Date | null;
  updatedAt: Date | null;
  author: string;
  summary: string;
  html: string;
  image: FeedImage | null;
  categories: string[];
}

export interface ParsedFeed {
  title: string;
  language: string | null;
  siteUrl: string | null;
  articles: FeedArticle[];
  /** What could not be taken, a sentence each. */
  problems: string[];
}

/** Of a feed that has more, the first so many are taken: a feed lists its newest first. */
export const maxArticles = 500;
export const maxHtmlLength = 500_000;
