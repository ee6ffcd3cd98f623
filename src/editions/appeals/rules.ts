import { createHmac } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { AppealSettings } from '../../publication/appeals.ts';

/** Whether a reader is asked for money in a mail, or why not. */
export const appealDecisions = [
  'shown',
  'patron',
  'recent-gift',
  'recent-failure',
  'recent-cancellation',
  'quiet-edition',
  'cap',
  'held-back',
  'no-appeal',
] as const;

export type AppealDecision = (typeof appealDecisions)[number];

/** What the decisions of one launch are made by. */
export interface AppealRules {
  cap: number;
  /** What may have reached a reader before then no longer counts. */
  since: Date;
  /** The lead is of a kind beside which nobody is asked. */
  quiet: boolean;
  /** Of a thousand readers. */
  heldBack: number;
  /** Who is held back hangs on it, and nobody outside can tell. */
  seed: bigint;
}

const day = 24 * 3_600_000;

/** The rules of a launch. */
export function rulesAt(
  { cap, days, holdback, campaign }: AppealSettings,
  { suppressionKey }: Pick<Config, 'suppressionKey'>,
  quiet: boolean,
  now: Date,
): AppealRules {
  return {
    cap,
    since: new Date(now.getTime() - days * day),
    quiet,
    heldBack: Math.round(holdback * 10),
    seed: seedOf(suppressionKey, campaign === '' ? quarterOf(now) : campaign),
  };
}

/** As long as no campaign is named, others are held back each quarter. */
function quarterOf(now: Date): string {
  return `${now.getUTCFullYear()}-${Math.floor(now.getUTCMonth() / 3) + 1}`;
}

function seedOf(key: Config['suppressionKey'], campaign: string): bigint {
  const mac = createHmac('sha256', key).update(`held back\0${campaign}`).digest();
  return mac.readBigInt64BE();
}
