import { de } from './de.ts';
import { en } from './en.ts';
import type { MemberTexts } from './member-texts.ts';
import { uk } from './uk.ts';

/** A language is a file and a line here. */
const languages: Record<string, MemberTexts> = { en, uk, de };

/** The words of a language, of its parent, or else of English. */
export function memberTextsOf(language: string): MemberTexts {
  return languages[language.toLowerCase().split('-')[0] ?? ''] ?? en;
}
