import type { Db } from '../db.ts';
import { NotFound } from '../errors.ts';
import { selectTallies } from './queries/history.ts';
import { selectSend } from './queries/sends.ts';
import { describeVariant } from './segments.ts';
import { say } from './say.ts';

/**
 * How many deliveries of a send are in each state, by relay, class of the reply, text and audience; the same before
 * and after its detail is pruned.
 * @throws NotFound where the edition has not been launched
 */
export async function tallyDeliveries(db: Db, editionId: number) {
  const send = await selectSend(db, editionId);
  if (send === undefined) throw new NotFound(say.notLaunched(editionId));
  const rows = await selectTallies(db, editionId);
  return rows.map(({ state, relay, replyClass, revisionId, variant, subjectVariant, count }) => ({
    state,
    count,
    relay: relay === '' ? null : relay,
    replyClass: replyClass === '' ? null : replyClass,
    revisionId,
    variant: describeVariant(send.segments, variant),
    subjectVariant,
  }));
}
