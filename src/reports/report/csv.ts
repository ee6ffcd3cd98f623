import { stringify } from 'csv-stringify/sync';
import { protectCell } from '../../subscribers/csv-cells.ts';
import { measureNames, measures } from './measures.ts';
import type { PastEdition, Report } from './read-report.ts';

type Cell = string | number;

/** Lines of a file for a spreadsheet, with nothing in them that one would run. */
export function csvLines(rows: Cell[][]): string {
  return stringify(rows.map((row) => row.map((cell) => protectCell(String(cell)))));
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
    ['clicks', 'readers_who_agreed', edition.clickers],
    ...[...clicks.blocks.flatMap(({ links }) => links), ...clicks.others].map(({ url, people }): Cell[] => [
      'clicks_on',
      url,
      people,
    ]),
    ['traced', 'patrons', traced.patrons],
    ...traced.given.map(({ currency, amount }): Cell[] => ['traced_minor_units', currency, amount]),
  ];
  return csvLines([['part', 'name', 'value'], ...rows]);
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
