import type { Db } from '../db.ts';
import { NotFound } from '../errors.ts';
import { foresee } from './foresee.ts';
import { selectCounts, selectSend } from './queries/sends.ts';
import { countStates, type StateCounts } from './states.ts';
import { describeBreaches } from './stop-rules/apply.ts';
import { say } from './say.ts';

/** A send's account: `eligible` is the sum of all that follows but the three parts of `pending`. */
export interface Balance extends StateCounts {
  editionId: number;
  state: string;
  reason: string | null;
  eligible: number;
  /** What a person should know of it: limits that it has reached, what will not be through in time, who waits. */
  warnings: string[];
}

/**
 * The balance of a send at this moment, from counts that are kept with each change.
 * @throws NotFound where the edition has not been launched
 */
export async function readBalance(db: Db, editionId: number): Promise<Balance> {
  const send = await selectSend(db, editionId);
  if (send === undefined) throw new NotFound(say.noBalance(editionId));
  const counts = countStates(await selectCounts(db, editionId));
  const isLive = send.state !== 'finished' && send.state !== 'cancelled';
  return {
    editionId,
    state: send.state,
    reason: send.reason,
    eligible: send.eligible,
    ...counts,
    warnings: [
      ...(await describeBreaches(db, editionId)),
      ...(isLive ? await foresee(db, counts.pending, send.expiresAt) : []),
    ],
  };
}
