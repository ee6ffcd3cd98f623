import { z } from 'zod';
import type { Db } from '../db.ts';
import { holidaySchema } from './holidays.ts';
import { selectScheduled } from './queries/rules.ts';
import { selectRunDays } from './queries/runs.ts';
import { type Plan, planOf, type Rhythm } from './rhythm.ts';

/** A newsletter that assembles itself, with what is to be done of its rhythm now. */
export interface PlannedNewsletter extends Plan {
  id: number;
  name: string;
  rhythm: Rhythm;
  /** Local days whose run was made, or noted as missed. */
  ran: ReadonlySet<string>;
  minArticles: number;
  atDeadline: string;
}

const holidayList = z.array(holidaySchema);
const owedList = z.array(z.object({ day: z.iso.date(), at: z.coerce.date() }));
const lookBackDays = 12;

/** Every newsletter that assembles itself, by its own clock. */
export async function readPlans(db: Db, now: Date): Promise<PlannedNewsletter[]> {
  const rows = await selectScheduled(db);
  const ran = await readRunDays(
    db,
    rows.map(({ id }) => id),
    now,
  );
  return rows.map((row) => {
    const { id, name, minArticles, atDeadline } = row;
    const rhythm = toRhythm(row);
    const own = ran.get(id) ?? new Set();
    return { id, name, rhythm, ran: own, minArticles, atDeadline, ...planOf(rhythm, now, own) };
  });
}

/** The same of one newsletter; null where it does not assemble itself. */
export async function readPlan(db: Db, newsletterId: number, now: Date): Promise<PlannedNewsletter | null> {
  return (await readPlans(db, now)).find(({ id }) => id === newsletterId) ?? null;
}

/** Newsletters whose assembly is due now and has not been made. */
export async function dueAssemblies(db: Db, now: Date): Promise<number[]> {
  return (await readPlans(db, now)).filter(({ due }) => due !== null).map(({ id }) => id);
}

/** The local days of late whose runs were made, by newsletter. */
export async function readRunDays(
  db: Db,
  newsletterIds: number[],
  now: Date,
): Promise<Map<number, Set<string>>> {
  const days = new Map<number, Set<string>>(newsletterIds.map((id) => [id, new Set()]));
  if (newsletterIds.length === 0) return days;
  const from = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .subtract({ days: lookBackDays });
  for (const { newsletterId, localDate } of await selectRunDays(db, newsletterIds, from.toString()))
    days.get(newsletterId)?.add(localDate);
  return days;
}

function toRhythm(row: Awaited<ReturnType<typeof selectScheduled>>[number]): Rhythm {
  const { timeZone, assembleAt, sendAt, weekdays, holidays, deadlineMinutes, lateMinutes, since } = row;
  const owed = owedList.parse(row.owed);
  return {
    timeZone,
    assembleAt: assembleAt.slice(0, 5),
    sendAt: sendAt?.slice(0, 5) ?? null,
    weekdays: weekdays.map(Number),
    holidays: holidayList.parse(holidays),
    deadlineMinutes,
    lateMinutes,
    since,
    owed,
  };
}
