import { cleanLine } from '../../text/clean-line.ts';
import type { Crop, Item, Value } from './contract.ts';
import { cropSchema } from './contract.ts';

/** How a field is written: a line, a text of paragraphs, a part of a picture, or a value that its schema judges. */
export type FieldRule =
  | { type: 'line' | 'text'; most: number; merges: boolean }
  | { type: 'crop' }
  | { type: 'value' };

const line = (most: number): FieldRule => ({ type: 'line', most, merges: false });
const prose = (most: number): FieldRule => ({ type: 'text', most, merges: true });
const value: FieldRule = { type: 'value' };

const title = line(500);
const audience = value;
const story: Record<string, FieldRule> = {
  title,
  standfirst: { type: 'line', most: 3_000, merges: true },
  author: line(300),
  category: line(200),
  updated: value,
  audience,
  picture: value,
  alt: line(1_000),
  credit: line(300),
  crop: { type: 'crop' },
  readAlso: value,
};

const head: Record<string, FieldRule> = {
  subject: line(200),
  preheader: line(200),
  intro: prose(5_000),
};

const text = prose(20_000);
const ofKinds: Record<Item['kind'], Record<string, FieldRule>> = {
  lead: story,
  article: story,
  link: { title, url: line(2_000) },
  section: { title, audience },
  headlines: { title, audience },
  'read-also': { audience },
  note: { title, text, markdown: value, signature: line(300), audience },
  divider: { audience },
  appeal: { title, text, button: value, small: prose(1_000) },
  thanks: { title, text, audience, except: value },
  'patrons-only': { title, text, button: value, audience },
  correction: { date: line(10), wrong: prose(5_000), right: prose(5_000), link: value, audience },
  ballot: {},
  footer: { text: prose(2_000) },
};

/** How a field of a kind of item is written; null where it is none that may be set. */
export function ruleOf(kind: Item['kind'] | null, field: string): FieldRule | null {
  const rules = kind === null ? head : ofKinds[kind];
  return Object.hasOwn(rules, field) ? (rules[field] ?? null) : null;
}

export type Written = { value: Value } | { fault: 'too-long'; most: number } | { fault: 'wrong-value' };

/** A value as it is kept: a line is one, a text holds nothing that could not be stored. */
export function writtenAs(rule: FieldRule, given: Value): Written {
  if (rule.type === 'value') return { value: given };
  if (rule.type === 'crop') return cropOf(given);
  if (typeof given !== 'string') return { fault: 'wrong-value' };
  if (given.length > rule.most) return { fault: 'too-long', most: rule.most };
  return { value: rule.type === 'line' ? cleanLine(given, rule.most) : cleanText(given) };
}

function cleanText(given: string): string {
  return given.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed();
}

function cropOf(given: Value): Written {
  const read = cropSchema.safeParse(given);
  if (!read.success) return { fault: 'wrong-value' };
  const crop: Crop = read.data;
  return { value: crop };
}
