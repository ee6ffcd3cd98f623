import { wordsIn } from '../../../../languages/index.ts';
import { en } from './words/en.ts';
import type { AlertWords } from './words/alert-words.ts';

export function alertWords(language: string): AlertWords {
  return wordsIn('alertPages', language, en);
}
