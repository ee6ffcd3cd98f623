import { InvalidInput } from '../../errors.ts';
import { maxArticles, type ParsedFeed, readLanguage } from './parsed-feed.ts';
import { readItem } from './read-xml-item.ts';
import { baseOf, childrenOf, descendantsOf, type Element, readXml, textOf } from './xml.ts';
import { linkOf, titleOf } from './xml-texts.ts';
import { say } from '../say.ts';

/**
 * Reads RSS 0.9 to 2.0 and Atom 0.3 and 1.0.
 * @throws InvalidInput where the markup holds no feed.
 */
export function readXmlFeed(text: string, feedUrl: string | undefined): ParsedFeed {
  const { root, problem } = readXml(text);
  const [found] = descendantsOf(root, ['rss', 'rdf:rdf', 'feed', 'channel', 'atom:feed', 'rdf']);
  // RFC 4287 section 2 lets an entry stand alone.
  const feed = found ?? (childrenOf(root, 'entry', 'atom:entry').length > 0 ? root : undefined);
  if (feed === undefined) throw noFeed(root, text);
  const channel = feed.name === 'channel' ? feed : (childrenOf(feed, 'channel')[0] ?? feed);
  const items = [
    ...new Set([...descendantsOf(channel, ['item', 'entry', 'atom:entry']), ...childrenOf(feed, 'item')]),
  ];
  const problems: string[] = [];
  if (problem !== null) problems.push(`the feed is cut off: ${problem}; what is there was taken`);
  if (items.length > maxArticles)
    problems.push(`of ${items.length} articles the first ${maxArticles} were taken`);
  const site = siteOf(channel, feedUrl);
  const articles = items
    .slice(0, maxArticles)
    .map((item, index) => readItem(item, site ?? feedUrl, index, problems));
  return {
    title: titleOf(channel),
    language: readLanguage(
      textOf(channel, 'language', 'dc:language') ||
        channel.attributes['xml:lang'] ||
        feed.attributes['xml:lang'],
    ),
    siteUrl: site ?? null,
    articles,
    isWhole: problem === null && items.length <= maxArticles,
    problems,
  };
}

function noFeed(document: Element, text: string): InvalidInput {
  const first = document.children.find((child) => typeof child !== 'string');
  if (typeof first === 'object') return new InvalidInput(say.otherRoot(first.name.slice(0, 40)));
  return new InvalidInput(say.noFeed(JSON.stringify(text.trim().slice(0, 40))));
}

function siteOf(channel: Element, feedUrl: string | undefined): string | undefined {
  const base = baseOf(channel, feedUrl);
  const address = linkOf(channel);
  return address !== '' && URL.canParse(address, base) ? new URL(address, base).href : undefined;
}
