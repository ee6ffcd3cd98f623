import { type Actor, describeActor } from '../../access/actor.ts';
import type { Db } from '../../db.ts';
import { insertRequest, selectRequest } from '../queries/changes.ts';
import { Conflict } from '../../errors.ts';
import { type Held, holdComposed } from './hold.ts';
import { say } from '../say.ts';

export interface Request {
  editionId: number;
  actor: Actor;
  once: string;
  /**
   * The approved text that may be taken back, by its id, or null for none: what was written before an approval, and comes
   * after it, must not undo it unseen. Left out: whichever there is.
   */
  takesBack?: number | null | undefined;
}

/** Does what a request asks for with the edition held; where it was carried out before, gives what came of it. */
export async function onceOnly<T>(
  db: Db,
  { editionId, actor, once, takesBack }: Request,
  act: (trx: Db, held: Held) => Promise<T>,
): Promise<T> {
  const by = describeActor(actor);
  const before = await selectRequest(db, editionId, by, once);
  if (before !== undefined) return before.results as T;
  return db.transaction().execute(async (trx) => {
    const held = await holdComposed(trx, editionId);
    // The same may have been carried out while this one waited.
    const meanwhile = await selectRequest(trx, editionId, by, once);
    if (meanwhile !== undefined) return meanwhile.results as T;
    refuseUnseen(held, takesBack);
    const results = await act(trx, held);
    await insertRequest(trx, { editionId, once, actor: by, results });
    return results;
  });
}

function refuseUnseen(
  { edition: { id, state, approvedRevisionId } }: Held,
  takesBack: Request['takesBack'],
): void {
  if (takesBack === undefined || state === 'draft' || takesBack === approvedRevisionId) return;
  throw new Conflict(say.approvedMeanwhile(id));
}
