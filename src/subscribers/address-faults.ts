/** What can be wrong with an address. */
export type AddressFault =
  | 'empty'
  | 'long'
  | 'alone'
  | 'hidden'
  | 'no-at'
  | 'before'
  | 'after'
  | 'unroutable';

/** English says more: the error itself has it. */
export const faultWords: Record<string, Record<AddressFault, string>> = {
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
