import { readFile } from 'node:fs/promises';
import { InvalidInput, messageOf } from '../errors.ts';
import { guardedFetch } from '../guarded-fetch.ts';
import { parseFeed } from './feed/parse-feed.ts';
import type { FeedImage } from './feed/parsed-feed.ts';
import { say } from './say.ts';

/** A feed as `sources preview` shows it. */
export interface Preview {
  title: string;
  articles: PreviewArticle[];
  problems: string[];
}

interface PreviewArticle {
  title: string;
  url: string | null;
  publishedAt: string | null;
  author: string;
  summary: string;
  html: string;
  image: FeedImage | null;
  categories: string[];
}

/**
 * Reads a feed from a file or an address, and keeps nothing.
 * @throws InvalidInput where it cannot be read or is no feed; AppError where it cannot be fetched.
 */
export async function previewSource(fileOrUrl: string, allowedOrigins: string[]): Promise<Preview> {
  const { title, articles, problems } = /^https?:\/\//i.test(fileOrUrl)
    ? await fetchFeed(fileOrUrl, allowedOrigins)
    : parseFeed(await readFeedFile(fileOrUrl));
  return {
    title,
    articles: articles.map(({ guid: _guid, updatedAt: _updated, publishedAt, ...rest }) => ({
      ...rest,
      publishedAt: publishedAt?.toISOString() ?? null,
    })),
    problems,
  };
}

async function readFeedFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InvalidInput(`${path} cannot be read: ${messageOf(error)}`);
  }
}

async function fetchFeed(url: string, allowedOrigins: string[]) {
  const response = await guardedFetch(url, { allowedOrigins, maxBytes: 20_000_000, timeoutMs: 30_000 });
  if (response.status !== 200) throw new InvalidInput(say.answered(url, String(response.status)));
  return parseFeed(response.body, { url: response.url, contentType: response.headers['content-type'] });
}
