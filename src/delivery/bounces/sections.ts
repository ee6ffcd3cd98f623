import { leadingAddress } from './addresses.ts';

/** What a text says of one address. */
export interface Section {
  address: string;
  text: string;
}

const maxLines = 40;
const maxLength = 2_000;

/**
 * Cuts a text at the lines that begin with an address; what is said of an address in several places is joined.
 * Addresses of our own are no beginnings.
 */
export function readSections(text: string, own: ReadonlySet<string>): Section[] {
  const sections = new Map<string, Section>();
  let current: Section | null = null;
  let lines = 0;
  for (const line of text.split('\n')) {
    const leading = leadingAddress(line);
    if (leading !== null && !own.has(leading.address.toLowerCase())) {
      const key = leading.address.toLowerCase();
      current = sections.get(key) ?? { address: leading.address, text: '' };
      sections.set(key, current);
      lines = 0;
    }
    if (current === null || lines > maxLines || current.text.length > maxLength) continue;
    current.text += `${line}\n`;
    lines += 1;
  }
  return [...sections.values()];
}
