import type { WhyWords } from '../../src/editions/pages/words/why-words.ts';

export const whyPage: WhyWords = {
  title: 'Warum Sie das gesehen haben',
  edition: (newsletter, date) => `${newsletter}, ${date}`,
  decision: {
    shown:
      'Wir haben Sie um Unterstützung gebeten, weil Sie uns lesen und, soviel wir wissen, noch nichts dafür zahlen: Sie sind nicht Mitglied, und in den 30 Tagen davor haben Sie nichts gespendet, keine Zahlung ist fehlgeschlagen, und Sie haben nichts gekündigt.',
    patron: 'Wir haben Sie nicht gebeten, weil Sie uns fördern. Danke.',
    'recent-gift': 'Wir haben Sie nicht gebeten, weil Sie kurz davor etwas gegeben hatten. Danke.',
    'recent-failure': 'Wir haben Sie nicht gebeten, weil gerade eine Zahlung von Ihnen fehlgeschlagen war.',
    'recent-cancellation': 'Wir haben Sie nicht gebeten, weil Sie gerade gekündigt hatten.',
    'quiet-edition':
      'Wir haben niemanden gebeten: Neben der ersten Meldung dieser Ausgabe wäre es fehl am Platz gewesen.',
    cap: 'Wir haben Sie nicht gebeten, weil wir Sie schon oft genug gebeten hatten.',
    'held-back':
      'Wir haben Sie nicht gebeten. Einige zufällig ausgewählte Leser bitten wir nicht, um zu erfahren, was die Bitten bringen.',
    'no-appeal': 'In dieser Ausgabe haben wir niemanden gebeten.',
  },
  rulesTitle: 'Unsere Regeln',
  cap: (cap, days) =>
    `Wir bitten jeden Leser höchstens ${times(cap)} in ${days} Tagen, in allen Newslettern zusammen.`,
  asked: (count, days) => `In den letzten ${days} Tagen haben wir Sie ${times(count)} gebeten.`,
  silence:
    'Wir bitten niemanden, der uns auf irgendeine Weise unterstützt, und 30 Tage lang niemanden nach einem Beitrag, einer fehlgeschlagenen Zahlung oder einer Kündigung.',
  measured: 'Es hängt nicht davon ab, was Sie lesen oder anklicken.',
  stopTitle: 'Wenn Sie nicht gebeten werden möchten',
  stop: 'Alles bleibt für Sie frei und offen, ob Sie zahlen oder nicht. Was Sie bekommen, wählen Sie in Ihren Einstellungen, und dort melden Sie sich auch ab: Der Link steht am Ende jeder Mail.',
  preferences: 'Ihre Newsletter',
  support: 'Uns unterstützen',
  gone: {
    title: 'Das wissen wir nicht mehr',
    text: 'Wir bewahren nur für begrenzte Zeit auf, wem was gezeigt wurde, und diese Mail ist älter. Oder das Mailprogramm hat den Link abgeschnitten.',
  },
};

function times(count: number): string {
  return ['gar nicht', 'einmal', 'zweimal', 'dreimal'][count] ?? `${count}-mal`;
}
