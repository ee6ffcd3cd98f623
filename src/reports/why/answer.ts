import type { Attempt } from '../../delivery/show-delivery.ts';

/** Why somebody got an edition, or did not: the first sentence, with its facts. */
export type Answer =
  // They got it, as far as can be known.
  | { kind: 'sent'; at: Date; relay: string | null; reply: string | null }
  | { kind: 'bounced-later'; at: Date; back: Date; reply: string; hard: boolean }
  // It is not known.
  | { kind: 'uncertain'; at: Date; reason: string | null }
  // They are still to get it.
  | { kind: 'in-hand'; since: Date }
  | { kind: 'queued'; paused: boolean; reason: string | null }
  | { kind: 'morning'; dueAt: Date }
  | { kind: 'deferred'; reply: string | null; reason: string | null; attempts: number; nextAt: Date }
  // They did not get it.
  | { kind: 'refused'; at: Date; reply: string | null }
  | { kind: 'our-fault'; at: Date; reply: string | null }
  | { kind: 'expired'; attempts: number; reply: string | null; expiresAt: Date }
  | { kind: 'suppressed'; reason: string; at: Date | null; before: boolean; lifted: Date | null }
  | { kind: 'cancelled'; at: Date | null; by: string | null }
  // It was never addressed to them.
  | { kind: 'not-launched'; state: string }
  | { kind: 'pruned'; since: Date }
  | { kind: 'unknown-address' }
  | { kind: 'erased'; at: Date }
  | { kind: 'not-subscribed' }
  | { kind: 'unconfirmed'; since: Date | null }
  | { kind: 'confirmed-after'; at: Date; launchedAt: Date }
  | { kind: 'left-before'; at: Date | null }
  | { kind: 'not-corrected' }
  | { kind: 'unclear' };

/** What else there is to say, a sentence each. */
export type Fact =
  | { kind: 'text'; revision: number; of: number }
  | { kind: 'subject'; subject: string; variant: number }
  | { kind: 'parts'; names: string }
  | { kind: 'appeal'; decision: string }
  | { kind: 'complained'; at: Date }
  | { kind: 'left'; at: Date }
  | { kind: 'clicked'; at: Date; times: number }
  | { kind: 'suppressed-since'; reason: string; at: Date }
  | { kind: 'again'; attempts: number };

export interface Explained {
  editionId: number;
  /** As it was mailed, else as it was asked for. */
  address: string;
  subscriberId: number | null;
  answer: Answer;
  facts: Fact[];
  /** Each attempt to hand it over, as the log of the ledger has it. */
  history: Attempt[];
}

/** Whether they have it, in a word. */
export function verdictOf({ kind }: Answer): 'yes' | 'no' | 'not-yet' | 'unknown' {
  if (kind === 'sent') return 'yes';
  if (kind === 'uncertain' || kind === 'pruned') return 'unknown';
  return ['in-hand', 'queued', 'morning', 'deferred', 'not-launched'].includes(kind) ? 'not-yet' : 'no';
}
