import { en } from './words/en.ts';
import type { SubjectWords } from './words/subject-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, SubjectWords> = { en, uk };

export function subjectWords(language: string): SubjectWords {
  return all[language] ?? en;
}
