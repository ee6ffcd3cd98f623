import type { InvalidInput } from '../../../errors.ts';
import { type AddressFault, InvalidAddress } from '../../address.ts';

type FaultWords = Record<AddressFault, string>;

/** English is what the fault itself says. */
const all: Record<string, FaultWords> = {
  de: {
    empty: 'Bitte geben Sie eine E-Mail-Adresse an.',
    long: 'Diese E-Mail-Adresse ist zu lang.',
    alone: 'Bitte geben Sie nur eine E-Mail-Adresse an, ohne Namen und ohne Klammern.',
    hidden: 'In dieser E-Mail-Adresse steht ein Leerzeichen oder ein unsichtbares Zeichen.',
    'no-at': 'In dieser E-Mail-Adresse fehlt das @.',
    before: 'In dieser E-Mail-Adresse stimmt etwas vor dem @ nicht.',
    after: 'In dieser E-Mail-Adresse steht nach dem @ keine Domain wie paper.example.',
    unroutable: 'Diese E-Mail-Adresse ist aus dem Internet nicht zu erreichen.',
  },
  uk: {
    empty: 'Вкажіть, будь ласка, електронну адресу.',
    long: 'Ця електронна адреса задовга.',
    alone: 'Вкажіть, будь ласка, лише одну електронну адресу, без імені та дужок.',
    hidden: 'У цій електронній адресі є пробіл або невидимий символ.',
    'no-at': 'У цій електронній адресі бракує @.',
    before: 'У цій електронній адресі щось не так перед @.',
    after: 'У цій електронній адресі після @ немає домену, такого як paper.example.',
    unroutable: 'Ця електронна адреса недосяжна з інтернету.',
  },
};

/** What is wrong with what was typed as an address, in a reader's language. */
export function addressFault(error: InvalidInput, language: string): string {
  const words = all[language.split('-')[0] ?? ''];
  return words === undefined || !(error instanceof InvalidAddress) ? error.message : words[error.fault];
}
