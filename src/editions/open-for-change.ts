import type { Db } from '../db.ts';
import { hasAnyToCorrect } from '../delivery/correct-send.ts';
import { Conflict } from '../errors.ts';
import type { Edition } from './edition.ts';
import { say } from './say.ts';

/** What a change makes of an edition's approval. */
export type AfterChange =
  | { correctionRevisionId: null }
  | { state: 'draft'; approvedRevisionId: null; sendAt: null; missedAt: null; heldAt?: Date };

/** It is going out, and what is not sent yet can be corrected: its words may be others than those that go out. */
export async function isOpenForCorrection(db: Db, { id, state }: Edition): Promise<boolean> {
  return state === 'launched' && (await hasAnyToCorrect(db, id));
}

/**
 * Whether an edition that is held may be changed, and what becomes of its approval then. What is going out stays what it
 * is: the archive shows it, and so do mails, until a correction takes its place.
 * @throws Conflict where it has gone out to everybody, or was cancelled
 */
export async function openForChange(trx: Db, edition: Edition): Promise<AfterChange> {
  const { id, state } = edition;
  if (await isOpenForCorrection(trx, edition)) return { correctionRevisionId: null };
  if (state === 'launched' || state === 'cancelled') throw new Conflict(say.notOpen(id, state));
  // One that was approved waits for a person: a rule whose time has passed would send what is being changed.
  const isTakenBack = state === 'approved' || state === 'scheduled';
  return {
    state: 'draft',
    approvedRevisionId: null,
    sendAt: null,
    missedAt: null,
    ...(isTakenBack && { heldAt: new Date() }),
  };
}
