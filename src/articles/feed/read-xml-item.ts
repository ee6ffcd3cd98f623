import { messageOf } from '../../errors.ts';
import { canonicalUrl } from '../canonical-url.ts';
import { sanitiseHtml } from '../sanitise.ts';
import { parseFeedDate } from './dates.ts';
import { firstPicture, summarise } from './html.ts';
import { readImage } from './images.ts';
import { type FeedArticle, readGuid } from './parsed-feed.ts';
import { baseOf, childrenOf, type Element, innerText, textOf } from './xml.ts';
import { authorOf, categoriesOf, linkOf, markupOf, titleOf } from './xml-texts.ts';

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
const contentNames = ['content:encoded', 'content', 'atom:content', 'xhtml:body', 'body', 'fullitem'];
const summaryNames = [
  'description',
  'summary',
  'atom:summary',
  'itunes:summary',
  'media:description',
  'dc:description',
];
// An item has one date of a kind; of a thousand, all wrong, these are tried.
const maxDates = 10;

/** Reads one article of an RSS or Atom feed; what could not be taken is added to `problems`. */
export function readItem(
  item: Element,
  base: string | undefined,
  index: number,
  problems: string[],
): FeedArticle {
  const own = baseOf(item, base);
  const guid = textOf(item, 'guid', 'id', 'atom:id') || item.attributes['rdf:about'] || null;
  const content = sanitiseHtml(markupOf(item, contentNames), own);
  const described = markupOf(item, summaryNames);
  const html = content || sanitiseHtml(described, own);
  const summary = summarise(described || content);
  const title = titleOf(item) || summary.split(/(?<=[.!?…])\s/)[0]?.slice(0, 120) || '';
  const name =
    title === '' ? `article ${index + 1}` : `article ${index + 1} (${JSON.stringify(title.slice(0, 60))})`;
  return {
    guid: readGuid(guid),
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
    .flatMap((name) => childrenOf(item, name).slice(0, maxDates))
    .map(innerText)
    .filter((text) => text !== '')
    .slice(0, maxDates);
  const date = written.map(parseFeedDate).find((candidate) => candidate !== null);
  if (date !== undefined) return date;
  problems.push(
    `${article} has ${written[0] === undefined ? 'no date' : `a date that cannot be read: ${JSON.stringify(written[0].slice(0, 60))}`}`,
  );
  return null;
}
