import { InvalidInput } from '../../errors.ts';
import { decodeFeed } from './decode.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { readJsonFeed } from './read-json-feed.ts';
import { readXmlFeed } from './read-xml-feed.ts';
import { say } from '../say.ts';

const maxBytes = 20_000_000;

export interface FeedSource {
  /** Where the bytes came from: relative links lead on from there. */
  url?: string | undefined;
  contentType?: string | undefined;
}

/**
 * Reads a feed of any usual kind and takes of it what can be taken; what could not stands in `problems`.
 * @throws InvalidInput, once, where nothing of it is a feed.
 */
export function parseFeed(bytes: Uint8Array, { url, contentType }: FeedSource = {}): ParsedFeed {
  if (bytes.length > maxBytes)
    throw new InvalidInput(say.feedTooLarge(String(bytes.length), String(maxBytes)));
  const { text, problems } = decodeFeed(bytes, contentType);
  const start = text.replace(/^[\s\uFEFF]+/, '');
  if (start === '') throw new InvalidInput(say.feedEmpty);
  const feed = /^[{[]/.test(start) ? readJsonFeed(start, url) : readXmlFeed(start, url);
  return { ...feed, problems: [...problems, ...feed.problems] };
}
