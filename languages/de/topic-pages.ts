import type { TopicWords } from '../../src/topics/pages/words/topic-words.ts';

const count = (number: number): string => new Intl.NumberFormat('de').format(number);
const votes = (number: number): string => `${count(number)} ${number === 1 ? 'Stimme' : 'Stimmen'}`;

export const topicPages: TopicWords = {
  ballots: {
    title: 'Worüber Mitglieder entscheiden',
    intro:
      'Mitglieder bezahlen diese Redaktion, und sie bestimmen mit, wem sie als Nächstes nachgeht. Hier steht, worüber gerade abgestimmt wird und was daraus geworden ist.',
    open: 'Läuft gerade',
    noneOpen:
      'Zurzeit wird über nichts abgestimmt. Die nächste Abstimmung steht im Newsletter, sobald sie beginnt.',
    past: 'Entschieden',
    promises: 'Was wir versprochen haben',
    nonePromised: 'Noch ist nichts versprochen: Das entscheidet die erste Abstimmung.',
    suggest: 'Ein Thema vorschlagen',
  },
  ballot: {
    openUntil: (end) => `Offen bis ${end}`,
    closedOn: (end) => `Beendet am ${end}`,
    voided: 'Diese Abstimmung ist ungültig',
    voidedBecause: (reason) => `Es gibt kein Ergebnis, alle Stimmen wurden entfernt. Der Grund: ${reason}`,
    chooseOne: 'Wählen Sie eine Antwort.',
    chooseSome: (most) => `Wählen Sie bis zu ${most} Antworten.`,
    options: 'Zur Wahl stehen',
    vote: 'Abstimmen',
    change: 'Stimme ändern',
    secret: 'Die Abstimmung ist geheim, auch für uns.',
    secretLong:
      'Niemandem in der Redaktion wird gezeigt, wer was gewählt hat. Bis zum Ende können Sie Ihre Stimme ändern; es zählt die letzte.',
    whoVotes: 'Abstimmen darf, wer zu Beginn der Abstimmung Mitglied war.',
    whoVotesTiers: (tiers) => `Abstimmen darf, wer zu Beginn der Abstimmung Mitglied der Stufe ${tiers} war.`,
    signIn: 'Anmelden und abstimmen',
    support: 'Mitglied werden',
    notYours:
      'An dieser Abstimmung können Sie nicht teilnehmen: Sie ist für alle, deren Unterstützung zu Beginn schon lief. Bei der nächsten sind Sie dabei.',
    notAnyMore:
      'Ihre Stimme in dieser Abstimmung zählt nicht mehr, und Sie können hier nicht neu abstimmen. Wie es um Ihre Unterstützung steht, sagt Ihr Konto.',
    none: 'Bitte wählen Sie zuerst etwas aus; Ihre Stimme ist unverändert.',
    tooMany: (most) => `Das waren mehr als ${most}. Nehmen Sie etwas heraus und stimmen Sie noch einmal ab.`,
    over: 'Diese Abstimmung ist beendet. Diese Stimme wurde nicht mehr gezählt.',
    in: 'Ihre Stimme ist da',
    inText: (end) => `Vielen Dank. Bis ${end} können Sie sie ändern, hier oder über den Link in Ihrer Mail.`,
    inBefore:
      'Sie haben abgestimmt. Wofür, sehen Sie nur, wenn Sie angemeldet sind; hier können Sie neu abstimmen, und es zählt die letzte Stimme.',
    chosen: 'Ihre Wahl:',
    all: 'Alle Abstimmungen und Versprechen',
    forAddress: (address) => `Dieser Link gilt für ${address}.`,
  },
  results: {
    title: 'Das Ergebnis',
    soFar: 'Zwischenstand',
    soFarText:
      'Er wird nur alle paar Stimmen erneuert und hinkt ein paar hinterher, damit niemandes Wahl zu erraten ist.',
    turnout: (given, eligible) => `${votes(given)} von ${count(eligible)} Stimmberechtigten.`,
    votes,
    nobody: 'Niemand hat abgestimmt.',
    severalAllowed: 'Mehrere Antworten waren möglich, deshalb ergeben die Anteile mehr als 100 %.',
    won: 'Gewählt',
    tie: (names) =>
      `Gleich viele Stimmen haben ${names}. Die Redaktion wählt unter ihnen aus und sagt es an dieser Stelle.`,
    tieChosen: (names, winner) =>
      `Gleich viele Stimmen hatten ${names}. Unter ihnen hat die Redaktion ${winner} ausgewählt.`,
    afterwards: 'Das Ergebnis steht hier, sobald die Abstimmung beendet ist.',
  },
  promise: {
    title: 'Was daraus wird',
    states: { open: 'Versprochen', overdue: 'Überfällig', kept: 'Gehalten', withdrawn: 'Zurückgenommen' },
    by: (reporter, day) => `${reporter} berichtet darüber bis zum ${day}.`,
    overdue: (reporter, day) =>
      `${reporter} sollte bis zum ${day} berichten. Wir sind zu spät, und wir sind es Ihnen noch schuldig.`,
    keptBy: (reporter) => `Berichtet von ${reporter}:`,
    withdrawn: (reason) => `Daraus wird nichts. Der Grund: ${reason}`,
    soon: 'Wer berichtet und bis wann, steht bald hier.',
    youVoted: 'Dafür haben Sie gestimmt',
  },
  topics: {
    title: 'Wem sollen wir nachgehen?',
    intro:
      'Mitglieder sagen uns, was noch niemand untersucht hat. Die Redaktion fasst zusammen, was zusammengehört, und stellt zur Abstimmung, was sich machen lässt.',
    accepted: 'Auf der Liste',
    noneAccepted: 'Zurzeit steht nichts auf der Liste.',
    yours: 'Ihre Vorschläge',
    states: {
      new: 'Wird angesehen',
      accepted: 'Auf der Liste',
      declined: 'Nicht aufgenommen',
      merged: 'Zusammengefasst',
    },
    into: (title) => `Er gehört jetzt zu „${title}“.`,
    formTitle: 'Ihr Vorschlag',
    name: 'In einer Zeile',
    nameHint: '5 bis 120 Zeichen',
    details: 'Was wissen Sie darüber, und warum ist es wichtig?',
    detailsHint: 'freiwillig, bis zu 1.000 Zeichen; die Redaktion liest es',
    send: 'Vorschlag senden',
    thanks: 'Vielen Dank, er ist angekommen',
    thanksText: 'Die Redaktion liest ihn, und Sie erfahren per Mail, was daraus wird.',
    patronsOnly:
      'Vorschläge machen Mitglieder. Für den Preis eines Kaffees im Monat entscheiden Sie mit, worüber berichtet wird.',
    signInText: 'Sie sind Mitglied? Melden Sie sich an, dann steht das Formular hier.',
    tooShort: (least, most) => `Die Zeile braucht ${least} bis ${most} Zeichen.`,
    tooLong: (most) => `Das ist zu lang: ${most} Zeichen passen hinein.`,
    enough: 'Das waren fünf an einem Tag. Bitte kommen Sie morgen wieder; Ihr Text steht noch im Formular.',
  },
  account: {
    title: 'Ihre Mitsprache',
    voted: 'Sie haben abgestimmt und können es ändern',
    notVoted: 'Sie haben noch nicht abgestimmt',
    noneOpen: 'Zurzeit gibt es für Sie nichts abzustimmen.',
    suggestions: 'Ihre Vorschläge',
    promises: 'Versprechen an Sie',
    more: 'Alle Abstimmungen und Versprechen',
  },
  invalid: {
    title: 'Dieser Link funktioniert nicht',
    text: 'Vielleicht ist er abgeschnitten. Öffnen Sie den Link in Ihrer Mail noch einmal, oder melden Sie sich an und stimmen Sie dort ab.',
  },
};
