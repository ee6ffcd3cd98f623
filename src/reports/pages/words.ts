import { en as afterEn } from './words/after-en.ts';
import { uk as afterUk } from './words/after-uk.ts';
import type { AfterWords } from './words/after-words.ts';
import { en as liveEn } from './words/live-en.ts';
import { uk as liveUk } from './words/live-uk.ts';
import type { LiveWords } from './words/live-words.ts';

const live: Record<string, LiveWords> = { en: liveEn, uk: liveUk };
const after: Record<string, AfterWords> = { en: afterEn, uk: afterUk };

/** Of the pages about editions in a list, on their way, and corrected. */
export function liveWords(language: string): LiveWords {
  return live[language] ?? liveEn;
}

/** Of an edition's report, the people behind it, and why somebody got it or did not. */
export function afterWords(language: string): AfterWords {
  return after[language] ?? afterEn;
}
