import { wordsIn } from '../../../languages/index.ts';
import type { DeskEditionWords } from './words/desk-edition-words.ts';
import { en } from './words/en.ts';

export function deskEditionWords(language: string): DeskEditionWords {
  return wordsIn('todayPages', language, en);
}
