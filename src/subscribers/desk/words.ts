import { wordsIn } from '../../../languages/index.ts';
import { en } from './words/en.ts';
import type { ReaderWords } from './words/reader-words.ts';

export function readerWords(language: string): ReaderWords {
  return wordsIn('readerPages', language, en);
}
