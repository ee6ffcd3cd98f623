import { inLanguage } from '../../../text/in-language.ts';
import { de } from './words/de.ts';
import type { ManageWords } from './words/manage-words.ts';
import { en } from './words/en.ts';
import { uk } from './words/uk.ts';

/** A language is a file and a line here. */
const all = { en, uk, de };

export function manageWords(language: string): ManageWords {
  return inLanguage<ManageWords>(all, language);
}
