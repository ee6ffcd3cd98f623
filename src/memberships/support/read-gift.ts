import { hashAddress } from '../../address-hash.ts';
import { InvalidInput } from '../../errors.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { longDate } from '../../text/long-day.ts';
import type { GiftDetails } from '../checkouts/purchase.ts';
import type { Tier } from '../tiers.ts';
import type { GiftOffer } from './gift-offer.ts';
import type { SupportWords } from './pages/words/support-words.ts';

const longestMessage = 2_000;

/** What stands in the form of a gift. */
export interface TypedGift {
  gift: string;
  recipientName: string;
  recipientAddress: string;
  message: string;
  deliverOn: string;
  giverName: string;
}

export interface GiftFault {
  field: keyof TypedGift;
  message: string;
}

export interface ReadGift {
  tier: Tier;
  amount: number;
  details: GiftDetails;
}

interface Rules {
  offers: GiftOffer[];
  words: SupportWords['gift']['faults'];
  days: { first: string; last: string };
  timeZone: string;
  suppressionKey: Buffer;
  language: string;
}

/** Reads the form of a gift: the gift, or the first thing that is wrong with it. */
export function readGiftForm(typed: TypedGift, rules: Rules): ReadGift | GiftFault {
  const { words, days, offers } = rules;
  const offer = offers.find(({ lengths }) => lengths.some(({ value }) => value === typed.gift));
  const length = offer?.lengths.find(({ value }) => value === typed.gift);
  if (offer === undefined || length === undefined) return { field: 'gift', message: words.choice };
  const address = readAddress(typed.recipientAddress);
  if (address instanceof InvalidInput)
    return {
      field: 'recipientAddress',
      message: `${words.address}: ${address.sayIn(rules.language)}`,
    };
  const message = cleanLines(typed.message);
  if (message.length > longestMessage) return { field: 'message', message: words.message(longestMessage) };
  if (!isDay(typed.deliverOn) || typed.deliverOn < days.first)
    return { field: 'deliverOn', message: words.day(cleanLine(typed.deliverOn, 40)) };
  if (typed.deliverOn > days.last)
    return { field: 'deliverOn', message: words.tooLate(longDate(days.last, rules.language)) };
  return {
    tier: offer.tier,
    amount: length.amount,
    details: {
      months: length.months,
      giverName: cleanLine(typed.giverName, 100),
      recipientName: cleanLine(typed.recipientName, 100),
      recipientAddress: address.address,
      recipientHash: hashAddress(rules.suppressionKey, address.key),
      message,
      deliverOn: typed.deliverOn,
      timeZone: rules.timeZone,
    },
  };
}

function readAddress(text: string): { address: string; key: string } | InvalidInput {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

/** Plain text in lines, each as `cleanLine` makes it. */
function cleanLines(text: string): string {
  const lines = text.toWellFormed().split(/\r\n|\r|\n/);
  return lines
    .map((line) => cleanLine(line, Number.POSITIVE_INFINITY))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}
