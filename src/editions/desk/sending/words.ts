import { wordsIn } from '../../../../languages/index.ts';
import { en } from './words/en.ts';
import type { SendingWords } from './words/sending-words.ts';

export function sendingWords(language: string): SendingWords {
  return wordsIn('sendingPages', language, en);
}
