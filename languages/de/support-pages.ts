import type { SupportWords } from '../../src/memberships/support/pages/words/support-words.ts';

const numbers = ['keine', 'ein', 'zwei', 'drei', 'vier', 'fünf', 'sechs'];

export const supportPages: SupportWords = {
  kicker: (publication) => `${publication} unterstützen`,
  title: 'Frei für alle, weil einige zahlen',
  why: (publication) => [
    `${publication} hat keinen Eigentümer, der vorgibt, was zu schreiben ist, und keine Bezahlschranke. Leserinnen und Leser tragen die Arbeit: Alle geben, was sie können, damit auch die mitlesen können, die nichts geben können.`,
    'Mitglieder reden mit: Sie schlagen Themen vor und stimmen ab, worüber wir als Nächstes berichten.',
  ],
  sandbox: 'Dies ist eine Testumgebung: Es fließt kein echtes Geld.',
  as: {
    signedIn: (address) => `Sie sind als ${address} angemeldet.`,
    byLink: (masked) =>
      `Dieser Link kam in einer Mail an ${masked}. Was Sie hier wählen, gehört dann zu dieser Adresse.`,
    notYou: 'Nicht Ihre? Ohne sie unterstützen',
  },
  patron: {
    title: 'Sie sind schon Mitglied. Danke!',
    text: (tier, terms) => `Ihre Mitgliedschaft: ${tier}, ${terms}.`,
    renews: (date) => `Sie verlängert sich am ${date}.`,
    plain: 'Zu dieser Adresse gibt es schon eine Mitgliedschaft; Sie brauchen keine zweite.',
    until: (date) => `Sie gilt bis zum ${date}.`,
    change: 'Ändern oder verwalten',
    meanwhile: 'Sie können trotzdem einmalig etwas geben oder jemanden beschenken.',
  },
  form: {
    currency: 'Währung',
    howOften: 'Wie oft',
    month: 'Monatlich',
    year: 'Jährlich',
    once: 'Einmalig',
    chooseTier: 'Was möchten Sie geben?',
    chooseOnce: 'Wie viel möchten Sie geben?',
    per: { month: (amount) => `${amount} im Monat`, year: (amount) => `${amount} im Jahr` },
    perShort: { month: 'im Monat', year: 'im Jahr' },
    monthsFree: (months) => `${numbers[months] ?? months} ${months === 1 ? 'Monat' : 'Monate'} geschenkt`,
    own: 'Ein eigener Betrag',
    ownFrom: {
      month: (amount) => `ab ${amount} im Monat; leer lassen für den Betrag oben`,
      year: (amount) => `ab ${amount} im Jahr; leer lassen für den Betrag oben`,
    },
    onceOwn: 'Ein anderer Betrag',
    onceFrom: (amount) => `ab ${amount}`,
    button: 'Weiter',
    next: 'Noch wird nichts bezahlt. Auf der nächsten Seite steht genau, wozu Sie Ja sagen.',
    faults: {
      'no-tier': () => 'Bitte wählen Sie eines davon.',
      'no-amount': (_seen, least) =>
        `Bitte wählen Sie einen Betrag oder schreiben Sie einen eigenen: ab ${least}.`,
      'not-an-amount': (seen) => `„${seen}“ ist kein Betrag. Schreiben Sie ihn wie 8 oder 8,50.`,
      below: (seen, least) => `„${seen}“ ist weniger als der kleinste Betrag hier, nämlich ${least}.`,
      above: (seen, most) => `„${seen}“ ist mehr als der größte Betrag hier, nämlich ${most}.`,
      fixed: (seen, least) => `„${seen}“ ist hier nicht möglich: Es kostet ${least}.`,
    },
    promise: ['Jederzeit kündbar', 'Kartendaten bleiben bei Stripe', 'Alles bleibt offen für alle'],
  },
  empty: {
    title: 'Hier kann gerade nichts bezahlt werden',
    text: 'Danke, dass Sie uns unterstützen möchten. Das Bezahlen auf dieser Seite ist zurzeit nicht eingerichtet.',
    noWay: 'Bitte schauen Sie etwas später wieder vorbei oder schreiben Sie uns.',
  },
  other: {
    title: 'Andere Wege',
    bank: 'Per Überweisung',
    gift: 'Eine Mitgliedschaft verschenken',
    giftText:
      'Für jemanden, der gern liest oder lesen sollte: per Mail an einem Tag Ihrer Wahl, mit Ihren eigenen Worten.',
    giftLink: 'Verschenken',
  },
  review: {
    title: 'Ein letzter Blick',
    giveOnce: 'Ein einmaliger Beitrag',
    change: 'Ändern',
    payer: 'Für',
    payerUnknown:
      'Ihre Adresse geben Sie bei der Zahlung an. Dorthin mailen wir einen Link, mit dem Sie die Mitgliedschaft annehmen.',
    payerByLink: (masked) =>
      `${masked}, wer auch immer bezahlt. Nach Karte und Rechnungsadresse wird bei der Zahlung gefragt.`,
    overlap: (tier, date) =>
      `Sie haben „${tier}“ schon bis zum ${date}. Eine neue Mitgliedschaft begänne heute und liefe daneben.`,
    terms: 'Wozu Sie Ja sagen',
    renewal: ({ publication, tier, amount, cancel, withdraw }, per) => [
      `Sie werden Mitglied von ${publication} („${tier}“) und zahlen ${amount} ${per === 'month' ? 'jeden Monat' : 'jedes Jahr'}, zum ersten Mal heute.`,
      `Die Mitgliedschaft verlängert sich von selbst um jeweils ${per === 'month' ? 'einen Monat' : 'ein Jahr'}, zum selben Betrag, bis Sie kündigen.`,
      `Sie können jederzeit und ohne Angabe von Gründen kündigen: in Ihrem Konto oder ohne Anmeldung unter ${cancel}. Die Mitgliedschaft endet dann mit der bezahlten Zeit, und es wird nichts mehr abgebucht.`,
      `Sie können diesen Vertrag innerhalb von 14 Tagen ab heute ohne Angabe von Gründen widerrufen, unter ${withdraw} oder per Mail. Sie erhalten Ihr Geld zurück.`,
    ],
    code: (code) =>
      `Der Code ${code} senkt den Betrag; um wie viel und wie lange, steht auf der Zahlungsseite.`,
    agree: 'Ich stimme diesen Bedingungen zu.',
    immediate:
      'Sofort beginnen. Widerrufe ich innerhalb der 14 Tage, zahle ich die Tage bis dahin und erhalte den Rest zurück. (Freiwillig: Ohne dies erhalten Sie alles zurück.)',
    onceTerms: (amount) => `Sie zahlen einmal ${amount}. Nichts verlängert sich.`,
    promo: 'Gutscheincode',
    promoHint: 'falls Sie einen haben',
    button: 'Weiter zur Zahlung',
    atStripe: 'Bezahlt wird auf einer Seite von Stripe, unserem Zahlungsdienst. Ihre Karte sehen wir nie.',
    mustAgree: 'Bitte stimmen Sie den Bedingungen zu: Ohne das dürfen wir keine Mitgliedschaft beginnen.',
    badCode: (code) =>
      `Der Code „${code}“ ist nicht bekannt oder nicht mehr gültig. Prüfen Sie die Schreibweise oder lassen Sie ihn weg.`,
    codeMinimum: (code, amount) => `Der Code „${code}“ gilt ab ${amount}.`,
    codeNotForThis: (code) =>
      `Der Code „${code}“ gilt nicht für diese Wahl. Lassen Sie ihn weg oder wählen Sie etwas anderes.`,
  },
  down: {
    title: 'Die Zahlungsseite antwortet nicht',
    text: 'Unser Zahlungsdienst war nicht zu erreichen. Es wurde nichts abgebucht, und Ihre Wahl ist noch da. Bitte versuchen Sie es in einer Minute noch einmal.',
    button: 'Noch einmal versuchen',
  },
  inProgress: {
    title: 'Ein anderer Kauf von Ihnen läuft gerade',
    text: 'Vielleicht ist Ihre Zahlung schon unterwegs. Bitte warten Sie einen Augenblick und sehen Sie erst in Ihrem Konto nach, bevor Sie es noch einmal versuchen.',
  },
  alreadyPatron: {
    title: 'Sie sind schon Mitglied',
    text: 'Damit Sie nicht doppelt zahlen, wurde dieser Kauf nicht begonnen. Stufe, Betrag und Rhythmus ändern Sie in Ihrem Konto.',
  },
  stopped: 'Sie sind zurückgekommen, ohne zu zahlen. Es wurde nichts abgebucht, und Ihre Wahl ist noch da.',
  gift: {
    title: 'Eine Mitgliedschaft verschenken',
    lead: (publication) =>
      `Machen Sie jemanden zum Mitglied von ${publication}. Ihre Worte kommen per Mail an dem Tag, den Sie wählen; ein Klick nimmt das Geschenk an. Sie zahlen einmal, nichts verlängert sich.`,
    choose: 'Das Geschenk',
    months: (months) => (months === 1 ? '1 Monat' : months === 12 ? '1 Jahr' : `${months} Monate`),
    forWhom: 'Für wen',
    recipientName: 'Name',
    recipientAddress: 'E-Mail-Adresse',
    recipientHint: 'Es kommt eine Mail zum Geschenk und sonst nichts.',
    message: 'Ihre Worte',
    messageHint: 'stehen so in der Mail, wie Sie sie schreiben',
    deliverOn: 'Zustellen am',
    deliverHint: (zone) => `morgens, nach der Uhrzeit in ${zone}; heute heißt sofort`,
    giverName: 'Ihr Name',
    giverHint: 'damit klar ist, von wem es kommt',
    terms:
      'Sie zahlen einmal. Nichts verlängert sich, und wer beschenkt wird, zahlt nie etwas. Sie können innerhalb von 14 Tagen widerrufen.',
    button: 'Weiter zur Zahlung',
    optional: 'freiwillig',
    noMonths: 'Zurzeit gibt es nichts zu verschenken.',
    faults: {
      choice: 'Bitte wählen Sie, was Sie schenken.',
      address: 'Diese Adresse geht nicht',
      day: (seen) => `„${seen}“ ist kein Tag ab heute.`,
      tooLate: (last) => `Der späteste Tag ist der ${last}.`,
      message: (max) => `Der Text ist zu lang: höchstens ${max} Zeichen.`,
    },
  },
  thanks: {
    title: 'Danke!',
    waiting: 'Einen Moment …',
    look: 'Jetzt nachsehen',
    waitingText:
      'Wir fragen beim Zahlungsdienst nach, ob die Zahlung da ist. Diese Seite sieht von selbst noch einmal nach.',
    later:
      'Ihre Bank lässt sich mit dieser Zahlung Zeit. Sie müssen nichts weiter tun: Sobald sie da ist, schreiben wir Ihnen.',
    foreign: 'Hier gibt es nichts zu sehen',
    foreignText:
      'Diese Seite zeigt sich nur in dem Browser, in dem der Kauf begann. Wenn Sie bezahlt haben, sehen Sie in Ihre Mails.',
    patronOf: (tier) => `Sie sind jetzt Mitglied: ${tier}.`,
    yours: 'Das gehört jetzt Ihnen',
    pays: (terms, date) => `Sie zahlen ${terms}, das nächste Mal am ${date}, bis Sie kündigen.`,
    paysNoDate: (terms) => `Sie zahlen ${terms}, bis Sie kündigen.`,
    paid: (amount, date) =>
      `Sie haben ${amount} bezahlt. Die Mitgliedschaft verlängert sich am ${date} und danach immer wieder, bis Sie kündigen.`,
    paidNoDate: (amount) =>
      `Sie haben ${amount} bezahlt. Die Mitgliedschaft verlängert sich, bis Sie kündigen.`,
    vote: 'Eine Stimme: Mitglieder schlagen Themen vor und entscheiden, worüber wir als Nächstes berichten. Von jeder Abstimmung erfahren Sie per Mail.',
    receipts: 'Belege und Rechnungen stehen in Ihrem Konto und kommen per Mail.',
    quiet: 'Ab jetzt bitten unsere Mails Sie nicht mehr um Geld.',
    account: 'Ihr Konto',
    claim: (masked) =>
      `Wir haben einen Link an ${masked} gemailt: Öffnen Sie ihn, um Ihre Mitgliedschaft anzunehmen.`,
    claimText:
      'So kann niemand Ihre Adresse ohne Sie verwenden. Die Zahlung ist da; es fehlt nur noch dieser Klick.',
    claimUnknown: 'Die angegebene Adresse konnten wir nicht lesen. Bitte schreiben Sie uns, wir klären das.',
    once: (amount) => `Ihr Beitrag von ${amount} ist angekommen.`,
    onceText: 'Er bezahlt Berichte, die alle lesen können. Ein Beleg ist per Mail unterwegs.',
    gift: (recipient) => `Ihr Geschenk für ${recipient} ist bereit.`,
    giftText: (date) => `Es wird am ${date} zugestellt. Ein Beleg ist per Mail zu Ihnen unterwegs.`,
    giftToday: 'Es ist gerade unterwegs, und Ihr Beleg auch.',
    expired: 'Dieser Kauf ist abgelaufen',
    failed: 'Die Zahlung ist fehlgeschlagen',
    nothingCharged: 'Es wurde nichts abgebucht.',
    refunded: 'Sie hatten schon eine Mitgliedschaft',
    refundedText:
      'Darum wurde diese zweite beendet und ihre Zahlung erstattet. Die erste läuft weiter wie bisher.',
    again: 'Zurück zur Auswahl',
    read: 'Die letzten Ausgaben lesen',
  },
  claim: {
    title: 'Nehmen Sie Ihre Mitgliedschaft an',
    text: (tier, terms, masked) =>
      `„${tier}“, ${terms}, wurde für ${masked} bezahlt. Mit einem Klick gehört sie Ihnen.`,
    button: 'Ja, das bin ich',
    done: 'Sie gehört Ihnen',
    doneText: (tier) =>
      `Sie sind jetzt Mitglied: ${tier}. Eine Mail mit allem, was nun Ihnen gehört, ist unterwegs.`,
    again: 'Diese Mitgliedschaft ist schon angenommen. Es ist nichts weiter zu tun.',
    second: 'Sie hatten schon eine Mitgliedschaft',
    secondText:
      'Diese zweite wird beendet und ihre Zahlung ganz erstattet. Die erste läuft weiter wie bisher.',
    consent: 'Damit bestellen Sie keinen Newsletter, und Sie werden nicht angemeldet.',
    account: 'Zu Ihrem Konto',
    invalid: 'Dieser Link funktioniert nicht',
    invalidText:
      'Vielleicht hat ein Mailprogramm ihn abgeschnitten. Öffnen Sie ihn noch einmal aus der Mail oder schreiben Sie uns.',
    lost: 'Die Mail ist nicht angekommen?',
    lostText:
      'Nennen Sie die Adresse, die Sie bei der Zahlung eingegeben haben, und wir schicken den Link noch einmal.',
    lostAddress: 'E-Mail-Adresse',
    lostButton: 'Link noch einmal schicken',
    mailed: 'Sehen Sie in Ihr Postfach',
    mailedText:
      'Wenn unter dieser Adresse etwas bezahlt und noch nicht angenommen wurde, ist eine Mail mit dem Link unterwegs. Vielleicht liegt sie im Spam-Ordner.',
  },
  takeBack: {
    title: 'Eine zweite Mitgliedschaft ließ sich nicht zurückabwickeln',
    text: 'Jemand mit einer Mitgliedschaft hat eine zweite gekauft. Sie sollte gekündigt und erstattet werden, und das ist mehrmals misslungen. Wir versuchen es weiter; wenn Sie es selbst bei Stripe tun, kündigen Sie das Abonnement und erstatten Sie seine Zahlungen. Das wurde uns gesagt:',
    button: 'Stripe öffnen',
  },
  giftLost: {
    title: 'Ihr Geschenk ist nicht angekommen',
    text: (name) => `Die Mail mit Ihrem Geschenk für ${name} war nicht zustellbar.`,
    passOn: 'Bitte geben Sie es selbst weiter: Wer diesen Link öffnet, kann das Geschenk annehmen.',
    write: (address) =>
      `Bitte schreiben Sie uns${address === null ? '' : ` an ${address}`}, damit es noch weitergegeben werden kann.`,
    address: 'Wir schrieben an',
    button: 'Link des Geschenks',
    small: 'Das Geschenk kann zwei Jahre lang angenommen werden; von seiner Zeit hat noch nichts begonnen.',
    withdraw: 'Vertrag widerrufen',
  },
  giftClaim: {
    title: (giver) => `Ein Geschenk von ${giver}`,
    somebody: 'jemandem, der an Sie denkt',
    text: (tier, months) =>
      `Eine Mitgliedschaft für Sie: „${tier}“, ${months}. Sie ist bezahlt und endet von selbst.`,
    hello: (name) => `Für ${name}`,
    button: 'Das Geschenk annehmen',
    done: 'Das Geschenk gehört Ihnen',
    doneText: (tier, from, until) => `Sie sind Mitglied, „${tier}“, vom ${from} bis ${until}.`,
    overlapRenews: (tier, date) =>
      `Sie zahlen selbst für „${tier}“; das verlängert sich am ${date}. An diesem Tag beginnt das Geschenk. Möchten Sie nicht daneben zahlen, kündigen oder pausieren Sie vorher in Ihrem Konto.`,
    overlapEnds: (date) => `Sie waren schon bis zum ${date} Mitglied; das Geschenk beginnt danach.`,
    refunded: 'Dieses Geschenk wurde zurückgenommen',
    refundedText: 'Seine Zahlung wurde erstattet; es kann nicht mehr angenommen werden.',
    again: 'Sie haben dieses Geschenk schon angenommen.',
  },
};
