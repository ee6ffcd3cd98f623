import type { Texts } from '../../emails/texts/texts.ts';

export const mails: Texts = {
  by: (author) => `Von ${author}`,
  readAlso: 'Lesen Sie auch',
  updated: 'Aktualisiert',
  number: (number) => `Nr. ${number}`,
  photo: (credit) => `Bild: ${credit}`,
  photos: (credit) => `Bilder: ${credit}`,
  moreHeadlines: 'Weitere Meldungen',
  preferences: 'Einstellungen',
  unsubscribe: 'Abbestellen',
  viewOnline: 'Im Browser ansehen',
  subscribe: 'Abonnieren',
  noButton: 'Falls der Knopf nicht funktioniert, öffnen Sie diese Adresse:',
  why: (newsletter, address) =>
    `Sie erhalten „${newsletter}“, weil ${address} ihn bestellt und die Bestellung bestätigt hat.`,
  whyAsked: 'Warum sehe ich das?',
  forPatrons: 'Für Mitglieder',
  support: 'Mitglied werden',
  correction: { title: 'Berichtigung', wrong: 'Was wir schrieben', right: 'Was richtig ist' },
  privacy: 'Datenschutz',
  confirm: {
    subject: (publication) => `Bitte bestätigen Sie Ihr Abonnement von ${publication}`,
    title: 'Nur noch ein Klick',
    text: (publication) =>
      `Jemand, vermutlich Sie, hat für diese Adresse Newsletter von ${publication} bestellt. Bitte bestätigen Sie, dass Sie es waren.`,
    button: 'Abonnement bestätigen',
    small:
      'Waren Sie es nicht, brauchen Sie nichts zu tun: Sie erhalten dann keine Post von uns. Der Link gilt 48 Stunden.',
    chosen: 'Das wurde bestellt:',
  },
  welcome: {
    subject: (publication) => `Willkommen bei ${publication}`,
    title: 'Sie haben abonniert',
    hello: (name) => (name === '' ? 'Schön, dass Sie dabei sind.' : `Schön, dass Sie dabei sind, ${name}.`),
    text: (publication) =>
      `Alles, was ${publication} berichtet, ist kostenlos und für alle offen, und ab jetzt kommt es zu Ihnen.`,
    button: 'Newsletter auswählen',
    small:
      'Dieser Link gehört nur Ihnen: Damit ändern Sie Newsletter, Namen und Sprache, oder Sie melden sich ab.',
    chosen: 'Das erhalten Sie:',
  },
  already: {
    subject: (publication) => `Sie haben ${publication} schon abonniert`,
    title: 'Sie stehen schon auf der Liste',
    text: (publication) =>
      `Jemand, vermutlich Sie, hat für diese Adresse Newsletter von ${publication} bestellt. Sie erhält sie bereits; Sie müssen nichts tun.`,
    button: 'Ihre Newsletter ansehen',
    small:
      'Kommt ein Newsletter nicht an, sehen Sie bitte im Spam-Ordner nach und markieren Sie ihn als erwünscht.',
  },
  signIn: {
    subject: (publication) => `Ihr Link zur Anmeldung bei ${publication}`,
    title: 'Anmelden',
    text: (publication) =>
      `Mit diesem Knopf melden Sie sich in Ihrem Konto bei ${publication} an. Er gilt einmal, 15 Minuten lang.`,
    button: 'Anmelden',
    code: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:',
    small:
      'Haben Sie das nicht angefordert, brauchen Sie nichts zu tun: Ohne diese Mail kann sich niemand anmelden. Geben Sie den Code niemandem weiter.',
  },
  invoiceStuck: {
    subject: (publication) => `Stripe kann eine Rechnung von ${publication} nicht abschließen`,
    title: 'Eine Rechnung ließ sich nicht abschließen',
    text: (publication) =>
      `Stripe konnte die Rechnung einer Mitgliedschaft bei ${publication} nicht abschließen. Bis sich jemand darum kümmert, wird dafür nichts abgebucht, und die Mitgliedschaft bleibt, wie sie ist. Den Grund nennt Stripe auf der Seite der Rechnung; oft fehlt der automatischen Steuer eine Anschrift.`,
    button: 'Rechnung bei Stripe öffnen',
    small:
      'Beheben Sie dort, was genannt ist, und schließen Sie die Rechnung ab. Diese Mail kommt für eine Rechnung einmal.',
  },
  stripeRefused: {
    subject: (publication) => `Stripe weist den Schlüssel von ${publication} zurück`,
    title: 'Stripe weist unseren Schlüssel zurück',
    text: (publication) =>
      `${publication} sieht bei Stripe nicht mehr, wer zahlt, und niemand kann Mitglied werden. Zahlungen, die bei Stripe laufen, gehen weiter; sie werden nachgetragen, sobald wieder ein Schlüssel gilt.`,
    button: 'Schlüssel bei Stripe öffnen',
    small:
      'Legen Sie dort einen neuen geheimen Schlüssel an, setzen Sie ihn als STRIPE_SECRET_KEY, starten Sie neu und führen Sie aus: broadsheet memberships reconcile. Diese Mail kommt höchstens einmal am Tag.',
  },
};
