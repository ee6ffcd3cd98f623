import type { Db } from '../db.ts';
import { selectClicks } from './queries/sends.ts';
import { selectFigures } from './queries/stop-rules.ts';
import { newsletterDays } from './stop-rules/rules.ts';

/** What came back of a send. */
export interface Echo {
  /** Mailboxes that are not there. */
  bounces: number;
  complaints: number;
  /** On its links, by people as far as that can be told; null where its newsletter counts none. */
  clicks: number | null;
}

/** What came back of a send, from kept counts. */
export async function readEcho(db: Db, editionId: number): Promise<Echo> {
  const [figures] = await selectFigures(db, editionId, newsletterDays);
  const { bounces, complaints } = figures?.send ?? { bounces: 0, complaints: 0 };
  return { bounces, complaints, clicks: await selectClicks(db, editionId) };
}
