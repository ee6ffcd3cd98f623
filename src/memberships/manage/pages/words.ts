import { wordsIn } from '../../../../languages/index.ts';
import type { ManageWords } from './words/manage-words.ts';
import { en } from './words/en.ts';

export function manageWords(language: string): ManageWords {
  return wordsIn('membershipPages', language, en);
}
