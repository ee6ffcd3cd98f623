import { z } from 'zod';
import { InvalidInput, messageOf } from '../../errors.ts';
import { canonicalUrl } from '../canonical-url.ts';
import { plainText, sanitiseHtml } from '../sanitise.ts';
import { parseFeedDate } from './dates.ts';
import { firstPicture, summarise } from './html.ts';
import { type FeedArticle, maxArticles, maxHtmlLength, type ParsedFeed } from './parsed-feed.ts';

// What is of another type than JSON Feed says is left out rather than refused.
const text = z.string().optional().catch(undefined);
const author = z.looseObject({ name: text }).catch({});
const itemSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional().catch(undefined),
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  image: text,
  banner_image: text,
  date_published: text,
  date_modified: text,
  author: author.optional(),
  authors: z.array(author).optional().catch(undefined),
  tags: z.array(z.string().catch('')).optional().catch(undefined),
});
const feedSchema = z.looseObject({
  title: text,
  home_page_url: text,
  language: text,
  items: z.array(z.unknown()),
});

type Item = z.infer<typeof itemSchema>;

/**
 * Reads JSON Feed 1.0 and 1.1 (jsonfeed.org).
 * @throws InvalidInput where the text is no JSON or no feed.
 */
export function readJsonFeed(source: string, feedUrl: string | undefined): ParsedFeed {
  const feed = feedSchema.safeParse(parseJson(source));
  if (!feed.success)
    throw new InvalidInput('this JSON is not a feed: it has no list named "items" (jsonfeed.org)');
  const { title = '', home_page_url: site, language, items } = feed.data;
  const problems: string[] = [];
  if (items.length > maxArticles)
    problems.push(`of ${items.length} articles the first ${maxArticles} were taken`);
  const articles = items.slice(0, maxArticles).flatMap((value, index) => {
    const item = itemSchema.safeParse(value);
    if (item.success) return [readItem(item.data, site ?? feedUrl, index, problems)];
    problems.push(`article ${index + 1} is not an object`);
    return [];
  });
  return { title: plainText(title), language: language ?? null, siteUrl: site ?? null, articles, problems };
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new InvalidInput(`this is not a feed: it begins like JSON, but ${messageOf(error)}`);
  }
}

function readItem(item: Item, base: string | undefined, index: number, problems: string[]): FeedArticle {
  const html = sanitiseHtml(
    (item.content_html ?? paragraphs(item.content_text ?? '')).slice(0, maxHtmlLength),
    item.url ?? base,
  );
  const summary = summarise(item.summary === undefined ? html : escape(item.summary));
  const title = plainText(escape(item.title ?? '')) || summary.slice(0, 120);
  const name = `article ${index + 1} (${JSON.stringify(title.slice(0, 60))})`;
  const picture = item.image ?? item.banner_image;
  const people = [...(item.authors ?? []), ...(item.author ? [item.author] : [])].map((person) =>
    plainText(escape(person.name ?? ''), 200),
  );
  const tags = (item.tags ?? []).map((tag) => plainText(escape(tag), 100)).filter((tag) => tag !== '');
  return {
    guid: item.id === undefined ? null : String(item.id),
    url: readUrl(item, base, name, problems),
    title,
    publishedAt: readDate(item.date_published ?? item.date_modified, name, problems),
    updatedAt: parseFeedDate(item.date_modified ?? ''),
    author: [...new Set(people.filter((person) => person !== ''))].join(', '),
    summary,
    html,
    image:
      picture !== undefined && URL.canParse(picture, base)
        ? { url: new URL(picture, base).href, alt: '', credit: '' }
        : firstPicture(html),
    categories: [...new Set(tags)].slice(0, 30),
  };
}

function readUrl(item: Item, base: string | undefined, name: string, problems: string[]): string | null {
  const id = String(item.id ?? '');
  const address = item.url ?? item.external_url ?? (/^https?:/.test(id) ? id : '');
  try {
    return canonicalUrl(address, base);
  } catch (error) {
    problems.push(`${name} has no address that could be used: ${messageOf(error)}`);
    return null;
  }
}

function readDate(written: string | undefined, name: string, problems: string[]): Date | null {
  const date = parseFeedDate(written ?? '');
  if (date === null)
    problems.push(
      `${name} has ${written ? `a date that cannot be read: ${JSON.stringify(written.slice(0, 60))}` : 'no date'}`,
    );
  return date;
}

function paragraphs(plain: string): string {
  return plain
    .split(/\n{2,}/)
    .map((part) => `<p>${escape(part)}</p>`)
    .join('');
}

function escape(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
