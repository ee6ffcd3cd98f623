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
  /** False where it was cut off or has more articles than are taken: then one may be there and not among these. */
  isWhole: boolean;
  /** What could not be taken, a sentence each. */
  problems: string[];
}

/** Of a feed that has more, the first so many are taken: a feed lists its newest first. */
export const maxArticles = 500;

const maxGuidLength = 500;

/** A source's own name for an article; one too long for the database's index counts as none. */
export function readGuid(written: string | null): string | null {
  return written === null || written === '' || written.length > maxGuidLength ? null : written;
}

/** A language tag as RFC 5646 writes it, or null. */
export function readLanguage(written: string | undefined): string | null {
  const tag = written?.trim().replace('_', '-') ?? '';
  return tag.length <= 35 && /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(tag) ? tag : null;
}
