import { InvalidInput } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';

/** Which column means what, by its position; -1 where the file has none. */
export interface Columns {
  address: number;
  name: number;
  language: number;
  /** Newsletters that the person has left, as our own export names them. */
  ended: number;
  /** Each tells by a word whether the person still is there. */
  states: number[];
  /** Each says that the person is gone by being filled in, with a date or a "yes". */
  leaves: number[];
}

export const maxColumns = 1_000;

// What exports of others call them, the surest first: `address` may be a street where there is an `email` too.
const addressNames = ['email', 'email address', 'mail', 'address'];
const nameNames = ['name', 'full name', 'first name'];
const stateNames = [
  'status',
  'state',
  'subscribed',
  'subscribed to emails',
  'subscription status',
  'member status',
  'email status',
];
const leaveNames = [
  'email disabled',
  'unsubscribed',
  'unsubscribed at',
  'unsubscribe date',
  'unsub time',
  'cleaned',
  'clean time',
  'bounced',
  'bounced at',
  'complained at',
  'opted out',
  'deleted at',
];
const leftWords = new Set(
  `unsubscribed cleaned bounced complained inactive false no 0 ended suppressed pending unconfirmed
  unactivated unverified nonsubscribed notsubscribed optedout blocked blocklisted blacklisted deleted removed
  cancelled canceled archived invalid disabled held dnc spam complaint hardbounce hardbounced`.split(/\s+/),
);
const stillThere = new Set(['', 'false', 'no', '0', 'f', 'n', 'null', 'none', 'never']);

/**
 * Reads the first row of a file.
 * @throws InvalidInput where no column of addresses is in it, or more columns than anybody needs
 */
export function readColumns(header: string[]): Columns {
  if (header.length > maxColumns)
    throw new InvalidInput(`the first row has ${header.length} columns; ${maxColumns} are allowed`);
  const names = header.map(fold);
  const first = (wanted: string[]): number =>
    wanted.map((name) => names.indexOf(fold(name))).find((index) => index >= 0) ?? -1;
  const every = (wanted: string[]): number[] => {
    const folded = wanted.map(fold);
    return names.flatMap((name, index) => (folded.includes(name) ? [index] : []));
  };
  const address = first(addressNames);
  if (address === -1)
    throw new InvalidInput(
      `the first row has no column of addresses (one of ${addressNames.join(', ')}); it has: ${cleanLine(header.slice(0, 20).join(', '), 300)}`,
    );
  return {
    address,
    name: first(nameNames),
    language: first(['language']),
    ended: first(['ended']),
    states: every(stateNames),
    leaves: every(leaveNames),
  };
}

/** Whether a row says that the person has left, cannot be reached, or has never confirmed. */
export function hasLeft({ states, leaves }: Columns, row: string[]): boolean {
  return (
    states.some((index) => leftWords.has(fold(row[index] ?? ''))) ||
    leaves.some((index) => !stillThere.has(fold(row[index] ?? '')))
  );
}

/** `E-Mail_Address` and `email address` are one name. */
function fold(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '');
}
