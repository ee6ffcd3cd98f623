import type { ConsentWords } from '../../src/subscribers/consent.ts';
import type { AddressFaultWords } from '../../src/subscribers/address-faults.ts';
import type { MoreStories } from '../../src/editions/subject.ts';

export const consent: ConsentWords = {
  newsletters: (publication) =>
    `Ich möchte die hier angekreuzten Newsletter von ${publication} per E-Mail erhalten. Ich kann das jederzeit beenden.`,
  clicks: (newsletters, publication) =>
    `${publication} darf zählen, welche Beiträge ich aus ${newsletters} öffne. Ich kann das jederzeit beenden.`,
};

export const addressFaults: AddressFaultWords = {
  empty: 'Bitte geben Sie eine E-Mail-Adresse an.',
  long: 'Diese E-Mail-Adresse ist zu lang.',
  alone: 'Bitte geben Sie nur eine E-Mail-Adresse an, ohne Namen und ohne Klammern.',
  hidden: 'In dieser E-Mail-Adresse steht ein Leerzeichen oder ein unsichtbares Zeichen.',
  'no-at': 'In dieser E-Mail-Adresse fehlt das @.',
  before: 'In dieser E-Mail-Adresse stimmt etwas vor dem @ nicht.',
  after: 'In dieser E-Mail-Adresse steht nach dem @ keine Domain wie paper.example.',
  unroutable: 'Diese E-Mail-Adresse ist aus dem Internet nicht zu erreichen.',
};

export const moreStories: MoreStories = { one: 'und # weitere Meldung', other: 'und # weitere' };
