import { wordsIn } from '../../../languages/index.ts';
import { en as afterEn } from './words/after-en.ts';
import type { AfterWords } from './words/after-words.ts';
import { en as liveEn } from './words/live-en.ts';
import type { LiveWords } from './words/live-words.ts';

/** Of the pages about editions in a list, on their way, and corrected. */
export function liveWords(language: string): LiveWords {
  return wordsIn('watchPages', language, liveEn);
}

/** A group of domains by the name that people know it by. */
export function destinationName(language: string, destination: string): string {
  const { destinations } = liveWords(language).sending;
  return Object.hasOwn(destinations, destination) ? (destinations[destination] ?? destination) : destination;
}

/** Of an edition's report, the people behind it, and why somebody got it or did not. */
export function afterWords(language: string): AfterWords {
  return wordsIn('reportPages', language, afterEn);
}
