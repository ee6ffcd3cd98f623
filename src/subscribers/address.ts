import { domainToASCII } from 'node:url';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { InvalidInput } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import { wordsIn } from '../../languages/index.ts';
import type { AddressFault } from './address-faults.ts';

/** An address that a newsletter can be mailed to. */
export interface Address {
  /** As it is mailed: the local part as typed, the domain in A-labels and lower case. */
  address: string;
  /** For comparison: two spellings with one key are one person. */
  key: string;
  domain: string;
  /** A mailbox thrown away after use; flagged, not refused. */
  disposable: boolean;
  /** The relay must offer SMTPUTF8 (RFC 6531). */
  smtputf8: boolean;
}

/** A text that is no address, and why. */
export class InvalidAddress extends InvalidInput {
  readonly fault: AddressFault;
  readonly seen: string;

  constructor(fault: AddressFault, seen: string, why: string) {
    const inEnglish = `${JSON.stringify(seen)} is not an e-mail address: ${why}`;
    super((language) => wordsIn('addressFaults', language, null)?.[fault] ?? inEnglish);
    this.fault = fault;
    this.seen = seen;
  }
}

// The library would make the set anew with each question.
const disposableDomains = disposableEmailBlocklistSet();

// RFC 5322 section 3.2.3, with the UTF-8 of RFC 6532 less what hides or reorders text.
const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00A1-\u{10FFFF}-]+$/u;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const maxLocalBytes = 64;
const maxBytes = 254;
// Names that never lead to a mailbox on the internet (RFC 6761, RFC 6762, RFC 8375). `.example` stays: it is
// what samples and tests are written with.
const unroutable = new Set(['localhost', 'local', 'internal', 'invalid', 'onion', 'arpa', 'lan', 'home']);

/**
 * Reads an address as RFC 5321 and RFC 5322 write it, for one mailbox on the internet. Not taken, though the
 * grammar has them: comments, folding white space, quoted local parts, address literals, domains without a dot.
 * Case is kept in `address` and folded in `key`; dots and plus-signs mean what the mailbox's owner says.
 * @throws InvalidAddress that says what is wrong with which address.
 */
export function parseAddress(input: string): Address {
  const text = input.trim();
  const refuse: Refuse = (fault, why) => {
    throw new InvalidAddress(fault, cleanLine(text, 80), why);
  };
  refuseLookalikes(text, refuse);
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at).normalize('NFC');
  const domain = toAsciiDomain(text.slice(at + 1), refuse);
  checkLocal(local, refuse);
  const address = `${local}@${domain}`;
  if (Buffer.byteLength(address) > maxBytes) refuse('long', `it is longer than ${maxBytes} bytes`);
  const key = `${local.toLowerCase().normalize('NFC')}@${domain}`;
  const smtputf8 = /[^\x20-\x7E]/.test(local);
  return { address, key, domain, disposable: isDisposable(domain), smtputf8 };
}

type Refuse = (fault: AddressFault, why: string) => never;

/** What people paste instead of an address, and what is no text at all. */
function refuseLookalikes(text: string, refuse: Refuse): void {
  if (text === '') refuse('empty', 'it is empty');
  if (text.length > 1_000) refuse('long', `it is longer than ${maxBytes} bytes`);
  if (/^mailto:/i.test(text)) refuse('alone', 'leave out "mailto:"');
  if (/[<>]/.test(text)) refuse('alone', 'give the address alone, without a name and angle brackets');
  if (/[,;]/.test(text)) refuse('alone', 'it has a comma or semicolon; give one address');
  if (/\s/u.test(text)) refuse('hidden', 'it has a space or a line break in it');
  if (!text.isWellFormed() || cleanLine(text, 2_000) !== text.normalize('NFC'))
    refuse('hidden', 'it has a control or an invisible character');
  if (!text.includes('@')) refuse('no-at', 'it has no @');
}

function checkLocal(local: string, refuse: Refuse): void {
  if (local === '') refuse('before', 'nothing stands before the @');
  if (Buffer.byteLength(local) > maxLocalBytes)
    refuse('long', `the part before the @ is longer than ${maxLocalBytes} bytes`);
  if (local.startsWith('"')) refuse('before', 'a quoted part before the @ is not taken');
  if (local.includes('(') || local.includes(')')) refuse('before', 'a comment in brackets is not taken');
  const atoms = local.split('.');
  if (atoms.includes('')) refuse('before', 'a dot stands first, last, or next to another before the @');
  if (!atoms.every((part) => atom.test(part)))
    refuse('before', 'a character before the @ is not allowed there');
}

function toAsciiDomain(domain: string, refuse: Refuse): string {
  if (domain === '') refuse('after', 'nothing stands after the @');
  if (domain.startsWith('[')) refuse('after', 'a number in brackets instead of a domain is not taken');
  // Node would decode percent signs and cut at these, so they must not reach it.
  // oxlint-disable-next-line no-control-regex
  if (/[\x00-\x20"#%&'()*+,/:;<=>?@[\\\]^_`{|}~!$]/.test(domain))
    refuse('after', 'a character after the @ is not allowed there');
  const ascii = domainToASCII(domain.normalize('NFC')).toLowerCase();
  const labels = ascii.split('.');
  if (ascii === '' || !labels.every((part) => label.test(part)))
    refuse('after', `${JSON.stringify(cleanLine(domain, 80))} is not a domain`);
  if (labels.length < 2) refuse('after', 'the domain has no dot, such as paper.example');
  const last = labels.at(-1) ?? '';
  if (/^\d+$/.test(last) || ascii.length > 253)
    refuse('after', `${JSON.stringify(cleanLine(domain, 80))} is not a domain`);
  if (unroutable.has(last)) refuse('unroutable', `no mail on the internet reaches .${last}`);
  return ascii;
}

/** Whether the domain, or one it lies below, hands out mailboxes to throw away. */
function isDisposable(domain: string): boolean {
  const labels = domain.split('.');
  return labels.slice(0, -1).some((_, index) => disposableDomains.has(labels.slice(index).join('.')));
}
