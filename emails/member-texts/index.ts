import { wordsIn } from '../../languages/index.ts';
import { en } from './en.ts';
import type { MemberTexts } from './member-texts.ts';

/** The words of a language, of its parent, or else of English. */
export function memberTextsOf(language: string): MemberTexts {
  return wordsIn('memberMails', language, en);
}
