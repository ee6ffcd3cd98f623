import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { type Db, inTransaction } from '../db.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { type BeforeOpening, hintBatches, openSend } from './launch.ts';
import { finishSend } from './queries/batches.ts';
import { holdSendRow } from './queries/corrections.ts';
import {
  doubtAbandoned,
  endPending,
  moveSend,
  reopenEnded,
  reviveUncertain,
  selectSend,
  selectUnsettledSends,
} from './queries/sends.ts';
import { heedStopRules } from './stop-rules/apply.ts';
import { because, say } from './say.ts';

const resendForMs = 24 * 3_600_000;

/** Stops handing over, within half a second; nothing is lost and the send can go on. */
export async function pauseSend(services: Services, editionId: number, actor: Actor): Promise<void> {
  await move(services.db, editionId, actor, 'pause', ['sending'], 'paused', because.pausedByPerson);
}

/**
 * Lets a paused send go on.
 * @param overrideStopRule what the stop rules say of it was looked at, and does not stop this send again
 * @throws Conflict where it is not paused, or a stop rule keeps it and is not overridden
 */
export async function resumeSend(
  services: Services,
  editionId: number,
  actor: Actor,
  { overrideStopRule = false } = {},
): Promise<void> {
  demand(actor, 'editions.send');
  await heedStopRules(services.db, actor, editionId, overrideStopRule);
  await move(services.db, editionId, actor, 'resume', ['paused'], 'sending', null);
  await hintBatches(services);
}

/** Ends a send for good; who has it has it, all others will not get it. */
export async function cancelSend(services: Services, editionId: number, actor: Actor): Promise<void> {
  const from = ['launching', 'sending', 'paused'];
  // Committed first: claims stop with it, and cannot be waited for by the statements below that wait for them.
  await move(services.db, editionId, actor, 'cancel', from, 'cancelled', because.cancelledByPerson);
  await endPending(services.db, editionId, 'cancelled', because.sendCancelled);
}

/**
 * Sends again to those of whom it is not known whether they got it: a person's decision, since some may get two.
 * The Message-ID stays the same, so that a mail program can tell.
 * @param expected how many the person was told of; more are not sent to unasked
 * @returns how many wait for it now
 * @throws NotFound; Conflict where the send was cancelled, is pruned, or more are uncertain than expected
 */
export async function resendUncertain(
  services: Services,
  editionId: number,
  actor: Actor,
  { expected }: { expected?: number } = {},
): Promise<number> {
  demand(actor, 'editions.send');
  const count = await services.db.transaction().execute(async (trx) => {
    // Locked: what is sent again must not be pruned at the same moment.
    const send = await requireSend(trx, editionId, holdSendRow);
    if (send.state === 'cancelled' || send.state === 'launching')
      throw new Conflict(say.notSentAgain(editionId, send.state));
    if (send.prunedAt !== null)
      throw new Conflict(say.onlyCounts(editionId, send.prunedAt.toISOString().slice(0, 10)));
    const waiting = await reviveUncertain(trx, editionId, new Date(Date.now() + resendForMs));
    if (expected !== undefined && waiting > expected)
      throw new Conflict(say.moreUncertain(waiting, expected));
    await recordAudit(trx, actor, 'send.resend-uncertain', `edition:${editionId}`, { count: waiting });
    return waiting;
  });
  await hintBatches(services);
  return count;
}

async function requireSend(db: Db, editionId: number, select = selectSend) {
  const send = await select(db, editionId);
  if (send === undefined) throw new NotFound(say.notLaunched(editionId));
  return send;
}

async function move(
  db: Db,
  editionId: number,
  actor: Actor,
  verb: 'pause' | 'resume' | 'cancel',
  from: string[],
  to: string,
  reason: string | null,
): Promise<void> {
  demand(actor, 'editions.send');
  await inTransaction(db, async (trx) => {
    const state = await moveSend(trx, editionId, from, to, reason);
    if (state === null) {
      const { state: found } = await requireSend(trx, editionId);
      throw new Conflict(say.wrongState(editionId, found, verb, from));
    }
    const change = changeOf({ state }, { state: to });
    await recordAudit(trx, actor, `send.${verb}`, `edition:${editionId}`, {}, change);
  });
}

/** Puts right what no worker is left to: rows of dead workers, launches cut off, sends that are over. */
export async function tidySends({ db, pool }: Services, before?: BeforeOpening): Promise<void> {
  await doubtAbandoned(db);
  await reopenEnded(db);
  for (const { editionId, state, expired } of await selectUnsettledSends(db)) {
    if (state === 'launching') await openSend(db, editionId, before);
    else if (state === 'cancelled') await endPending(db, editionId, 'cancelled', because.sendCancelled);
    else if (expired) await endPending(db, editionId, 'failed', because.expiredBefore);
    await finishSend(pool, editionId);
  }
}
