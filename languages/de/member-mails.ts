import type { MemberTexts } from '../../emails/member-texts/member-texts.ts';

export const memberMails: MemberTexts = {
  facts: {
    tier: 'Mitgliedschaft',
    amount: 'Betrag',
    renews: 'Nächste Zahlung',
    until: 'Bis',
    paidOn: 'Bezahlt am',
    invoice: 'Rechnung',
    from: 'Von',
    name: 'Name',
    address: 'Adresse',
    contract: 'Vertrag',
    received: 'Eingegangen',
    refund: 'Erstattung',
  },
  monthly: (amount) => `${amount} im Monat`,
  yearly: (amount) => `${amount} im Jahr`,
  forMonths: (months) => (months === 1 ? 'einen Monat' : `${months} Monate`),
  links: {
    cancel: 'Mitgliedschaft kündigen',
    withdraw: 'Vertrag widerrufen',
    account: 'Ihr Konto',
    terms: 'Bedingungen',
  },
  thanks: {
    subject: (publication) => `Danke, dass Sie ${publication} unterstützen`,
    title: 'Danke. Das gehört jetzt auch Ihnen',
    text: (publication, tier) =>
      `Sie sind Mitglied bei ${publication}${tier === '' ? '' : `: ${tier}`}. Was wir berichten, bleibt für alle offen, weil Sie und andere dafür zahlen.`,
    benefits: 'Das steht Ihnen ab jetzt offen:',
    renews: (terms, date) =>
      `Vereinbart sind ${terms}. Die Mitgliedschaft verlängert sich von selbst, das nächste Mal am ${date}, bis Sie kündigen; das können Sie jederzeit, über den Link unten oder in Ihrem Konto.`,
    ends: (date) => `Sie läuft bis ${date} und endet von selbst. Es wird nichts abgebucht.`,
    button: 'Ihr Konto öffnen',
    small: 'Wo andere um Unterstützung gebeten werden, steht für Sie ab jetzt ein Dank.',
  },
  claim: {
    subject: (publication) => `Noch ein Schritt zu Ihrer Mitgliedschaft bei ${publication}`,
    title: 'Ist das Ihre Mitgliedschaft?',
    text: (publication) =>
      `Jemand, vermutlich Sie, ist Mitglied bei ${publication} geworden und hat diese Adresse angegeben. Mit dem Knopf nehmen Sie die Mitgliedschaft für diese Adresse an.`,
    button: 'Ja, das ist meine',
    small:
      'Waren Sie es nicht, brauchen Sie nichts zu tun: An Ihrer Adresse ändert sich nichts. Bezahlt ist in jedem Fall; wer bezahlt hat, kann kündigen.',
  },
  gift: {
    subject: (publication) => `Ein Geschenk für Sie: eine Mitgliedschaft bei ${publication}`,
    title: 'Jemand hat an Sie gedacht',
    hello: (name) => (name === '' ? 'Guten Tag!' : `Guten Tag, ${name}!`),
    text: (publication, from, tier, months) =>
      `${from} schenkt Ihnen eine Mitgliedschaft bei ${publication} (${tier}) für ${months}. Sie kostet Sie nichts und endet von selbst.`,
    somebody: 'Jemand',
    button: 'Geschenk auspacken',
    small: 'Sie wurden für nichts angemeldet.',
    once: 'Das ist die einzige Mail dazu; wenn Sie das Geschenk nicht möchten, brauchen Sie nichts zu tun.',
  },
  giftBought: {
    subject: (publication) => `Ihr Geschenk von ${publication}`,
    title: 'Ihr Geschenk ist unterwegs',
    text: (recipient, date) => `Wir schicken das Geschenk am ${date} an ${recipient}, mit Ihrer Nachricht.`,
    claimed: 'Ihr Geschenk wurde ausgepackt.',
    button: 'Ihr Konto öffnen',
    small: 'Sie können den Kauf innerhalb von 14 Tagen widerrufen.',
  },
  cancelled: {
    subject: (publication) => `Ihre Kündigung ist eingegangen (${publication})`,
    title: 'Ihre Kündigung ist eingegangen',
    text: (publication) =>
      `Das ist die Bestätigung Ihrer Kündigung bei ${publication}. Sie gilt ab dem Zeitpunkt des Eingangs.`,
    button: 'Ihr Konto öffnen',
    small:
      'Heben Sie diese Mail auf: Sie ist Ihr Nachweis. Haben Sie nicht gekündigt, antworten Sie bitte auf diese Mail.',
  },
  withdrawn: {
    subject: (publication) => `Ihr Widerruf ist eingegangen (${publication})`,
    title: 'Ihr Widerruf ist eingegangen',
    text: (publication) =>
      `Das ist die Bestätigung, dass Sie den Vertrag mit ${publication} widerrufen haben. Der Widerruf gilt ab dem Zeitpunkt des Eingangs. Was Ihnen zusteht, wird auf dem Weg erstattet, auf dem Sie bezahlt haben.`,
    button: 'Ihr Konto öffnen',
    small:
      'Heben Sie diese Mail auf: Sie ist Ihr Nachweis. Haben Sie nicht widerrufen, antworten Sie bitte auf diese Mail.',
  },
  matching: {
    text: 'Damit niemand anders Ihre Mitgliedschaft beendet, drücken Sie bitte einmal den Knopf: So zeigen Sie, dass diese Adresse Ihnen gehört.',
    button: 'Ja, das war ich',
  },
  failed: {
    first: {
      subject: (publication) => `Ihre Zahlung an ${publication} hat nicht geklappt`,
      title: 'Eine Zahlung hat nicht geklappt',
    },
    reminder: {
      subject: (publication) => `Ihre Zahlung an ${publication} ist noch offen`,
      title: 'Eine Zahlung ist noch offen',
    },
    last: {
      subject: (publication) => `Morgen endet Ihre Mitgliedschaft bei ${publication}`,
      title: 'Der letzte Tag für Ihre Mitgliedschaft',
    },
    text: (amount, publication) =>
      `Wir konnten ${amount} für Ihre Mitgliedschaft bei ${publication} nicht einziehen. Das kommt vor: Eine Karte läuft ab, eine Bank sagt nein. Mit einem Klick bezahlen Sie, mit dieser Karte oder einer anderen.`,
    until: (date) =>
      `Bis ${date} bleibt alles, wie es ist. Kommt bis dahin nichts an, endet die Mitgliedschaft.`,
    button: 'Jetzt begleichen',
    small:
      'Ein Passwort brauchen Sie nicht; der Link gilt nur für diese Zahlung. Haben Sie inzwischen bezahlt, ist alles in Ordnung.',
  },
  confirm: {
    subject: (publication) => `Ihre Bank bittet Sie, eine Zahlung an ${publication} zu bestätigen`,
    title: 'Ihre Bank möchte von Ihnen hören',
    text: (amount, publication) =>
      `Ihre Bank gibt ${amount} für Ihre Mitgliedschaft bei ${publication} erst frei, wenn Sie die Zahlung bestätigt haben. Das dauert eine Minute.`,
    button: 'Zahlung bestätigen',
    small: 'Ein Passwort von uns brauchen Sie nicht; der Link gilt nur für diese Zahlung.',
  },
  recovered: {
    subject: (publication) => `Bezahlt: Ihre Mitgliedschaft bei ${publication} läuft weiter`,
    title: 'Alles wieder in Ordnung. Danke',
    text: (amount, publication) =>
      `${amount} sind angekommen, und Ihre Mitgliedschaft bei ${publication} läuft weiter wie bisher.`,
    button: 'Ihr Konto öffnen',
    small: 'Sonst ist nichts zu tun.',
  },
  ended: {
    subject: (publication) => `Ihre Mitgliedschaft bei ${publication} ist beendet`,
    title: 'Ihre Mitgliedschaft ist beendet',
    asked: (publication, tier) =>
      `Wie gewünscht ist Ihre Mitgliedschaft bei ${publication} (${tier}) beendet. Es wird nichts mehr abgebucht. Danke für die Zeit, die Sie bei uns waren.`,
    unpaid: (publication, tier) =>
      `Wir konnten die Zahlung für Ihre Mitgliedschaft bei ${publication} (${tier}) nicht einziehen, deshalb ist sie beendet. Es wird nichts mehr abgebucht, und Sie schulden nichts.`,
    over: (publication, tier) =>
      `Die Zeit Ihrer Mitgliedschaft bei ${publication} (${tier}) ist um. Danke, dass Sie dabei waren.`,
    withdrawn: (publication, tier) =>
      `Sie haben Ihre Mitgliedschaft bei ${publication} (${tier}) widerrufen, sie ist beendet. Was Ihnen zusteht, wird auf dem Weg erstattet, auf dem Sie bezahlt haben.`,
    open: (publication) =>
      `Was ${publication} berichtet, bleibt für Sie offen wie für alle. Wenn Sie wiederkommen möchten: Die Tür steht offen.`,
    button: 'Wieder Mitglied werden',
    small: 'Ihre Newsletter sind davon nicht berührt.',
  },
  renewal: {
    subject: (publication) => `Ihre Mitgliedschaft bei ${publication} verlängert sich bald`,
    title: 'Ihre Mitgliedschaft verlängert sich bald',
    text: (publication, amount, date) =>
      `Am ${date} verlängert sich Ihre jährliche Mitgliedschaft bei ${publication}, und ${amount} werden eingezogen.`,
    keep: 'Ist Ihnen das recht, brauchen Sie nichts zu tun. Wenn nicht, kündigen Sie vor diesem Tag über den Link unten: Es dauert eine Minute, ohne Anmeldung.',
    yearOn: {
      subject: (publication) => `Noch ein Jahr mit ${publication}`,
      title: 'Noch ein Jahr mit Ihnen',
      text: (publication, terms) =>
        `Ein weiteres Jahr haben Sie ${publication} möglich gemacht. Ihre Mitgliedschaft läuft weiter, für ${terms}, bis Sie kündigen.`,
    },
    button: 'Ihr Konto öffnen',
    small: 'Das sagen wir Ihnen einmal im Jahr, damit nichts eingezogen wird, wovon Sie nichts wissen.',
  },
  card: {
    subject: (publication) => `Ihre Karte für ${publication} läuft bald ab`,
    title: 'Ihre Karte läuft bald ab',
    text: (card, month, publication) =>
      `Die Karte, mit der Sie Ihre Mitgliedschaft bei ${publication} bezahlen, ${card}, läuft Ende ${month} ab. Tragen Sie die neue ein, und nichts wird unterbrochen.`,
    button: 'Karte ändern',
    small:
      'Viele Banken melden uns eine neue Karte von selbst. Hat Ihre das getan, brauchen Sie nichts zu tun.',
  },
  receipt: {
    subject: (publication) => `Beleg von ${publication}`,
    title: 'Ihre Zahlung ist angekommen',
    text: (publication) => `Danke. Das ist der Beleg für Ihre Zahlung an ${publication}.`,
    button: 'Rechnungen ansehen',
    small: 'Rechnungen finden Sie in Ihrem Konto.',
  },
  contribution: {
    subject: (publication) => `Danke für Ihren Beitrag zu ${publication}`,
    title: 'Danke',
    text: (publication) =>
      `Ihr Beitrag zu ${publication} ist angekommen. Er bezahlt Berichte, die für alle offen sind. Er war einmalig: Es wird nichts weiter eingezogen.`,
    button: 'Ihr Konto öffnen',
    small: 'Heben Sie diese Mail auf: Sie ist Ihr Beleg.',
  },
  ending: {
    subject: (publication) => `Ihre Mitgliedschaft bei ${publication} endet bald`,
    title: 'Ihre Mitgliedschaft endet bald',
    text: (publication, tier, date) =>
      `Ihre Mitgliedschaft bei ${publication} (${tier}) läuft bis ${date} und endet von selbst; es wird nichts abgebucht. Möchten Sie dabeibleiben, wählen Sie unten Ihre eigene.`,
    button: 'Mitglied bleiben',
    small: 'Tun Sie nichts, endet sie an diesem Tag.',
  },
  second: {
    subject: (publication) => `Sie sind schon Mitglied bei ${publication}: Ihre Zahlung kommt zurück`,
    title: 'Eine Mitgliedschaft genügt',
    text: (publication) =>
      `Sie sind schon Mitglied bei ${publication}, und es wurde eine zweite Mitgliedschaft gekauft. Die zweite haben wir beendet, die Zahlung wird ganz erstattet.`,
    button: 'Ihr Konto öffnen',
    small: 'Möchten Sie mehr geben, ändern Sie den Betrag in Ihrem Konto.',
  },
};
