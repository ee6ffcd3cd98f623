import type { Request } from 'express';
import { InvalidInput } from '../../../errors.ts';
import { listField, textField } from '../../../http/fields.ts';
import type { Newsletter, NewsletterChanges } from '../../../publication/newsletters.ts';
import type { Rules, RulesChange, SectionRule } from '../../rules.ts';
import type { NewsletterWords } from './words/newsletter-words.ts';

/** What stands in the fields of the form: of each its text, of boxes and lists what is ticked. */
export type FormValues = Record<string, string | string[]>;

const parts = ['title', 'text', 'label', 'url', 'small'] as const;

/** The form of a newsletter as it is. */
export function valuesOf(newsletter: Newsletter, rules: Rules): FormValues {
  const { name, description, language, timeZone, priority } = newsletter;
  const { appeal, thanks } = rules;
  const [first] = thanks;
  const numbers = ['deadlineMinutes', 'graceSeconds', 'lateMinutes', 'expiryHours'] as const;
  const ofStories = ['minArticles', 'maxArticles', 'overlapHours', 'readAlso'] as const;
  return {
    name,
    description,
    language,
    timeZone,
    priority,
    enabled: rules.enabled ? 'on' : '',
    assembleAt: rules.assembleAt,
    sendAt: rules.sendAt ?? '',
    weekdays: rules.weekdays.map(String),
    atDeadline: rules.atDeadline,
    fourEyes: rules.fourEyes ? 'on' : '',
    ...Object.fromEntries([...numbers, ...ofStories].map((field) => [field, String(rules[field])])),
    subjectTemplate: rules.subjectTemplate,
    leadCategories: rules.leadCategories.join(', '),
    categories: rules.categories.join(', '),
    sections: rules.sections.map(lineOf).join('\n'),
    sourceIds: rules.sourceIds.map(String),
    ballots: rules.ballots ? 'on' : '',
    ...Object.fromEntries(parts.map((part) => [`appeal-${part}`, appeal?.[part] ?? ''])),
    'thanks-title': first?.title ?? '',
    'thanks-text': first?.text ?? '',
  };
}

/** Whether the form can hold a newsletter's thanks: those by tier are set at the command line. */
export function hasPlainThanks({ thanks }: Rules): boolean {
  return thanks.every(({ tiers }) => tiers.length === 0) && thanks.length < 2;
}

/** What was typed, to be shown again with what is wrong. */
export function postedValues(request: Request, values: FormValues): FormValues {
  const own = Object.entries(values).map(([name, value]): [string, string | string[]] => [
    name,
    Array.isArray(value) ? listField(request, name) : textField(request, name),
  ]);
  return Object.fromEntries(own);
}

/** @throws InvalidInput for a line that is no section; what else is wrong the verbs say */
export function readForm(
  request: Request,
  rules: Rules,
  words: NewsletterWords,
): { newsletter: NewsletterChanges; rules: RulesChange } {
  const text = (name: string): string => textField(request, name).trim();
  const number = (name: string): number => (text(name) === '' ? Number.NaN : Number(text(name)));
  const isOn = (name: string): boolean => text(name) === 'on';
  const newsletter = {
    name: text('name'),
    description: text('description'),
    language: text('language'),
    timeZone: text('timeZone'),
    priority: text('priority') as Newsletter['priority'],
  };
  const changes: RulesChange = {
    enabled: isOn('enabled'),
    assembleAt: text('assembleAt'),
    sendAt: text('sendAt') === '' ? null : text('sendAt'),
    weekdays: listField(request, 'weekdays').map(Number),
    atDeadline: text('atDeadline') as Rules['atDeadline'],
    fourEyes: isOn('fourEyes'),
    deadlineMinutes: number('deadlineMinutes'),
    graceSeconds: number('graceSeconds'),
    lateMinutes: number('lateMinutes'),
    expiryHours: number('expiryHours'),
    minArticles: number('minArticles'),
    maxArticles: number('maxArticles'),
    overlapHours: number('overlapHours'),
    readAlso: number('readAlso'),
    subjectTemplate: text('subjectTemplate'),
    leadCategories: namesIn(text('leadCategories')),
    categories: namesIn(text('categories')),
    sections: sectionsIn(text('sections'), words),
    sourceIds: listField(request, 'sourceIds').map(Number),
    ballots: isOn('ballots'),
    appeal: readAppeal(text),
    ...(hasPlainThanks(rules) && { thanks: readThanks(text) }),
  };
  // Who has set what happens at the deadline is who has changed it.
  if (changes.atDeadline === rules.atDeadline) delete changes.atDeadline;
  return { newsletter, rules: changes };
}

function readAppeal(text: (name: string) => string): RulesChange['appeal'] {
  if (text('appeal-title') === '') return null;
  const [title = '', words = '', label = '', url = '', small = ''] = parts.map((part) =>
    text(`appeal-${part}`),
  );
  return { title, text: words, label, url, small };
}

function readThanks(text: (name: string) => string): RulesChange['thanks'] {
  return text('thanks-title') === '' ? [] : { title: text('thanks-title'), text: text('thanks-text') };
}

function lineOf({ title, categories, cap }: SectionRule): string {
  return `${title}: ${categories.join(', ')} (${cap})`;
}

function sectionsIn(text: string, words: NewsletterWords): SectionRule[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [, title = '', names = '', cap] = /^([^:]+):([^(]+)(?:\((\d{1,2})\))?\s*$/.exec(line) ?? [];
    const categories = namesIn(names);
    if (title.trim() === '' || categories.length === 0) throw new InvalidInput(words.badSection(line));
    return { title: title.trim(), categories, cap: cap === undefined ? 3 : Number(cap) };
  });
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
