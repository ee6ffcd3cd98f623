import { wordsIn } from '../../../../languages/index.ts';
import { en } from './words/en.ts';
import type { SubjectWords } from './words/subject-words.ts';

export function subjectWords(language: string): SubjectWords {
  return wordsIn('subjectPages', language, en);
}
