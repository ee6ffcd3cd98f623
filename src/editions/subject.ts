import { wordsIn } from '../../languages/index.ts';

const maxLength = 68;

/**
 * A subject that is never the first headline alone and never the last one's: the lead's headline, shortened at a
 * word, and how much more there is. A template may say it in other words, with {lead}, {more}, {second} and {name}.
 */
export function makeSubject(
  facts: { lead: string; second: string; more: number; name: string },
  template: string,
  last: string | null,
  language: string,
): string {
  const { second, more, name } = facts;
  const counted = moreStories(more, language);
  const pattern = template || (more > 0 ? '{lead} · {more}' : '{name}: {lead}');
  const fixed = pattern
    .replace('{lead}', '')
    .replace('{more}', counted)
    .replace('{second}', second)
    .replace('{name}', name);
  const lead = shorten(facts.lead, Math.max(20, maxLength - fixed.length));
  const values: Record<string, string> = { lead, more: counted, second, name };
  const subject = pattern.replace(/\{(lead|more|second|name)\}/g, (_all, key: string) => values[key] ?? '');
  return subject === last ? `${name}: ${shorten(facts.lead, maxLength - name.length - 2)}` : subject;
}

/** Cut at a word's end, with a sign that it goes on. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - 1);
  const end = head.lastIndexOf(' ');
  return `${(end > max / 2 ? head.slice(0, end) : head).replace(/[\s,;:–-]+$/, '')}…`;
}

/** How much more there is than the lead, by the categories of `Intl.PluralRules`, with # for the number. */
export type MoreStories = Partial<Record<Intl.LDMLPluralRule, string>>;

const en: MoreStories = { one: 'and # more story', other: 'and # more' };

function moreStories(count: number, language: string): string {
  const words = wordsIn('moreStories', language, en);
  const form = new Intl.PluralRules(language).select(count);
  return (words[form] ?? words.other ?? '').replace('#', String(count));
}
