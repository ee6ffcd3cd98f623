import type { Db } from '../db.ts';
import { readPlan } from './plans.ts';
import { updateOwed } from './queries/rules.ts';
import { insertMissedRun } from './queries/runs.ts';
import { isTooLate, openSlots, type Owed, type Rhythm, type Slot, slotOn } from './rhythm.ts';

/**
 * Changes a newsletter's rhythm so that no edition is lost by it. One that was due before and had not been made yet, since
 * nothing ran, is owed: it is still made, late by the rule, once. Where its day has none any more, or it is too late for it,
 * it is written down as missed, and told on Today.
 */
export async function keepingDue<T>(
  trx: Db,
  newsletterId: number,
  now: Date,
  change: () => Promise<T>,
): Promise<T> {
  // What is assembled at this very moment is written down as a run, and by that neither made again nor missed.
  const before = await readPlan(trx, newsletterId, now);
  const result = await change();
  const rhythm = (await readPlan(trx, newsletterId, now))?.rhythm ?? null;
  const owed: Owed[] = [];
  for (const slot of before === null ? [] : openSlots(before.rhythm, now, before.ran)) {
    const becomes = fateOf(slot, rhythm, now);
    if (becomes === 'owed') owed.push({ day: slot.day, at: slot.at });
    if (becomes === 'missed')
      await insertMissedRun(trx, newsletterId, slot.day, { reason: reasonOf(slot, now), at: now });
  }
  await updateOwed(trx, newsletterId, owed);
  return result;
}

/** What becomes of an edition that was due; `coming`: by the new rhythm its time is still to come. */
function fateOf({ day, at }: Slot, rhythm: Rhythm | null, now: Date): 'owed' | 'missed' | 'coming' {
  const again = rhythm === null ? null : slotOn(Temporal.PlainDate.from(day), rhythm);
  if (rhythm === null || again === null) return 'missed';
  if (again.at > now) return 'coming';
  return isTooLate(at, rhythm.lateMinutes, now) ? 'missed' : 'owed';
}

function reasonOf({ at }: Slot, now: Date): string {
  const time = (when: Date): string => `${when.toISOString().slice(0, 16)}Z`;
  return `it was to be assembled at ${time(at)}, nothing ran then, and its rhythm was changed at ${time(now)}`;
}
