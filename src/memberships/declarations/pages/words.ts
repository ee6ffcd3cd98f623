import { wordsIn } from '../../../../languages/index.ts';
import type { DeclarationWords } from './words/declaration-words.ts';
import { en } from './words/en.ts';

export function declarationWords(language: string): DeclarationWords {
  return wordsIn('declarationPages', language, en);
}
