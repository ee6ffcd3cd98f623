import { createHash } from 'node:crypto';
import { isPassing, json } from '../db.ts';
import { AppError, messageOf } from '../errors.ts';
import { type Fetched, guardedFetch } from '../guarded-fetch.ts';
import type { Services } from '../services.ts';
import { distinctArticles, type ListedArticle } from './distinct-articles.ts';
import { parseFeed } from './feed/parse-feed.ts';
import { keepArticle } from './keep-articles.ts';
import { noteListed } from './note-listed.ts';
import { updateSource } from './queries.ts';
import { requireSource, type Source } from './sources.ts';
import { say } from './say.ts';

/** What a poll brought. */
export interface PollResult {
  sourceId: number;
  outcome: 'changed' | 'unchanged' | 'failed';
  added: number;
  changed: number;
  /** No longer in the feed, though older ones are. */
  vanished: number;
  problems: string[];
  error: string | null;
}

const nothing = { added: 0, changed: 0, vanished: 0 };
const maxProblems = 100;
const limits = { maxBytes: 20_000_000, timeoutMs: 30_000 };
const maxBackoffSeconds = 24 * 3600;
const accept =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';

/**
 * Asks a source for what is new (a conditional GET), and keeps its articles. A failure is recorded with the
 * source and thrown nowhere: the source is asked again later, each time after twice as long, a day at most.
 */
export async function pollSource(
  services: Services,
  sourceId: number,
  now: Date = new Date(),
): Promise<PollResult> {
  const source = await requireSource(services.db, sourceId);
  const next = new Date(now.getTime() + source.pollSeconds * 1000);
  await updateSource(services.db, source.id, { nextPollAt: next, lastPolledAt: now });
  try {
    const response = await askSource(services, source);
    if (response.status === 304) return await recordUnchanged(services, source);
    if (response.status !== 200)
      throw new AppError('source_failed', 502, say.serverAnswered(String(response.status)));
    return await keepFeed(services, source, response, now);
  } catch (error) {
    return recordFailure(services, source, messageOf(error), now);
  }
}

async function askSource({ config }: Services, { url, etag, lastModified }: Source): Promise<Fetched> {
  const conditions = {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  };
  return guardedFetch(url, {
    ...limits,
    allowedOrigins: config.fetchAllowedOrigins,
    headers: { accept, ...conditions },
  });
}

async function recordUnchanged({ db }: Services, { id }: Source): Promise<PollResult> {
  await updateSource(db, id, { failures: 0, lastError: null });
  return { sourceId: id, outcome: 'unchanged', ...nothing, problems: [], error: null };
}

async function keepFeed(
  services: Services,
  source: Source,
  response: Fetched,
  now: Date,
): Promise<PollResult> {
  const feed = parseFeed(response.body, { url: response.url, contentType: response.headers['content-type'] });
  const articles = distinctArticles(feed.articles);
  const { problems: unkept, ...kept } = await keepArticles(services, source, articles, feed.language, now);
  // Only a feed that was read to its end tells what is no longer there.
  const vanished = feed.isWhole ? await noteListed(services.db, source.id, articles, now) : 0;
  const problems = [...unkept, ...feed.problems].slice(0, maxProblems);
  const counts = { ...kept, vanished };
  await updateSource(services.db, source.id, {
    title: source.title || feed.title,
    etag: response.headers['etag'] ?? null,
    lastModified: response.headers['last-modified'] ?? null,
    failures: 0,
    lastError: null,
    problems: json(problems),
    ...(Object.values(counts).some((count) => count > 0) ? { lastChangedAt: now } : {}),
  });
  return { sourceId: source.id, outcome: 'changed', ...counts, problems, error: null };
}

/** Keeps each article by itself: what the database refuses of one must not stop those behind it. */
async function keepArticles(
  { db }: Services,
  source: Source,
  articles: ListedArticle[],
  language: string | null,
  now: Date,
) {
  const kept = { added: 0, changed: 0, problems: [] as string[] };
  for (const article of articles) {
    try {
      const content = toContent(article, language, now);
      const outcome = await db.transaction().execute((trx) => keepArticle(trx, source.id, content, now));
      if (outcome !== 'same') kept[outcome] += 1;
    } catch (error) {
      if (isPassing(error)) throw error;
      const name = JSON.stringify(article.title.slice(0, 60));
      kept.problems.push(`the article ${name} (${article.url}) could not be kept: ${messageOf(error)}`);
    }
  }
  return kept;
}

function toContent(article: ListedArticle, language: string | null, now: Date) {
  const { guid, url, title, author, html, image, categories, summary: standfirst } = article;
  // A date in the future would put an article on top of every digest until then.
  const publishedAt = article.publishedAt === null || article.publishedAt > now ? now : article.publishedAt;
  return { guid, url, title, author, html, image, categories, standfirst, language, publishedAt };
}

async function recordFailure(
  { db, log }: Services,
  source: Source,
  error: string,
  now: Date,
): Promise<PollResult> {
  const failures = source.failures + 1;
  const seconds = Math.min(maxBackoffSeconds, source.pollSeconds * 2 ** Math.min(failures, 10));
  // Spread by up to a tenth, by the source's own address, so that many do not come back at the same moment.
  const spread = 1 + (createHash('sha256').update(source.url).digest().readUInt8() / 255) * 0.1;
  await updateSource(db, source.id, {
    failures,
    lastError: error,
    nextPollAt: new Date(now.getTime() + seconds * spread * 1000),
  });
  log.warn({ sourceId: source.id, failures, error }, 'a source could not be read');
  return { sourceId: source.id, outcome: 'failed', ...nothing, problems: [], error };
}
