import type { ReplyClass } from './rule.ts';

export interface ReplyCodes {
  /** Three digits, or empty. */
  basic: string;
  /** RFC 3463, or empty. */
  enhanced: string;
}

interface Meaning {
  class: ReplyClass;
  why: string;
}

// RFC 3463 and 5248 with their registry, and what Exchange Online adds. A text outranks what is not in here.
const meanings: Record<string, Meaning> = {
  '1.1': { class: 'hard', why: 'no such mailbox' },
  '1.2': { class: 'hard', why: 'no such system' },
  '1.3': { class: 'hard', why: 'the address is no address' },
  '1.6': { class: 'hard', why: 'the mailbox has moved and nothing is forwarded' },
  '1.7': { class: 'sender', why: "the sender's address is no address" },
  '1.8': { class: 'sender', why: "the sender's system is unknown" },
  '1.10': { class: 'hard', why: 'the domain takes no mail at all (RFC 7505)' },
  '1.351': { class: 'hard', why: 'the next server knows no such mailbox (Exchange Online)' },
  '2.2': { class: 'soft', why: 'the mailbox is full' },
  '2.3': { class: 'sender', why: 'the message is larger than the recipient takes' },
  '3.4': { class: 'sender', why: 'the message is larger than the system takes' },
  '7.13': { class: 'hard', why: 'the account is disabled (RFC 5248)' },
  '7.17': { class: 'hard', why: 'the mailbox has another owner (RFC 7293)' },
  '7.18': { class: 'hard', why: 'the domain has another owner (RFC 7293)' },
  '7.20': { class: 'sender', why: 'no DKIM signature passes (RFC 7372)' },
  '7.21': { class: 'sender', why: 'no acceptable DKIM signature (RFC 7372)' },
  '7.22': { class: 'sender', why: 'no DKIM signature of the author (RFC 7372)' },
  '7.23': { class: 'sender', why: 'SPF fails (RFC 7372)' },
  '7.24': { class: 'sender', why: 'SPF cannot be checked (RFC 7372)' },
  '7.25': { class: 'sender', why: 'reverse DNS fails (RFC 7372)' },
  '7.26': { class: 'sender', why: 'no way of authentication passes (RFC 7372)' },
  '7.509': { class: 'sender', why: 'DMARC fails (Exchange Online)' },
  '7.515': { class: 'sender', why: 'the demands on bulk senders are not met (Outlook)' },
};

// What the middle digit says where nothing else is known. 0, 1 and 2 say too little.
const subjects: Record<string, ReplyClass> = { 3: 'soft', 4: 'soft', 6: 'sender', 7: 'sender' };
const details: Record<string, ReplyClass> = {
  '2.1': 'soft',
  '5.1': 'sender',
  '5.2': 'sender',
  '5.3': 'sender',
  '5.4': 'sender',
  '5.6': 'sender',
};
// RFC 5321, 4954, 1846 and 7504: what three digits say alone.
const basics: Record<string, ReplyClass> = {
  521: 'hard',
  556: 'hard',
  530: 'sender',
  535: 'sender',
  552: 'soft',
};

const enhancedPattern = /(?<![\w.-])(?:[45]\d\d-)?([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/g;
const basicPatterns = [
  /(?:^|[<:;,'"([]|said|was|returned|reply|code|error|->)[\s:'"]{0,3}#?([45]\d\d)(?=[\s-]+#?[45]\.\d|[\s-]|$)/,
  /\b([45]\d\d)[\s-]+#?[45]\.\d{1,3}\.\d{1,3}/,
];

/** The codes of a reply; of several enhanced ones the first that says something. */
export function readCodes(reply: string): ReplyCodes {
  const found = [...reply.matchAll(enhancedPattern)].map(([, code = '']) => code);
  const enhanced = found.find((code) => !isGeneric(code)) ?? found[0] ?? '';
  const basic = basicPatterns.map((pattern) => pattern.exec(reply)?.[1]).find((code) => code !== undefined);
  return { basic: basic ?? '', enhanced };
}

/**
 * Whether a code says no more than that it did not work: RFC 3463's "other", and 5.7.1, that everybody
 * uses.
 */
export function isGeneric(enhanced: string): boolean {
  return /^\d\.(0\.\d+|[1-7]\.0|7\.1|5\.4)$/.test(enhanced) || enhanced === '';
}

/** What is certain by the code alone. */
export function meaningOf(enhanced: string): ReplyClass | null {
  return meanings[enhanced.slice(2)]?.class ?? null;
}

/** What a code makes likely where neither a text nor a meaning of its own says more. */
export function likelyMeaning({ basic, enhanced }: ReplyCodes): ReplyClass {
  const [, subject = '', detail = ''] = enhanced.split('.');
  return details[`${subject}.${detail}`] ?? subjects[subject] ?? basics[basic] ?? 'unknown';
}

/** Whether the refusal is for now only. */
export function isTemporary({ basic, enhanced }: ReplyCodes): boolean {
  return enhanced.startsWith('4') || (isGeneric(enhanced) && basic.startsWith('4'));
}
