import { wordsIn } from '../../../languages/index.ts';
import { en } from './words/en.ts';
import type { SubscriberWords } from './words/subscriber-words.ts';

export function subscriberWords(language: string): SubscriberWords {
  return wordsIn('subscriberPages', language, en);
}
