import type { KeyWords } from './key-words.ts';

export const en: KeyWords = {
  title: 'Keys',
  text: 'A key lets a program act here without signing in: your website, a script, a dashboard. Each opens only what it needs.',
  scopes: {
    'editions.read': 'See editions and how their sends stand',
    'subscribers.write': 'Sign readers up; each still confirms by mail',
  },
  columns: { name: 'Key', scopes: 'It may', used: 'Last used', until: 'Ends', act: 'Changes' },
  never: 'Never yet',
  noEnd: 'When you end it',
  over: 'it is over',
  made: (by) => `made by ${by}`,
  ended: { title: 'Ended keys', at: 'Ended' },
  empty: { title: 'No key yet', text: 'Nothing but people gets in here.' },
  add: 'Make a key',
  end: 'End…',
  endOf: (name) => `End the key: ${name}`,
  form: {
    title: 'Make a key',
    text: 'All owners are told by mail.',
    name: 'What it is for',
    nameHint: 'such as: sign-up form of the website',
    scopes: 'What it may do',
    days: 'It ends',
    choices: { 30: 'in 30 days', 90: 'in 90 days', 365: 'in a year', never: 'when you end it' },
    button: 'Make it',
  },
  shown: {
    title: (name) => `The key: ${name}`,
    text: 'Copy it now: it is shown this once, and only its hash is kept. Whoever has it can do what it opens.',
    how: 'A program sends it with each request:',
    kept: 'I have it',
  },
  ending: {
    title: (name) => `End the key “${name}”?`,
    text: 'From the next request on it opens nothing. A program that still needs it stops working.',
    button: 'Yes, end it',
  },
  back: 'All keys',
  done: 'The key is ended.',
};
