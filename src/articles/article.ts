import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Articles } from '../db-schema.ts';

export interface ArticleImage {
  url: string;
  alt: string;
  credit: string;
}

/** One story, from a source, by its address, or written at the desk. */
export interface Article {
  id: number;
  sourceId: number | null;
  url: string;
  title: string;
  standfirst: string;
  author: string;
  html: string;
  image: ArticleImage | null;
  categories: string[];
  language: string | null;
  publishedAt: Date;
  firstSeenAt: Date;
  /** When its text last changed after we first had it. */
  changedAt: Date | null;
  leadMarkedAt: Date | null;
}

export function toArticle(row: Selectable<Articles>): Article {
  const {
    canonicalUrl: url,
    guid: _guid,
    contentHash: _hash,
    revision: _revision,
    listedAt: _listed,
    vanishedAt: _vanished,
    ...rest
  } = row;
  return { ...rest, url, image: row.image as ArticleImage | null };
}

/** What counts as a change of the text that readers see. */
export function hashContent(
  content: Pick<Article, 'title' | 'standfirst' | 'author' | 'html' | 'image' | 'categories'>,
): Buffer {
  const { title, standfirst, author, html, image, categories } = content;
  return createHash('sha256')
    .update(JSON.stringify([title, standfirst, author, html, image, categories]))
    .digest();
}
