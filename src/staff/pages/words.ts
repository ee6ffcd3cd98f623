import { wordsIn } from '../../../languages/index.ts';
import { en } from './words/en.ts';
import type { StaffWords } from './words/staff-words.ts';

export function staffWords(language: string): StaffWords {
  return wordsIn('staffPages', language, en);
}
