import { leadingAddress } from '../addresses.ts';
import { says } from '../phrases.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

const greetings: readonly RegExp[] = [
  /this is the (qmail-send program|[\w-]{1,30} program at)|i'm afraid i wasn't able to deliver your message/i,
  /sorry,? (we|i) (were|was) unable to deliver your message to the following|i've given up\. sorry it didn't work out/i,
  /unable to deliver message to the following address/i,
];

const maxLength = 2_000;

/**
 * qmail and what descends from it (netqmail, IndiMail, Yahoo, MessageLabs): an address, and the paragraph
 * below it.
 */
export const qmail: TextReader = {
  recognises: ({ text }) => says(greetings, text) && /^<[^<>\s]{1,320}>:/m.test(text),
  read: readParagraphs,
};

function readParagraphs({ text }: TextReport): Finding[] {
  const findings: Finding[] = [];
  let current: Finding | null = null;
  for (const line of text.split('\n')) {
    const leading = /^<[^<>\s]{1,320}>:/.test(line) ? leadingAddress(line) : null;
    if (leading !== null) {
      current = { address: leading.address, said: line.slice(leading.end + 2).slice(0, maxLength) };
      findings.push(current);
    } else if (current !== null && line.trim() !== '') {
      current.said = `${current.said}\n${line}`.slice(0, maxLength);
      if (current.said.length === maxLength) current = null;
    } else if (current !== null && current.said.trim() !== '') {
      current = null;
    }
  }
  return findings;
}
