import { wordsIn } from '../../../languages/index.ts';
import { en } from './words/en.ts';
import type { KeyWords } from './words/key-words.ts';

export function keyWords(language: string): KeyWords {
  return wordsIn('keyPages', language, en);
}
