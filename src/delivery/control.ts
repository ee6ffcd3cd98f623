import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Db } from '../db.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { hintBatches } from './launch.ts';
import {
  doubtAbandoned,
  endPending,
  finishSend,
  moveSend,
  selectOverdueSends,
  selectSend,
} from './queries.ts';

/** Stops handing over, within half a second; nothing is lost and the send can go on. */
export async function pauseSend(services: Services, editionId: number, actor: Actor): Promise<void> {
  await move(services.db, editionId, actor, 'pause', ['sending'], 'paused', 'paused by a person');
}

/** Lets a paused send go on. */
export async function resumeSend(services: Services, editionId: number, actor: Actor): Promise<void> {
  await move(services.db, editionId, actor, 'resume', ['paused'], 'sending', null);
  await hintBatches(services);
}

/** Ends a send for good; who has it has it, all others will not get it. */
export async function cancelSend(services: Services, editionId: number, actor: Actor): Promise<void> {
  await services.db.transaction().execute(async (trx) => {
    await move(trx, editionId, actor, 'cancel', ['sending', 'paused'], 'cancelled', 'cancelled by a person');
    await endPending(trx, editionId, 'cancelled', 'the send was cancelled');
  });
}

async function move(
  db: Db,
  editionId: number,
  actor: Actor,
  verb: string,
  from: string[],
  to: string,
  reason: string | null,
): Promise<void> {
  if (!(await moveSend(db, editionId, from, to, reason))) {
    const send = await selectSend(db, editionId);
    if (send === undefined) throw new NotFound(`edition ${editionId} has not been launched`);
    throw new Conflict(
      `the send of edition ${editionId} is ${send.state}; only one that is ${from.join(' or ')} can be ${verb === 'cancel' ? 'cancelled' : `${verb}d`}`,
    );
  }
  await recordAudit(db, actor, `send.${verb}`, `edition:${editionId}`);
}

/** Puts right what no worker is left to: sends past their expiry, sends that are through, rows of dead workers. */
export async function tidySends({ db, pool }: Services): Promise<void> {
  await doubtAbandoned(db);
  for (const { editionId, expired } of await selectOverdueSends(db)) {
    if (expired)
      await endPending(db, editionId, 'failed', 'the edition expired before it could be delivered');
    await finishSend(pool, editionId);
  }
}
