import { stringify } from 'csv-stringify/sync';
import { protectCell } from '../../subscribers/csv-cells.ts';
import type { Share } from '../../editions/appeals/interval.ts';
import { letterOf } from '../../text/letter-of.ts';
import type { SubjectComparison } from './compare-subjects.ts';
import { measureNames, measures } from './measures.ts';
import type { PastEdition, Report } from './read-report.ts';

type Cell = string | number;

/** Lines of a file for a spreadsheet, with nothing in them that one would run. */
export function csvLines(rows: Cell[][]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : protectCell(cell)))),
  );
}

/** A report as rows: a part, a name, a number. The names are the same in every language. */
export function reportCsv({
  edition,
  counts,
  failures,
  suppressions,
  bounces,
  destinations,
  clicks,
  traced,
  texts,
  subjects,
}: Report): string {
  const rows: Cell[][] = [
    ['edition', 'id', edition.id],
    ['edition', 'newsletter', edition.newsletter],
    ['edition', 'number', edition.number],
    ['edition', 'subject', edition.subject],
    ['edition', 'launched_at', edition.launchedAt.toISOString()],
    ['balance', 'eligible', edition.eligible],
    ...(['sent', 'failed', 'suppressed', 'uncertain', 'cancelled', 'pending'] as const).map(
      (name): Cell[] => ['balance', name, counts[name]],
    ),
    ...failures.map(({ name, count }): Cell[] => ['failed', name || 'other', count]),
    ...suppressions.map(({ name, count }): Cell[] => ['suppressed', name || 'other', count]),
    ['back', 'unsubscribed', edition.unsubscribed],
    ['back', 'complained', edition.complained],
    ['back', 'refused', edition.refused],
    ['back', 'bounced', edition.bounced],
    ['back', 'sender_faults', edition.senderFaults],
    ...bounces.map((one): Cell[] => [
      'bounce',
      [one.code, one.class].filter(Boolean).join(' ') || 'no code',
      one.count,
    ]),
    ...destinations.map(({ destination, sent }): Cell[] => ['sent_to', destination || 'unknown', sent]),
    ...texts.map(({ number, sent }): Cell[] => ['text', number, sent]),
    ['clicks', 'people', clicks.people],
    ['clicks', 'machines', clicks.machines],
    ['clicks', 'all', clicks.people + clicks.machines],
    ['clicks', 'readers_who_agreed', edition.clickers],
    ...[...clicks.blocks.flatMap(({ links }) => links), ...clicks.others].map(({ url, people }): Cell[] => [
      'clicks_on',
      url,
      people,
    ]),
    ...(subjects === null ? [] : subjectRows(subjects)),
    ['traced', 'patrons', traced.patrons],
    ...traced.given.flatMap(({ currency, amount, payments }): Cell[][] => [
      ['traced_minor_units', currency, amount],
      ['traced_payments', currency, payments],
    ]),
  ];
  return csvLines([['part', 'name', 'value'], ...rows]);
}

/** What came of each subject that was tried, and how far the best is ahead of each other one, with the intervals. */
function subjectRows({ subjects, pairs }: SubjectComparison): Cell[][] {
  const figure = (part: string, name: string, value: number): Cell[] => [
    part,
    name,
    Number(value.toFixed(6)),
  ];
  const shares = (part: string, name: string, { share, low, high }: Share): Cell[][] => [
    figure(part, name, share),
    figure(`${part}_low`, name, low),
    figure(`${part}_high`, name, high),
  ];
  return [
    ...subjects.flatMap((one, index): Cell[][] => {
      const name = `${letterOf(index)}: ${one.subject}`;
      return [
        ['subject_sent', name, one.sent],
        ['subject_clicks', name, one.clicks],
        ...shares('subject_clicks_a_mail', name, one),
      ];
    }),
    ...pairs.flatMap(({ best, other, isChance, ...found }): Cell[][] => {
      const name = `${letterOf(best)} over ${letterOf(other)}`;
      return [
        ...shares('subject_difference', name, found),
        ['subject_difference_can_be_chance', name, isChance ? 'yes' : 'no'],
      ];
    }),
  ];
}

/** An edition and those before it, a row each. */
export function historyCsv(history: PastEdition[]): string {
  const columns = [
    'id',
    'number',
    'subject',
    'launched_at',
    'eligible',
    'sent',
    'clicks',
    'machines',
    ...measureNames.map((name) => `${name}_${measures[name].isShare ? 'share' : 'count'}`),
  ];
  const rows = history.map((one): Cell[] => [
    one.id,
    one.number,
    one.subject,
    one.launchedAt.toISOString(),
    one.eligible,
    one.sent,
    one.people,
    one.machines,
    ...measureNames.map((name) => Number(measures[name].valueOf(one).toFixed(6))),
  ]);
  return csvLines([columns, ...rows]);
}
