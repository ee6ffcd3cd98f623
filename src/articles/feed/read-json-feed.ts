import { z } from 'zod';
import { InvalidInput, messageOf } from '../../errors.ts';
import { absoluteAddress } from '../absolute-address.ts';
import { canonicalUrl } from '../canonical-url.ts';
import { plainLine, plainText } from '../plain-text.ts';
import { sanitiseHtml } from '../sanitise.ts';
import { parseFeedDate } from './dates.ts';
import { firstPicture, summarise } from './html.ts';
import { type FeedArticle, maxArticles, type ParsedFeed, readGuid, readLanguage } from './parsed-feed.ts';
import { say } from '../say.ts';

// JSON can write characters that no text may hold: NUL, and halves of a pair.
const string = z.string().transform((written) => written.replaceAll('\0', '').toWellFormed());
// What is of another type than JSON Feed says is left out rather than refused.
const text = string.optional().catch(undefined);
const author = z.looseObject({ name: text }).catch({});
const itemSchema = z.looseObject({
  id: z.union([string, z.number()]).optional().catch(undefined),
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
  tags: z.array(string.catch('')).optional().catch(undefined),
});
const feedSchema = z.looseObject({
  title: text,
  home_page_url: text,
  language: text,
  items: z.array(z.unknown()),
});

type Item = z.infer<typeof itemSchema>;

// An article has a few; of many thousands only so many are looked at.
const maxLooked = 50;
const maxTags = 30;

/**
 * Reads JSON Feed 1.0 and 1.1 (jsonfeed.org).
 * @throws InvalidInput where the text is no JSON or no feed.
 */
export function readJsonFeed(source: string, feedUrl: string | undefined): ParsedFeed {
  const feed = feedSchema.safeParse(parseJson(source));
  if (!feed.success) throw new InvalidInput(say.noItems);
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
  return {
    title: plainText(title),
    language: readLanguage(language),
    siteUrl: site ?? null,
    articles,
    isWhole: items.length <= maxArticles,
    problems,
  };
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new InvalidInput(say.brokenJson(messageOf(error)));
  }
}

function readItem(item: Item, base: string | undefined, index: number, problems: string[]): FeedArticle {
  const html = sanitiseHtml(item.content_html ?? paragraphs(item.content_text ?? ''), item.url ?? base);
  const summary = item.summary === undefined ? summarise(html) : summarise(escape(item.summary));
  const title = plainLine(item.title ?? '') || summary.slice(0, 120);
  const name = `article ${index + 1} (${JSON.stringify(title.slice(0, 60))})`;
  const picture = absoluteAddress(item.image ?? item.banner_image ?? '', base);
  return {
    guid: item.id === undefined ? null : readGuid(String(item.id)),
    url: readUrl(item, base, name, problems),
    title,
    publishedAt: readDate(item.date_published ?? item.date_modified, name, problems),
    updatedAt: parseFeedDate(item.date_modified ?? ''),
    author: cleanNames([...(item.authors ?? []), item.author].map((person) => person?.name)).join(', '),
    summary,
    html,
    image: picture === null ? firstPicture(html) : { url: picture, alt: '', credit: '' },
    categories: cleanNames(item.tags ?? [], 100).slice(0, maxTags),
  };
}

/** Different names, cleaned. */
function cleanNames(written: Array<string | undefined>, max = 200): string[] {
  const names = written.slice(0, maxLooked).map((name = '') => plainLine(name, max));
  return [...new Set(names)].filter((name) => name !== '');
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
