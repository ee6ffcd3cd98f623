import type { Db } from '../../db.ts';
import { readBalance } from '../../delivery/balance.ts';
import { type Edition, requireEdition } from '../edition.ts';
import type { Act } from './words/desk-edition-words.ts';

const notGone = ['draft', 'approved', 'scheduled'];

/** In which states of an edition or of its send something may be done to it. */
export const statesFor: Record<Act, string[]> = {
  approve: ['draft'],
  schedule: ['approved', 'scheduled'],
  unschedule: ['scheduled'],
  hold: notGone,
  discard: notGone,
  pause: ['sending'],
  resume: ['paused'],
  stop: ['launching', 'sending', 'paused'],
};

/**
 * The state of an edition as a page has shown it: a form carries it, so that what has changed meanwhile is not acted upon
 * unseen. Of what is going out it is the state of the send, else the state and when it was changed last.
 */
export function seenOf(
  { state, updatedAt }: Pick<Edition, 'state' | 'updatedAt'>,
  send: string | null,
): string {
  return state === 'launched' ? `launched ${send ?? ''}` : `${state} ${updatedAt.getTime()}`;
}

/** An edition as it is now, with what `seenOf` says of it, and the name of its state. */
export async function readSeen(
  db: Db,
  editionId: number,
): Promise<{ edition: Edition; seen: string; state: string }> {
  const edition = await requireEdition(db, editionId);
  const send = edition.state === 'launched' ? (await readBalance(db, editionId)).state : null;
  return { edition, seen: seenOf(edition, send), state: send ?? edition.state };
}
