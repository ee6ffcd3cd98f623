import { en } from './words/en.ts';
import type { SendingWords } from './words/sending-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, SendingWords> = { en, uk };

export function sendingWords(language: string): SendingWords {
  return all[language] ?? en;
}
