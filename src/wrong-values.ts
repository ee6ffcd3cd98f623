import type { z } from 'zod';
import { hearing } from './heard.ts';
import { wordsIn } from '../languages/index.ts';
import { joined, type Sentence, written } from './sentence.ts';
import { en } from './wrong-values/en.ts';

/** What can be wrong with a value, for a schema to say in English. */
export const wrong = en;

const hear = hearing(written('wrongValues', en));

/** Says of each wrong value which it is, what was seen and what is allowed. */
export function wrongValues(thing: string, { issues }: z.ZodError, seen: object): Sentence {
  return joined(issues.map((issue) => (language) => sayOf(issue, thing, seen, language)));
}

function sayOf(issue: z.core.$ZodIssue, thing: string, seen: object, language: string): string {
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    seen,
  );
  const fields = wordsIn('fields', language, null);
  if (fields === null) return `${issue.path.join('.') || thing}: ${JSON.stringify(value)} ${issue.message}`;
  const path = issue.path.length === 0 ? [thing] : issue.path;
  const name = path.map((part) => fieldIn(fields.names, part)).join(', ');
  const fault = hear(issue.message)?.(language) ?? fields.faultOf(issue);
  return `${name}${isShown(value) ? ` «${value}»` : ''}: ${fault}`;
}

/** What a form can hold, and is not empty there. */
function isShown(value: unknown): value is string | number {
  return typeof value === 'number' ? !Number.isNaN(value) : typeof value === 'string' && value !== '';
}

/** Places in a list are counted from 1 by people. */
function fieldIn(names: Record<string, string>, part: PropertyKey): string {
  return typeof part === 'number'
    ? String(part + 1)
    : ((Object.hasOwn(names, part) ? names[String(part)] : undefined) ?? String(part));
}
