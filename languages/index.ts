import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Parts } from './parts.ts';

const load = createRequire(import.meta.url);
const codes = readdirSync(import.meta.dirname)
  .filter((name) => /^[a-z]{2,3}\.ts$/.test(name))
  .map((name) => name.slice(0, -'.ts'.length));
const known = new Map<string, Partial<Parts>>();

/**
 * What a part of the product says in a language, or else in English. A language is a file here, by its code (ISO 639);
 * nothing else names it, and it is loaded when it is first asked for. Region and script are not told apart: `uk-UA` is `uk`.
 * @param en the part in English, for a language that does not have it; null where English says it elsewhere
 */
export function wordsIn<Part extends keyof Parts, English extends Parts[Part] | null>(
  part: Part,
  language: string,
  en: English,
): Parts[Part] | English {
  const code = language.toLowerCase().split('-')[0] ?? '';
  return (codes.includes(code) ? read(code)[part] : undefined) ?? en;
}

/** The languages that a part is written in: English, and those that have it. */
export function languagesWith(part: keyof Parts): string[] {
  return ['en', ...codes.filter((code) => read(code)[part] !== undefined)];
}

function read(code: string): Partial<Parts> {
  const seen = known.get(code);
  if (seen !== undefined) return seen;
  const { language } = load(`./${code}.ts`) as { language: Partial<Parts> };
  known.set(code, language);
  return language;
}
