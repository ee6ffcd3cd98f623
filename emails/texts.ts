import { wordsIn } from '../languages/index.ts';
import { en } from './texts/en.ts';
import type { Texts } from './texts/texts.ts';

export type { Texts };

/** The words of a language, of its parent, or else of English. */
export function textsOf(language: string): Texts {
  return wordsIn('mails', language, en);
}

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|he|fa|ur|ps|yi|dv|ckb|sd|ug)(-|$)/i.test(language) ? 'rtl' : 'ltr';
}

/** A day as the masthead writes it. */
export function longDate(instant: string, language: string, timeZone: string): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options).format(new Date(instant));
}
