import { InvalidInput } from '../../errors.ts';
import { cleanLine } from '../../text/clean-line.ts';

// As Patreon's "Members" export names them; others are passed over.
const wanted = {
  name: 'Name',
  address: 'Email',
  status: 'Patron Status',
  pledge: 'Pledge Amount',
  frequency: 'Charge Frequency',
  tier: 'Tier',
  since: 'Patronage Since Date',
  chargedAt: 'Last Charge Date',
  chargeStatus: 'Last Charge Status',
  currency: 'Currency',
  until: 'Access Expiration',
} as const;

type Column = keyof typeof wanted;
/** Which column means what, by its position; -1 where the file has none. */
export type PatreonColumns = Record<Column, number>;

const needed: Column[] = ['address', 'status', 'tier'];

/**
 * Reads the first row of a file.
 * @throws InvalidInput where a column is missing that cannot be done without
 */
export function readPatreonColumns(header: string[]): PatreonColumns {
  const fold = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
  const names = header.map(fold);
  const columns = Object.fromEntries(
    Object.entries(wanted).map(([column, name]) => [column, names.indexOf(fold(name))]),
  ) as PatreonColumns;
  const missing = needed.filter((column) => columns[column] === -1).map((column) => wanted[column]);
  if (missing.length > 0)
    throw new InvalidInput(
      `the first row has no ${missing.join(', ')}; it has: ${cleanLine(header.slice(0, 30).join(', '), 400)}`,
    );
  return columns;
}
