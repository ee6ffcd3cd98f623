import { de } from './words/de.ts';
import { en } from './words/en.ts';
import type { SubscriberWords } from './words/subscriber-words.ts';
import { uk } from './words/uk.ts';

/** A language is a file and a line here. */
const all: Record<string, SubscriberWords> = { en, uk, de };

export function subscriberWords(language: string): SubscriberWords {
  return all[language] ?? en;
}
