import { en } from './words/en.ts';
import type { SenderWords } from './words/sender-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, SenderWords> = { en, uk };

export function senderWords(language: string): SenderWords {
  return all[language] ?? en;
}
