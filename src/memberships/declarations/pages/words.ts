import { inLanguage } from '../../../text/in-language.ts';
import { de } from './words/de.ts';
import type { DeclarationWords } from './words/declaration-words.ts';
import { en } from './words/en.ts';
import { uk } from './words/uk.ts';

/** A language is a file and a line here. */
const all = { en, uk, de };

export function declarationWords(language: string): DeclarationWords {
  return inLanguage<DeclarationWords>(all, language);
}
