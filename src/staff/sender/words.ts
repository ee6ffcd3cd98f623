import { wordsIn } from '../../../languages/index.ts';
import { en } from './words/en.ts';
import type { SenderWords } from './words/sender-words.ts';

export function senderWords(language: string): SenderWords {
  return wordsIn('senderPages', language, en);
}
