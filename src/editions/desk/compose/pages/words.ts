import { wordsIn } from '../../../../../languages/index.ts';
import type { ComposerWords } from './words/composer-words.ts';
import { en } from './words/en.ts';

export function composerWords(language: string): ComposerWords {
  return wordsIn('composerPages', language, en);
}
