import { findAddresses } from '../addresses.ts';
import { readSections } from '../sections.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

const maxText = 4_000;

/**
 * Any report: a line that begins with an address, and what follows it; else all words are of the first
 * address.
 */
export const plain: TextReader = {
  recognises: () => true,
  read: readPlain,
};

export function readPlain({ text, own }: TextReport): Finding[] {
  const sections = readSections(text, own);
  const [only] = sections;
  if (only === undefined) return [{ address: firstStranger(text, own), said: text.slice(0, maxText) }];
  if (sections.length === 1) return [{ address: only.address, said: only.text }];
  return sections.map(({ address, text: said }) => ({ address, said }));
}

function firstStranger(text: string, own: ReadonlySet<string>): string {
  const found = findAddresses(text.slice(0, maxText));
  return found.find((address) => !own.has(address.toLowerCase())) ?? '';
}
