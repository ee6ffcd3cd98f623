import type { Db } from '../db.ts';
import { selectSend } from './queries/sends.ts';

/** A send as it stands, with the text it goes out in; null where nothing was launched. */
export async function readSendState(db: Db, editionId: number) {
  const send = await selectSend(db, editionId);
  if (send === undefined) return null;
  const { state, reason, revisionId, launchedAt, finishedAt, prunedAt, expiresAt, eligible } = send;
  return { state, reason, revisionId, launchedAt, finishedAt, prunedAt, expiresAt, eligible };
}
