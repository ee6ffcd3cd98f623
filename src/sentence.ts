import { wordsIn } from '../languages/index.ts';
import type { Parts } from '../languages/parts.ts';

/** What is said to a person, in the language that is asked for; in English where it is not written in that one. */
export type Sentence = (language: string) => string;

type Word = string | ((...values: never[]) => string);

/** Sentences by their keys, in one language: a text, or a function of the values that stand in it. */
export type Wording = Record<string, Word>;

/** The same sentences in each language that they are written in. English is what commands, logs and the API say. */
export interface Wordings<W extends object = Wording> {
  en: W;
  /** English where it is not written in that one. */
  in(language: string): W;
}

/** The sentences of a part of the product, in whatever language has them. */
export function written<Part extends keyof Parts>(part: Part, en: Parts[Part]): Wordings<Parts[Part]> {
  return { en, in: (language) => wordsIn(part, language, en) };
}

/** A value may be said itself: a text of one language goes into a sentence of that language. */
type Given<T> = T extends readonly (infer One)[]
  ? ReadonlyArray<Given<One>>
  : string extends T
    ? T | Sentence
    : T;
type AllGiven<Values extends readonly unknown[]> = { [Place in keyof Values]: Given<Values[Place]> };

/** Each sentence as verbs take it: with its values, before anybody has said in which language. */
export type Sentences<W> = {
  [Key in keyof W]: W[Key] extends (...values: infer Values) => string
    ? (...values: AllGiven<Values>) => Sentence
    : Sentence;
};

/** The sentences of a domain, which it throws and pages say: `say.isCancelled(7)('uk')`. */
export function sentences<W extends object>(all: Wordings<W>): Sentences<W> {
  const keys = Object.keys(all.en) as Array<keyof W>;
  return Object.fromEntries(keys.map((key) => [key, sentenceOf(all, key)])) as Sentences<W>;
}

function sentenceOf<W extends object>(all: Wordings<W>, key: keyof W): unknown {
  const wordIn = (language: string): unknown => all.in(language)[key];
  if (typeof all.en[key] !== 'function') return (language: string) => wordIn(language);
  return (...values: unknown[]): Sentence =>
    (language) =>
      (wordIn(language) as (...said: unknown[]) => string)(...values.map((value) => saidIn(value, language)));
}

function saidIn(value: unknown, language: string): unknown {
  if (typeof value === 'function') return (value as Sentence)(language);
  return Array.isArray(value) ? value.map((one: unknown) => saidIn(one, language)) : value;
}

/** What has no other language than the one it is written in stands as it is. */
export function inEnglish(said: string | Sentence): string {
  return typeof said === 'string' ? said : said('en');
}

/** Several, one behind the other. */
export function joined(all: Array<string | Sentence>, between = '; '): Sentence {
  return (language) => all.map((one) => saidIn(one, language)).join(between);
}
