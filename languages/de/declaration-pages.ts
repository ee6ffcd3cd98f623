import type { DeclarationWords } from '../../src/memberships/declarations/pages/words/declaration-words.ts';

export const declarationPages: DeclarationWords = {
  cancel: {
    title: 'Vertrag kündigen',
    intro:
      'Sie brauchen sich nicht anzumelden und keinen Grund zu nennen. Sagen Sie, wer Sie sind und welchen Vertrag Sie meinen; die Kündigung gilt ab dem Augenblick, in dem Sie sie auf der nächsten Seite bestätigen.',
    next: 'Weiter',
    reviewTitle: 'Stimmt das so?',
    reviewText: 'Noch ist nichts abgeschickt.',
    confirm: 'Jetzt kündigen',
    receivedTitle: 'Ihre Kündigung ist eingegangen',
    declared: 'Ich kündige den hier genannten Vertrag zum nächstmöglichen Zeitpunkt.',
    doneTitle: 'Ihr Vertrag ist gekündigt',
  },
  withdraw: {
    title: 'Vertrag widerrufen',
    intro:
      'Innerhalb von 14 Tagen, nachdem Sie Mitglied geworden sind oder eine Mitgliedschaft verschenkt haben, können Sie ohne Grund widerrufen und erhalten Ihr Geld zurück. Anmelden müssen Sie sich dazu nicht.',
    next: 'Weiter',
    reviewTitle: 'Stimmt das so?',
    reviewText: 'Noch ist nichts abgeschickt.',
    confirm: 'Widerruf bestätigen',
    receivedTitle: 'Ihr Widerruf ist eingegangen',
    declared: 'Ich widerrufe den hier genannten Vertrag.',
    doneTitle: 'Sie haben Ihren Vertrag widerrufen',
  },
  name: 'Ihr Name',
  address: 'E-Mail-Adresse',
  addressHint: 'möglichst die, mit der Sie zahlen; dorthin geht die Bestätigung',
  which: 'Welcher Vertrag?',
  membership: 'Meine Mitgliedschaft',
  gift: 'Eine Mitgliedschaft, die ich verschenkt habe',
  ownMembership: (tier) => `Meine Mitgliedschaft „${tier}“`,
  ownGift: (tier, name) => (name === '' ? `Mein Geschenk „${tier}“` : `Mein Geschenk „${tier}“ an ${name}`),
  more: 'Was uns hilft, ihn zu finden',
  moreHint: 'wenn Sie mögen: seit wann, wie viel, eine andere Adresse',
  change: 'Etwas ändern',
  signedIn: 'Sie sind angemeldet: Es wird sofort ausgeführt.',
  from: 'Von',
  about: 'Vertrag',
  receivedAt: 'Eingegangen',
  number: 'Nummer',
  countsFrom: (moment) => `Es zählt der Eingang am ${moment}.`,
  receiptMailed:
    'Eine Bestätigung ist an die angegebene Adresse unterwegs. Sie können auch diese Seite speichern oder drucken.',
  matchNext:
    'In der Mail ist ein Knopf. Drücken Sie ihn, dann wissen wir, dass der Vertrag Ihrer ist, und führen es sofort aus. Ohne ihn sucht jemand von uns den Vertrag; Ihre Erklärung zählt trotzdem ab dem genannten Zeitpunkt.',
  keep: 'Zurück zu meinem Konto',
  match: {
    title: 'Nur noch ein Klick',
    text: 'Bestätigen Sie unten, dann wird Ihre Erklärung ausgeführt. Sie zählt ab dem Zeitpunkt, zu dem Sie sie abgegeben haben.',
    choose: 'Welchen Vertrag meinen Sie?',
    button: 'Ja, das ist meiner',
    none: 'Unter dieser Adresse finden wir keinen Vertrag, den das betreffen könnte. Jemand von uns sucht ihn und schreibt Ihnen. Ihre Erklärung zählt ab dem Zeitpunkt, zu dem Sie sie abgegeben haben.',
    noneTitle: 'Wir sehen nach',
    endsAt: (day) => `Die Mitgliedschaft endet am ${day}.`,
    endsNow: 'Die Mitgliedschaft endet sofort.',
    refund: (amount) => `Sie erhalten ${amount} zurück.`,
    noRefund: 'Es wird nichts erstattet.',
  },
  outcome: {
    endsAt: (day) =>
      `Die Mitgliedschaft endet am ${day}; abgebucht wird nichts mehr. Bis dahin bleibt alles, wie es ist.`,
    ended: 'Die Mitgliedschaft ist beendet; abgebucht wird nichts mehr.',
    refund: (amount) =>
      `${amount} gehen dorthin zurück, von wo gezahlt wurde. Bei den meisten Banken dauert das 5 bis 10 Tage.`,
    byHand: (amount) =>
      `${amount} überweisen wir Ihnen zurück. Jemand von uns kümmert sich innerhalb von 14 Tagen darum.`,
    working: 'Es wird gerade ausgeführt; eine Mail sagt Ihnen, wenn es so weit ist.',
    refusedTitle: 'Das konnten wir nicht ausführen',
    tooLate: 'Als wir den Widerruf erhielten, waren die 14 Tage vorbei, in denen man widerrufen kann.',
    instead:
      'Kündigen können Sie weiterhin: Die Mitgliedschaft endet dann mit dem, was bezahlt ist, gerechnet ab demselben Zeitpunkt.',
    insteadButton: 'Stattdessen kündigen',
    refused: (reason) => `Der Grund: ${reason}`,
  },
};
