import { system } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { holdEdition } from './edition.ts';
import { readPlans } from './plans.ts';
import { insertMissedRun } from './queries/runs.ts';
import { selectDueLaunches, updateEdition } from './queries/editions.ts';
import { isTooLate } from './rhythm.ts';
import { defaultRules } from './rules.ts';

/** Editions whose time has come, and that it is not too late for. */
export async function dueLaunches(db: Db, now: Date): Promise<number[]> {
  return (await readDue(db, now)).filter(({ isLate }) => !isLate).map(({ id }) => id);
}

/**
 * Writes down what was to happen while nothing ran and is too late now: an assembly is not made up for, and an approved
 * edition waits for somebody to say when. Each is told on the desk's front page, and none of it happens by itself later.
 */
export async function noteMissed({ db, log }: Services, now: Date = new Date()): Promise<void> {
  for (const { id, missed, rhythm } of await readPlans(db, now))
    for (const { day, at } of missed) {
      const reason = `it was to be assembled at ${at.toISOString().slice(0, 16)}Z, and nothing ran until more than ${rhythm.lateMinutes} minutes later`;
      if (await insertMissedRun(db, id, day, { reason, at: now }))
        log.warn({ newsletterId: id, day }, 'an edition was not assembled: nothing ran at its time');
    }
  for (const { id, isLate } of await readDue(db, now))
    if (isLate && (await keepMissed(db, id, now)))
      log.warn({ editionId: id }, 'an edition was not sent: nothing ran at its time');
}

async function readDue(db: Db, now: Date): Promise<Array<{ id: number; isLate: boolean }>> {
  return (await selectDueLaunches(db, now)).map(({ id, sendAt, lateMinutes }) => {
    const most = lateMinutes ?? defaultRules.lateMinutes;
    return { id, isLate: sendAt !== null && isTooLate(sendAt, most, now) };
  });
}

async function keepMissed(db: Db, editionId: number, now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { state, sendAt } = await holdEdition(trx, editionId);
    const isDue = (await readDue(trx, now)).some(({ id, isLate }) => id === editionId && isLate);
    if (!isDue) return false;
    await updateEdition(trx, editionId, { state: 'approved', sendAt: null, missedAt: sendAt });
    const change = changeOf({ state, sendAt }, { state: 'approved', sendAt: null });
    await recordAudit(trx, system, 'edition.missed', `edition:${editionId}`, {}, change);
    return true;
  });
}
