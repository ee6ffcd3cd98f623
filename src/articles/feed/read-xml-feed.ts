import { InvalidInput, messageOf } from '../../errors.ts';
import { canonicalUrl } from '../canonical-url.ts';
import { plainText, sanitiseHtml } from '../sanitise.ts';
import { parseFeedDate } from './dates.ts';
import { firstPicture, summarise } from './html.ts';
import { readImage } from './images.ts';
import { type FeedArticle, maxArticles, maxHtmlLength, type ParsedFeed } from './parsed-feed.ts';
import {
  baseOf,
  childrenOf,
  descendantsOf,
  type Element,
  innerMarkup,
  innerText,
  readXml,
  textOf,
} from './xml.ts';

const dateNames = {
  published: [
    'pubdate',
    'published',
    'atom:published',
    'dc:date',
    'dcterms:issued',
    'issued',
    'dcterms:created',
    'created',
    'date',
    'dcterms:date',
  ],
  updated: ['updated', 'atom:updated', 'dcterms:modified', 'modified', 'lastbuilddate'],
};

/**
 * Reads RSS 0.9 to 2.0 and Atom 0.3 and 1.0.
 * @throws InvalidInput where the markup holds no feed.
 */
export function readXmlFeed(text: string, feedUrl: string | undefined): ParsedFeed {
  const document = readXml(text);
  const [found] = descendantsOf(document, ['rss', 'rdf:rdf', 'feed', 'channel', 'atom:feed', 'rdf']);
  // RFC 4287 section 2 lets an entry stand alone.
  const feed = found ?? (childrenOf(document, 'entry', 'atom:entry').length > 0 ? document : undefined);
  if (feed === undefined) throw noFeed(document, text);
  const channel = feed.name === 'channel' ? feed : (childrenOf(feed, 'channel')[0] ?? feed);
  const items = [
    ...new Set([...descendantsOf(channel, ['item', 'entry', 'atom:entry']), ...childrenOf(feed, 'item')]),
  ];
  const problems: string[] = [];
  if (!/<\/\s*([\w.-]+:)?(rss|rdf|feed|channel|entry)\s*>\s*(<!--[\s\S]*?-->\s*)*$/i.test(text.trimEnd())) {
    problems.push('the feed is cut off: it does not end where it should; what is there was taken');
  }
  if (items.length > maxArticles)
    problems.push(`of ${items.length} articles the first ${maxArticles} were taken`);
  const site = siteOf(channel, feedUrl);
  const articles = items
    .slice(0, maxArticles)
    .map((item, index) => readItem(item, site ?? feedUrl, index, problems));
  return {
    title: readTitle(channel),
    language:
      textOf(channel, 'language', 'dc:language') ||
      channel.attributes['xml:lang'] ||
      feed.attributes['xml:lang'] ||
      null,
    siteUrl: site ?? null,
    articles,
    problems,
  };
}

function noFeed(document: Element, text: string): InvalidInput {
  const first = document.children.find((child) => typeof child !== 'string');
  if (typeof first === 'object')
    return new InvalidInput(
      `this is not a feed: it begins with <${first.name}>; rss, rdf, feed or JSON Feed can be read`,
    );
  return new InvalidInput(`this is not a feed: it begins with ${JSON.stringify(text.trim().slice(0, 40))}`);
}

function siteOf(channel: Element, feedUrl: string | undefined): string | undefined {
  const base = baseOf(channel, feedUrl);
  const address = linkOf(channel);
  return address !== '' && URL.canParse(address, base) ? new URL(address, base).href : undefined;
}

function readItem(item: Element, base: string | undefined, index: number, problems: string[]): FeedArticle {
  const own = baseOf(item, base);
  const guid = textOf(item, 'guid', 'id', 'atom:id') || item.attributes['rdf:about'] || null;
  const content = sanitiseHtml(contentOf(item).slice(0, maxHtmlLength), own);
  const described = markupOf(
    item,
    'description',
    'summary',
    'atom:summary',
    'itunes:summary',
    'media:description',
    'dc:description',
  );
  const html = content || sanitiseHtml(described.slice(0, maxHtmlLength), own);
  const summary = summarise(described || content);
  const title = readTitle(item) || summary.split(/(?<=[.!?…])\s/)[0]?.slice(0, 120) || '';
  const name =
    title === '' ? `article ${index + 1}` : `article ${index + 1} (${JSON.stringify(title.slice(0, 60))})`;
  return {
    guid,
    title,
    url: readUrl(item, guid, own, name, problems),
    publishedAt: readDate(item, [...dateNames.published, ...dateNames.updated], name, problems),
    updatedAt: readDate(item, dateNames.updated, name, []),
    author: authorOf(item),
    summary,
    html,
    image: readImage(item, own) ?? firstPicture(html),
    categories: categoriesOf(item),
  };
}

