import { wordsIn } from '../../../languages/index.ts';
import type { ComposeWords } from './words/compose-words.ts';
import { en } from './words/en.ts';

export function composeWords(language: string): ComposeWords {
  return wordsIn('compose', language, en);
}
