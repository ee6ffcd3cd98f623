import { wordsIn } from '../../../languages/index.ts';
import { en } from './words/en.ts';
import type { TopicWords } from './words/topic-words.ts';

export function topicWords(language: string): TopicWords {
  return wordsIn('topicPages', language, en);
}
