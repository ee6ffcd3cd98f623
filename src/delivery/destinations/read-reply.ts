import { providers } from './providers/index.ts';
import type { CoolingRule } from './providers/provider.ts';
import { because } from '../say.ts';

/** What a refusal says of the way to a destination, if anything. */
export type Reading =
  | { kind: 'cools'; rule: CoolingRule }
  /** It wants to see the same again, a little later, from the same relay. */
  | { kind: 'greylists' }
  /** For now it takes nothing from who sends; it says nothing of this reader. */
  | { kind: 'throttles' }
  | null;

export interface Refusal {
  reply: string;
  permanent: boolean;
  about: 'sender' | 'recipient' | 'message';
}

/** RFC 5321 section 3.8 and 4.2.1: the connection ends, and whoever answers wants to be left alone for a while. */
export const closing: CoolingRule = {
  name: 'closing',
  pattern: /^421\b/,
  times: 1,
  withinMinutes: 60,
  minutes: 5,
  why: because.ended421,
};

// A mailbox that is full, or gets more than it may: nobody else's.
const thisRecipient = /\b[45]\d\d[ -]4\.2\.[12]\b/;
const greylisting = /\bgr[ae]y-?\s?list/i;
// RFC 3463: a matter of security or policy, so of who sends.
const policy = /^4\d\d[ -]4\.7\.\d/;

/** Reads a refusal: first as the destination's provider means it, then as everybody does. */
export function readReply(destination: string, { reply, permanent, about }: Refusal): Reading {
  const rule = ruleFor(destination, reply);
  if (rule !== undefined) return { kind: 'cools', rule };
  if (permanent || thisRecipient.test(reply)) return null;
  if (greylisting.test(reply)) return { kind: 'greylists' };
  // Before a recipient was named it can only be about the relay.
  if (about !== 'sender' && closing.pattern.test(reply)) return { kind: 'cools', rule: closing };
  return policy.test(reply) ? { kind: 'throttles' } : null;
}

/** Of the provider whose domain it is, or of one that receives for others and says who it is. */
function ruleFor(destination: string, reply: string): CoolingRule | undefined {
  const own = providers.find(({ name }) => name === destination);
  const provider = own ?? providers.find(({ named }) => named.test(reply));
  return provider?.rules.find(({ pattern }) => pattern.test(reply));
}

/** Whether what was said at the last attempt asks for the same relay again. */
export function isGreylisting(reply: string): boolean {
  return greylisting.test(reply) && !/^5/.test(reply);
}
