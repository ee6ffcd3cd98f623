import type { ScriptWords } from '../../src/text/mixed-scripts.ts';
import type { ConsentWords } from '../../src/subscribers/consent.ts';
import type { AddressFaultWords } from '../../src/subscribers/address-faults.ts';
import type { MoreStories } from '../../src/editions/subject.ts';

export const consent: ConsentWords = {
  newsletters: (publication) =>
    `Я хочу отримувати позначені тут розсилки від ${publication} електронною поштою. Я можу відмовитися будь-коли.`,
  clicks: (newsletters, publication) =>
    `${publication} може рахувати, які матеріали я відкриваю з ${newsletters}. Я можу відмовитися будь-коли.`,
};

export const addressFaults: AddressFaultWords = {
  empty: 'Вкажіть, будь ласка, електронну адресу.',
  long: 'Ця електронна адреса задовга.',
  alone: 'Вкажіть, будь ласка, лише одну електронну адресу, без імені та дужок.',
  hidden: 'У цій електронній адресі є пробіл або невидимий символ.',
  'no-at': 'У цій електронній адресі бракує @.',
  before: 'У цій електронній адресі щось не так перед @.',
  after: 'У цій електронній адресі після @ немає домену, такого як paper.example.',
  unroutable: 'Ця електронна адреса недосяжна з інтернету.',
};

export const moreStories: MoreStories = {
  one: 'і ще # новина',
  few: 'і ще # новини',
  many: 'і ще # новин',
  other: 'і ще #',
};

export const mixedScripts: ScriptWords = {
  scripts: { Latin: 'латинка', Cyrillic: 'кирилиця', Greek: 'грецькі літери' },
  mixes: (word, main, others) => `у слові ${word} перемішано: ${[main, ...others].join(' та ')}`,
};