function readTitle(element: Element): string {
  for (const child of childrenOf(element, 'title', 'atom:title', 'media:title', 'dc:title')) {
    const { type = '' } = child.attributes;
    // Only Atom says that a title is plain text; RSS readers have always decoded it once more.
    const markup = type === 'xhtml' ? innerMarkup(child) : innerText(child);
    const text = type === 'text' ? plainText(escapeMarkup(markup)) : plainText(markup || innerMarkup(child));
    if (text !== '') return text;
  }
  return '';
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Content as HTML: escaped in RSS and Atom's type html, as elements in type xhtml, as text in type text. */
function contentOf(item: Element): string {
  return markupOf(item, 'content:encoded', 'content', 'atom:content', 'xhtml:body', 'body', 'fullitem');
}

function markupOf(item: Element, ...names: string[]): string {
  for (const name of names) {
    for (const child of childrenOf(item, name)) {
      const markup = oneMarkup(child);
      if (markup.trim() !== '') return markup;
    }
  }
  return '';
}

function oneMarkup(element: Element): string {
  const { type = '', mode = '' } = element.attributes;
  if (/^(image|audio|video)\//.test(type)) return '';
  if (mode === 'base64') return Buffer.from(innerText(element), 'base64').toString('utf8');
  const hasElements = element.children.some((child) => typeof child !== 'string');
  if (hasElements) return innerMarkup(element);
  const text = innerText(element);
  return type === 'text' || type === 'text/plain' ? escapeMarkup(text) : text;
}

/** The address of the page: RSS's text, Atom's alternate link, or a guid that says it is one. */
function linkOf(element: Element): string {
  const original = textOf(element, 'feedburner:origlink');
  if (original !== '') return original;
  const links = childrenOf(element, 'link', 'atom:link');
  const written = links.map(innerText).find((text) => text !== '');
  if (written !== undefined) return written;
  const pages = links.filter(
    ({ attributes: { href, rel = 'alternate' } }) => href !== undefined && rel === 'alternate',
  );
  const html = pages.find(({ attributes }) => /html/.test(attributes['type'] ?? '')) ?? pages[0];
  return html?.attributes['href'] ?? textOf(element, 'url');
}

function readUrl(
  item: Element,
  guid: string | null,
  base: string | undefined,
  name: string,
  problems: string[],
): string | null {
  const permanent = childrenOf(item, 'guid').find(
    ({ attributes }) => attributes['ispermalink']?.toLowerCase() !== 'false',
  );
  const about = item.attributes['rdf:about'];
  const candidates = [
    linkOf(item),
    permanent === undefined ? '' : innerText(permanent),
    about ?? '',
    guid ?? '',
  ];
  let reason = 'it has none';
  for (const address of candidates) {
    if (address === '' || (address === guid && !/^https?:/i.test(address))) continue;
    try {
      return canonicalUrl(address, base);
    } catch (error) {
      reason = messageOf(error);
    }
  }
  problems.push(`${name} has no address that could be used: ${reason}`);
  return null;
}

function readDate(item: Element, names: string[], article: string, problems: string[]): Date | null {
  const written = names
    .flatMap((name) => childrenOf(item, name))
    .map(innerText)
    .filter((text) => text !== '');
  const date = written.map(parseFeedDate).find((candidate) => candidate !== null);
  if (date !== undefined) return date;
  problems.push(
    `${article} has ${written[0] === undefined ? 'no date' : `a date that cannot be read: ${JSON.stringify(written[0].slice(0, 60))}`}`,
  );
  return null;
}

function authorOf(item: Element): string {
  const people = childrenOf(item, 'dc:creator', 'author', 'atom:author', 'itunes:author', 'dc:author').map(
    (person) => {
      const name = textOf(person, 'name', 'atom:name') || innerText(person);
      // RSS 2.0 writes "address (name)"; the address is nobody's business.
      const inBrackets = /^\S+@\S+\s+\((.+)\)$/.exec(name)?.[1];
      return plainText(inBrackets ?? name.replace(/\S+@\S+\.\S+/g, ''), 200).replace(/[<>()\s]+$/, '');
    },
  );
  return [...new Set(people.filter((name) => name !== ''))].join(', ');
}

function categoriesOf(item: Element): string[] {
  const names = childrenOf(item, 'category', 'dc:subject', 'atom:category', 'media:category').map(
    (category) => innerText(category) || category.attributes['label'] || category.attributes['term'] || '',
  );
  const texts = names
    .map((name) => plainText(name, 100))
    .filter((name) => name !== '' && name.toLowerCase() !== 'uncategorized');
  return [...new Set(texts)].slice(0, 30);
}
