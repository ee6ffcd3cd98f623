import { wordsIn } from '../../../../languages/index.ts';
import { en } from './words/en.ts';
import type { SupportWords } from './words/support-words.ts';

export function supportWords(language: string): SupportWords {
  return wordsIn('supportPages', language, en);
}
