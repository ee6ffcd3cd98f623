import { plainText } from '../plain-text.ts';
import { readHtml } from '../read-html.ts';
import type { FeedImage } from './parsed-feed.ts';

const summaryLength = 400;

/** The beginning of a text, up to a sentence's end where one is near, else to a word's. */
export function summarise(html: string): string {
  const text = plainText(html, 4_000);
  if (text.length <= summaryLength) return text;
  const head = text.slice(0, summaryLength);
  const sentence = /^[\s\S]*[.!?…]["»”']?(?=\s)/.exec(head)?.[0];
  if (sentence !== undefined && sentence.length > summaryLength / 2) return sentence;
  return `${head.slice(0, head.lastIndexOf(' ')).replace(/[\s,;:–-]+$/, '')}…`;
}

/** The first picture of an article's sanitised HTML. */
export function firstPicture(html: string): FeedImage | null {
  let found: FeedImage | null = null;
  readHtml(html, {
    isEnough: () => found !== null,
    onopentag: (name, { src, alt = '' }) => {
      if (name === 'img' && src !== undefined) found = { url: src, alt: plainText(alt, 500), credit: '' };
    },
  });
  return found;
}
