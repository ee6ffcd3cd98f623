import { InvalidInput } from '../../errors.ts';
import { cleanLine } from '../../text/clean-line.ts';

// As Patreon's "Members" export has named them since 2019, the newest name first.
const wanted = {
  name: ['Name'],
  address: ['Email'],
  status: ['Patron Status'],
  trial: ['Free Trial'],
  pledge: ['Pledge Amount', 'Pledge $'],
  frequency: ['Charge Frequency'],
  tier: ['Tier'],
  since: ['Patronage Since Date'],
  chargedAt: ['Last Charge Date'],
  chargeStatus: ['Last Charge Status'],
  nextChargeAt: ['Next Charge Date'],
  currency: ['Currency'],
  until: ['Access Expiration'],
} as const;

// Known, and no business of ours. A free member has no patron status.
const passedOver = [
  'Twitter',
  'Discord',
  'Follows You',
  'Free Member',
  'Lifetime Amount',
  'Lifetime $',
  'Max Amount',
  'Addressee',
  'Street',
  'City',
  'State',
  'Zip',
  'Country',
  'Phone',
  'Additional Details',
  'User ID',
  'Last Updated',
  'Max Posts',
  'Full country name',
  'Subscription Source',
];

type Column = keyof typeof wanted;
/** Which column means what, by its position; -1 where the file has none. */
export type PatreonColumns = Record<Column, number>;

const needed: Column[] = ['address', 'status', 'tier'];
const fold = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
const known = new Set([...Object.values(wanted).flat(), ...passedOver].map(fold));

/**
 * Reads the first row of a file; in which order its columns stand, and in which case they are written, changes nothing.
 * @throws InvalidInput where a column is missing that cannot be done without
 */
export function readPatreonColumns(header: string[]): PatreonColumns {
  const names = header.map(fold);
  const columns = Object.fromEntries(
    Object.entries(wanted).map(([column, all]) => [column, names.findIndex((name) => isOne(all, name))]),
  ) as PatreonColumns;
  const missing = needed.filter((column) => columns[column] === -1).map((column) => wanted[column][0]);
  if (missing.length === 0) return columns;
  // Of before 2019.
  if (['firstname', 'pledge', 'maxamount'].every((name) => names.includes(name)))
    throw new InvalidInput(
      'this is an export as Patreon made it before 2019, without tiers; download a new one there: Audience, Export CSV',
    );
  throw new InvalidInput(
    `the first row has no ${missing.join(', ')}; it has: ${cleanLine(header.slice(0, 40).join(', '), 600)}`,
  );
}

function isOne(names: readonly string[], name: string): boolean {
  return names.some((one) => fold(one) === name);
}

/** The columns of a file that nobody here has ever heard of: what they say is not taken. */
export function unknownColumns(header: string[]): string[] {
  return header.filter((name) => name !== '' && !known.has(fold(name))).map((name) => cleanLine(name, 60));
}
