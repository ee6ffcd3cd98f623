import type { Words } from '../../src/views/words.ts';

export const pages: Words = {
  skip: 'Zum Inhalt springen',
  footer: 'Über diese Seite',
  subscribe: 'Abonnieren',
  support: 'Unterstützen',
  archive: 'Frühere Ausgaben',
  ballots: 'Abstimmungen',
  privacy: 'Datenschutz',
  terms: 'Nutzungsbedingungen',
  imprint: 'Impressum',
  cancel: 'Verträge hier kündigen',
  withdraw: 'Vertrag hier widerrufen',
  home: 'Zur Startseite',
  notFound: {
    title: 'Hier ist nichts',
    text: 'Die Adresse ist vielleicht falsch geschrieben, oder die Seite gibt es nicht mehr.',
  },
  failed: {
    title: 'Bei uns ist etwas schiefgegangen',
    text: 'Es ist vermerkt. Bitte versuchen Sie es in einer Minute noch einmal.',
  },
  tooMany: {
    title: 'Das war viel auf einmal',
    text: 'Bitte warten Sie etwas und versuchen Sie es noch einmal.',
  },
  refused: {
    title: 'Das ging leider nicht',
    text: 'Vielleicht hat sich inzwischen etwas geändert. Bitte gehen Sie zurück und sehen Sie noch einmal nach.',
  },
};
