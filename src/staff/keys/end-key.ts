import { type Actor, describeActor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { endLiveKey } from '../queries/keys.ts';
import { type ApiKey, requireKey } from './key.ts';

/**
 * Ends a key: from the next request on it opens nothing. Doing it again changes nothing.
 * @throws NotFound; Forbidden, SignInAgain
 */
export function endKey(db: Db, actor: Actor, id: number, now: Date = new Date()): Promise<ApiKey> {
  demand(actor, 'api-keys.change', now);
  return db.transaction().execute(async (trx) => {
    const ended = await endLiveKey(trx, id, describeActor(actor), now);
    const key = await requireKey(trx, id);
    if (ended !== undefined) {
      const change = { before: { inUse: true }, after: { inUse: false } };
      await recordAudit(trx, actor, 'api-key.end', `api-key:${id}`, { name: key.name }, change);
    }
    return key;
  });
}
