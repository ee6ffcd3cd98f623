import type { Change, Logged } from '../log.ts';
import type { Refusal } from '../plan-parts.ts';
import type { ComposeNames, ComposeWords } from './compose-words.ts';

const names: ComposeNames = {
  fields: {
    subject: 'the subject',
    preheader: 'the preheader',
    intro: 'the introduction',
    title: 'the headline',
    standfirst: 'the standfirst',
    author: 'the author',
    category: 'the category',
    updated: 'the mark “updated”',
    audience: 'who reads it',
    except: 'who does not read it',
    picture: 'whether the picture is shown',
    alt: 'the description of the picture',
    credit: 'the credit of the picture',
    crop: 'the part of the picture',
    readAlso: 'the links to read also',
    text: 'the text',
    markdown: 'how the text is written',
    signature: 'the signature',
    button: 'the button',
    small: 'the small print',
    date: 'the date',
    wrong: 'what was wrong',
    right: 'what is right',
    link: 'the link',
    url: 'the address',
  },
  kinds: {
    lead: 'the lead',
    article: 'a story',
    link: 'a link',
    section: 'a section',
    headlines: 'headlines',
    'read-also': 'links to read also',
    note: 'a note',
    divider: 'a divider',
    appeal: 'an appeal',
    thanks: 'thanks',
    'patrons-only': 'a part for patrons',
    correction: 'a correction',
    ballot: 'a ballot',
    footer: 'the footer',
  },
};

const fieldName = (field: string): string => names.fields[field] ?? field;

function thing({ about }: Pick<Logged, 'about'>): string {
  if (about == null) return 'an item';
  return about.title === '' ? (names.kinds[about.kind] ?? about.kind) : `“${about.title}”`;
}

function done(operation: Logged): string {
  switch (operation.op) {
    case 'set':
      return `changed ${fieldName(operation.field)}${operation.key === null ? '' : ` of ${thing(operation)}`}`;
    case 'insert':
    case 'insert-story':
    case 'insert-ballot':
    case 'insert-link':
      return `put in ${thing(operation)}`;
    case 'move':
      return `moved ${thing(operation)}`;
    case 'lead':
      return `made ${thing(operation)} the lead`;
    case 'remove':
      return `took out ${thing(operation)}`;
    case 'restore':
      return `brought back ${thing(operation)}`;
    case 'settle':
      if (operation.to === 'taken') return `took over the text kept aside for ${fieldName(operation.field)}`;
      if (operation.to === 'dropped') return `dropped the text kept aside for ${fieldName(operation.field)}`;
      return `laid open again the text kept aside for ${fieldName(operation.field)}`;
    case 'subjects':
      return 'changed the subjects';
    case 'rewrite':
      return operation.version === null
        ? 'wrote the blocks anew'
        : `went back to version ${operation.version}`;
  }
}

function change({ operation, act, conflict }: Pick<Change, 'operation' | 'act' | 'conflict'>): string {
  if (conflict !== null && operation.op === 'set')
    return `wrote another text for ${fieldName(operation.field)}; it was kept aside`;
  const text = done(operation);
  if (act === 'undo') return `undid a change: ${text}`;
  return act === 'redo' ? `did a change again: ${text}` : text;
}

function refusal(facts: Refusal): string {
  switch (facts.code) {
    case 'no-item':
      return 'This is no longer there.';
    case 'no-place':
      return 'It cannot stand there.';
    case 'fixed':
      return 'The footer stays where it is.';
    case 'key-used':
      return 'This has been put in already.';
    case 'no-article':
      return 'There is no such article.';
    case 'no-ballot':
      return 'There is no such ballot that is open or a draft.';
    case 'ballot-here':
      return 'This ballot stands in the edition already.';
    case 'not-a-story':
      return 'Only a story can be the lead.';
    case 'no-field':
      return `There is nothing to change here (${fieldName(facts.field)}).`;
    case 'wrong-value':
      return `This cannot be kept: ${fieldName(facts.field)} is missing or not as it has to be.`;
    case 'too-long':
      return `This is too long: ${fieldName(facts.field)} has room for ${facts.most} characters.`;
    case 'stands-here':
      return `“${facts.title}” stands in this edition already.`;
    case 'stands-elsewhere':
      return `“${facts.title}” stands in number ${facts.number} of this newsletter.`;
    case 'no-picture':
      return 'There is no picture of which this part could be shown; 40 pixels are needed.';
  }
}

export const en: ComposeWords = {
  others: (actor) => (actor.startsWith('command-line:') ? actor.slice('command-line:'.length) : 'the system'),
  change,
  refusal,
  blocked: (text, by) => `Not done (${text}): ${by ?? 'somebody'} has changed the same since.`,
};
