import { wordsIn } from '../../../../../languages/index.ts';
import { en } from './words/en.ts';
import type { EditionWords } from './words/edition-words.ts';

export function editionWords(language: string): EditionWords {
  return wordsIn('editionPages', language, en);
}
