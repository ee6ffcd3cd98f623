import { languagesWith } from '../../../../../languages/index.ts';
import { nameOfLanguage } from '../../../../text/name-of-language.ts';
import { nameOfActor } from '../../../../staff/pages/people.ts';
import { type Child, type Html, html } from '../../../../views/html.ts';
import type { Rules } from '../../../rules.ts';
import { seenField } from '../../parts.ts';
import { hasPlainThanks } from '../form.ts';
import { weekdayName } from '../sentence.ts';
import type { NewsletterView } from '../view.ts';
import type { NewsletterWords } from '../words/newsletter-words.ts';
import * as input from './inputs.ts';

type Rule = Exclude<keyof Rules, 'ruleSetBy'>;

const limits = {
  deadlineMinutes: [0, 1440],
  graceSeconds: [0, 600],
  lateMinutes: [10, 720],
  expiryHours: [1, 168],
  minArticles: [1, 100],
  maxArticles: [1, 100],
  overlapHours: [0, 720],
  readAlso: [0, 10],
} as const;

/** A newsletter and its rules in one form, which only an owner can change. */
export function rulesForm(words: NewsletterWords, view: NewsletterView, language: string): Html {
  const { newsletter, seen, mayChange } = view;
  const groups = [
    group(words.groups.self, selfFields(words, view, language)),
    group(words.groups.when, whenFields(words, view)),
    group(words.groups.approval, approvalFields(words, view)),
    group(words.groups.late, [number(words, view, 'lateMinutes'), number(words, view, 'expiryHours')]),
    group(words.groups.stories, storyFields(words, view)),
    group(words.groups.appeal, appealFields(words, view)),
    group(words.groups.thanks, thanksFields(words, view)),
  ];
  return html`<form method="post" action="/desk/newsletters/${newsletter.id}" class="rules">${seenField(seen)}
<fieldset class="whole"${!mayChange && html` disabled`}>${groups}${mayChange && html`<div class="actions"><button>${words.save}</button></div>`}</fieldset></form>`;
}

function group(title: string, fields: Child[]): Html {
  return html`<fieldset class="group"><legend>${title}</legend><div class="columns">${fields}</div></fieldset>\n`;
}

function valueOf({ values }: NewsletterView, name: string): string {
  return String(values[name] ?? '');
}

function listOf({ values }: NewsletterView, name: string): string[] {
  return [values[name] ?? []].flat();
}

function shapeOf({ rules }: NewsletterWords, view: NewsletterView, name: Rule) {
  return { name, ...rules[name], value: valueOf(view, name) };
}

function number(words: NewsletterWords, view: NewsletterView, name: keyof typeof limits): Html {
  return input.numberField(shapeOf(words, view, name), limits[name]);
}

function selfFields(
  { fields, priorities }: NewsletterWords,
  view: NewsletterView,
  language: string,
): Child[] {
  const shape = (name: keyof typeof fields) => ({ name, ...fields[name], value: valueOf(view, name) });
  const known = [...new Set([...languagesWith('mails'), valueOf(view, 'language')])];
  const tags = known.map((value) => ({ value, label: nameOfLanguage(value, language) }));
  const kinds = Object.entries(priorities).map(([value, label]) => ({ value, label }));
  return [
    input.textField(shape('name'), 120, true),
    input.choiceField(shape('language'), tags),
    input.textField(shape('description'), 500),
    input.choiceField(shape('priority'), kinds),
  ];
}

function whenFields(words: NewsletterWords, view: NewsletterView): Child[] {
  const { language } = view.clock;
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    label: weekdayName(day, language, 'short'),
  }));
  const zone = { name: 'timeZone', ...words.fields.timeZone, value: valueOf(view, 'timeZone') };
  const weekdays = { name: 'weekdays', ...words.rules.weekdays };
  return [
    html`<div class="across">${input.tickField(shapeOf(words, view, 'enabled'))}</div>`,
    input.pickList('checkbox', weekdays, days, listOf(view, 'weekdays'), 'across days'),
    input.clockField(shapeOf(words, view, 'assembleAt'), true),
    input.clockField(shapeOf(words, view, 'sendAt')),
    input.zoneField(zone),
  ];
}

function approvalFields(words: NewsletterWords, view: NewsletterView): Child[] {
  const { rules, people, approvers, mayChange } = view;
  const choices = Object.entries(words.atDeadline).map(([value, label]) => ({ value, label }));
  const rule = { name: 'atDeadline', ...words.rules.atDeadline };
  const setBy = nameOfActor(rules.ruleSetBy, people, view.clock.language);
  const who = approvers.map(({ name }) => name).join(', ');
  const isAlone = approvers.length < 2 && mayChange;
  const note = html`<p class="${isAlone ? 'missing mild' : 'small soft'}">${isAlone ? words.approvers.alone : words.approvers.some(who)}</p>`;
  return [
    number(words, view, 'deadlineMinutes'),
    number(words, view, 'graceSeconds'),
    html`<div class="across">${input.pickList('radio', rule, choices, [valueOf(view, 'atDeadline')])}${rules.atDeadline === 'send' && html`<p class="small soft">${words.ruleSetBy(setBy)}</p>`}</div>`,
    html`<div class="across">${input.tickField(shapeOf(words, view, 'fourEyes'), note)}</div>`,
  ];
}

function storyFields(words: NewsletterWords, view: NewsletterView): Child[] {
  const { sources } = view;
  const choices = sources.map(({ id, title, url }) => ({ value: String(id), label: title || url }));
  const own = { name: 'sourceIds', ...words.rules.sourceIds };
  return [
    number(words, view, 'minArticles'),
    number(words, view, 'maxArticles'),
    number(words, view, 'overlapHours'),
    number(words, view, 'readAlso'),
    input.textField(shapeOf(words, view, 'subjectTemplate')),
    input.textField(shapeOf(words, view, 'leadCategories'), 500),
    input.textField(shapeOf(words, view, 'categories'), 500),
    html`<div class="across">${input.areaField(shapeOf(words, view, 'sections'), 3)}</div>`,
    choices.length > 0 && input.pickList('checkbox', own, choices, listOf(view, 'sourceIds'), 'across'),
    html`<div class="across">${input.tickField(shapeOf(words, view, 'ballots'))}</div>`,
  ];
}

function appealFields(words: NewsletterWords, view: NewsletterView): Child[] {
  const shape = (part: keyof NewsletterWords['appeal']) => ({
    name: `appeal-${part}`,
    label: words.appeal[part],
    value: valueOf(view, `appeal-${part}`),
  });
  return [
    html`<p class="small soft across">${words.rules.appeal.label}: ${words.rules.appeal.hint}</p>`,
    input.textField(shape('title')),
    input.textField(shape('label')),
    html`<div class="across">${input.areaField(shape('text'), 3)}</div>`,
    input.urlField(shape('url')),
    input.textField(shape('small')),
  ];
}

function thanksFields(words: NewsletterWords, view: NewsletterView): Child[] {
  if (!hasPlainThanks(view.rules)) return [html`<p class="across">${words.thanksByTier}</p>`];
  const shape = (part: keyof NewsletterWords['thanks']) => ({
    name: `thanks-${part}`,
    label: words.thanks[part],
    value: valueOf(view, `thanks-${part}`),
  });
  return [
    html`<p class="small soft across">${words.rules.thanks.label}: ${words.rules.thanks.hint}</p>`,
    input.textField(shape('title')),
    html`<div class="across">${input.areaField(shape('text'), 2)}</div>`,
  ];
}
