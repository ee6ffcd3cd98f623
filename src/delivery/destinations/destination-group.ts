/** The big mailbox providers, each of which counts what it is sent as a whole, and all others. */
export type DestinationGroup = 'gmail' | 'yahoo' | 'outlook' | 'apple' | 'other';

// A provider's country sites too, and nothing that only ends or begins like one.
const patterns: Array<[DestinationGroup, RegExp]> = [
  ['gmail', /^(gmail|googlemail)\.com$/],
  [
    'yahoo',
    /^(yahoo\.([a-z]{2,3}|com?\.[a-z]{2})|ymail\.com|rocketmail\.com|aol\.([a-z]{2,3}|co\.uk)|aim\.com|verizon\.net|att\.net|sbcglobal\.net|bellsouth\.net|sky\.com)$/,
  ],
  [
    'outlook',
    /^((outlook|hotmail|live)\.([a-z]{2,3}|com?\.[a-z]{2})|msn\.com|passport\.com|windowslive\.com)$/,
  ],
  ['apple', /^(icloud|me|mac)\.com$/],
];

/** Whose mailbox an address is, by its domain. */
export function destinationGroup(address: string): DestinationGroup {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return patterns.find(([, pattern]) => pattern.test(domain))?.[0] ?? 'other';
}
