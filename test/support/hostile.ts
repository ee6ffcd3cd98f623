import { linkedAddresses } from '../../src/articles/linked-addresses.ts';
import { parseFeedDate } from '../../src/articles/feed/dates.ts';
import { summarise } from '../../src/articles/feed/html.ts';
import { parseFeed } from '../../src/articles/feed/parse-feed.ts';
import { readPageMetadata } from '../../src/articles/page-metadata.ts';
import { plainText } from '../../src/articles/plain-text.ts';
import { sanitiseHtml } from '../../src/articles/sanitise.ts';
import { InvalidInput } from '../../src/errors.ts';
import { isThorough } from './thorough.ts';

// Each once took a reader, or a library beneath it, time that grew with the square of the length, or faster.
const fragments = [
  '<',
  '&',
  '<!--',
  '<!---->',
  '-->',
  '<![CDATA[',
  '</x>',
  '</p>',
  '<b>',
  '<b></x>',
  '<br ',
  '<p><b>',
  '<a href="x">',
  '<img src="x" width="1">',
  '<form>',
  '<svg><title>',
  '<noscript>',
  '<iframe>',
  '<script type="application/ld+json">',
  '<a xmlns:b="c">',
  '<a xmlns:b="c"/>',
  '<item>',
  '<title/>',
  '<author>a@b.c</author>',
  '<category>x</category>',
  '<pubDate>1 Jan</pubDate>',
  '<meta name="a" content="b">',
  ' ',
  '@',
  '@.',
  'a. ',
  '1 Jan 2026 ',
  '\u0301\u0316',
  '../',
  '{"a":[',
];

const head = '<rss><channel><title>t</title><link>https://news.example/</link>';
const inItem = (inner: string): Buffer => Buffer.from(`${head}<item>${inner}</item></channel></rss>`);
const inData = (name: string, text: string): Buffer => inItem(`<${name}><![CDATA[${text}]]></${name}>`);

const namespaces = Array.from({ length: 10_000 }, (_, index) => `xmlns:n${index}="urn:n"`);

/** Whatever reads what a stranger wrote; a text is put where it does the most. */
export const readers: Record<string, (text: string) => unknown> = {
  'a feed': (text) => parseFeed(Buffer.from(text)),
  'what is behind the end of a feed': (text) => parseFeed(Buffer.from(`${head}</channel></rss>${text}x`)),
  'an item of a feed': (text) => parseFeed(inItem(text)),
  'ten times as much of a description': (text) => parseFeed(inData('description', text.repeat(10))),
  'an author': (text) => parseFeed(inData('author', text)),
  'fifty authors': (text) => parseFeed(inItem(`<author>${text.slice(0, 2_000)}</author>`.repeat(50))),
  'what is inside of many namespaces': (text) =>
    parseFeed(Buffer.from(`<rss ${namespaces.join(' ')}><channel>${text}</channel></rss>`)),
  'a JSON feed': (text) =>
    parseFeed(Buffer.from(JSON.stringify({ items: [{ title: text, url: text, tags: [text] }] }))),
  'the sanitiser': (text) => sanitiseHtml(text, 'https://news.example/'),
  'the plain text': (text) => plainText(text),
  'the summary': (text) => summarise(text),
  'a page': (text) => readPageMetadata(Buffer.from(text), 'https://news.example/'),
  'a date': (text) => [text, `1 ${text}`, `Mon, ${text}x`].map(parseFeedDate),
  'the links of an article': (text) => linkedAddresses({ html: text, url: 'https://news.example/' }),
};

const size = isThorough ? 500_000 : 150_000;
const seemsLong = 0.8;

/**
 * Has one of the readers read each fragment again and again, up to `size`, and gives the seconds that each took: of
 * this process's own time, since on a busy machine the clock counts what others do. What seems to take long is read
 * once more: a machine that is shared gives a process slower time, too.
 */
export function* timeReader(name: string): Generator<{ fragment: string; seconds: number }> {
  for (const fragment of fragments) {
    const text = fragment.repeat(Math.ceil(size / fragment.length)).slice(0, size);
    const first = secondsOf(name, text);
    yield { fragment, seconds: first < seemsLong ? first : Math.min(first, secondsOf(name, text)) };
  }
}

function secondsOf(name: string, text: string): number {
  const before = process.cpuUsage();
  try {
    readers[name]?.(text);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

if (import.meta.main) {
  for (const timed of timeReader(process.argv[2] ?? '')) console.log(JSON.stringify(timed));
}
