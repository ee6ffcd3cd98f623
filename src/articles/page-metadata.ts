import { absoluteAddress } from './absolute-address.ts';
import { decodeFeed } from './feed/decode.ts';
import { parseFeedDate } from './feed/dates.ts';
import { readLanguage } from './feed/parsed-feed.ts';
import { plainText } from './plain-text.ts';
import { readHtml } from './read-html.ts';

/** What a page says of itself in its head. */
export interface PageMetadata {
  title: string;
  description: string;
  image: { url: string; alt: string } | null;
  author: string;
  publishedAt: Date | null;
  language: string | null;
  canonical: string | null;
  section: string | null;
}

// Styles that stand in a page's head can be long.
const maxPageLength = 2_000_000;

interface Head {
  meta: Map<string, string>;
  title: string;
  canonical: string | null;
  language: string | undefined;
  linkedData: string[];
}

/** Reads Open Graph, Twitter's cards, JSON-LD and plain HTML, in this order of trust. Throws nothing. */
export function readPageMetadata(bytes: Uint8Array, url: string, contentType?: string): PageMetadata {
  const head = readHead(decodeFeed(bytes, contentType).text);
  const data = linkedArticle(head.linkedData);
  const meta = (...names: string[]): string =>
    names.map((name) => head.meta.get(name)).find((value) => value) ?? '';
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const image = absoluteAddress(
    meta('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src') ||
      imageOf(data['image']),
    url,
  );
  return {
    title: plainText(meta('og:title', 'twitter:title') || text(data['headline']) || head.title, 300),
    description: plainText(
      meta('og:description', 'twitter:description', 'description') || text(data['description']),
      1_000,
    ),
    image:
      image === null ? null : { url: image, alt: plainText(meta('og:image:alt', 'twitter:image:alt'), 500) },
    author: plainText(
      meta('author', 'dc.creator') ||
        personOf(data['author']) ||
        meta('article:author').replace(/^https?:.*/, ''),
      200,
    ),
    publishedAt: parseFeedDate(
      meta('article:published_time', 'date', 'dc.date', 'parsely-pub-date') || text(data['datePublished']),
    ),
    language: readLanguage(head.language ?? meta('og:locale')),
    canonical: absoluteAddress(head.canonical ?? meta('og:url'), url),
    section: plainText(meta('article:section') || text(data['articleSection']), 100) || null,
  };
}

function readHead(html: string): Head {
  const head: Head = { meta: new Map(), title: '', canonical: null, language: undefined, linkedData: [] };
  let inside: 'title' | 'data' | null = null;
  const onopentag = (name: string, attributes: Record<string, string>): void => {
    if (name === 'html') head.language = attributes['lang'];
    if (name === 'title' && head.title === '') inside = 'title';
    if (name === 'script' && attributes['type'] === 'application/ld+json') {
      inside = 'data';
      head.linkedData.push('');
    }
    if (name === 'link' && attributes['rel']?.toLowerCase() === 'canonical')
      head.canonical ??= attributes['href'] ?? null;
    if (name === 'meta') keepMeta(head.meta, attributes);
  };
  const ontext = (text: string): void => {
    if (inside === 'title') head.title += text;
    if (inside === 'data') head.linkedData.push((head.linkedData.pop() ?? '') + text);
  };
  const onclosetag = (): void => {
    inside = null;
  };
  readHtml(html, { onopentag, ontext, onclosetag }, maxPageLength);
  return head;
}

function keepMeta(meta: Map<string, string>, attributes: Record<string, string>): void {
  const name = (attributes['property'] ?? attributes['name'] ?? attributes['itemprop'] ?? '').toLowerCase();
  const { content } = attributes;
  if (name !== '' && content !== undefined && !meta.has(name)) meta.set(name, content);
}

/** The first thing of schema.org's kinds of article among the page's JSON-LD, or nothing. */
function linkedArticle(blocks: string[]): Record<string, unknown> {
  for (const block of blocks) {
    try {
      const parsed: unknown = JSON.parse(block);
      const graph = (parsed as { '@graph'?: unknown })['@graph'];
      const things = [parsed, graph]
        .flat()
        .filter((thing): thing is Record<string, unknown> => typeof thing === 'object' && thing !== null);
      const article = things.find((thing) => /Article|Posting|Report/.test(String(thing['@type'])));
      if (article) return article;
    } catch {
      // Broken JSON-LD is common, and the page has other ways to say the same.
    }
  }
  return {};
}

function personOf(author: unknown): string {
  const people = [author]
    .flat()
    .map((person) =>
      typeof person === 'object' && person !== null ? (person as { name?: unknown }).name : person,
    );
  return people.filter((name): name is string => typeof name === 'string').join(', ');
}

function imageOf(image: unknown): string {
  const [first] = [image].flat();
  const url = typeof first === 'object' && first !== null ? (first as { url?: unknown }).url : first;
  return typeof url === 'string' ? url : '';
}
