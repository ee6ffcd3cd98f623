import { de } from './words/de.ts';
import { en } from './words/en.ts';
import type { TopicWords } from './words/topic-words.ts';
import { uk } from './words/uk.ts';

/** A language is a file and a line here. */
const all: Record<string, TopicWords> = { en, uk, de };

export function topicWords(language: string): TopicWords {
  return all[language] ?? en;
}
