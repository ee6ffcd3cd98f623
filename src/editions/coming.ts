import type { Db } from '../db.ts';
import { countNewArticles } from './assemble.ts';
import { dueDay, instantOf, localDateOf } from './local-day.ts';
import { hasRun, selectScheduled } from './queries/assembly.ts';
import type { Rules } from './rules.ts';

/** An edition that is not there yet: what a newsletter's rules will assemble next. */
export interface Coming {
  newsletterId: number;
  newsletter: string;
  timeZone: string;
  /** When it is assembled; past where that is due and has not been done. */
  at: Date;
  isDue: boolean;
  /** What happens then to an edition that nobody has approved. */
  deadline: Date;
  atDeadline: Rules['atDeadline'];
  newArticles: number;
  minArticles: number;
}

/** What assembles itself next, one edition a newsletter, by each newsletter's own clock. */
export async function listComing(db: Db, now: Date): Promise<Coming[]> {
  const coming: Coming[] = [];
  for (const row of await selectScheduled(db)) {
    const { id, name, timeZone, assembleAt, minArticles, atDeadline, deadlineMinutes } = row;
    const found = await nextRun(db, { id, timeZone, assembleAt, weekdays: row.weekdays.map(Number) }, now);
    if (found === null) continue;
    coming.push({
      newsletterId: id,
      newsletter: name,
      timeZone,
      ...found,
      deadline: new Date(found.at.getTime() + deadlineMinutes * 60_000),
      atDeadline: atDeadline as Rules['atDeadline'],
      newArticles: await countNewArticles(db, id, now),
      minArticles,
    });
  }
  return coming;
}

interface Clock {
  id: number;
  timeZone: string;
  assembleAt: string;
  weekdays: number[];
}

async function nextRun(
  db: Db,
  { id, timeZone, assembleAt, weekdays }: Clock,
  now: Date,
): Promise<{ at: Date; isDue: boolean } | null> {
  const today = localDateOf(now, timeZone);
  const instant = (day: Temporal.PlainDate): Date =>
    new Date(instantOf(day, assembleAt, timeZone).epochMilliseconds);
  const hasRunToday = await hasRun(db, id, today.toString());
  const due = dueDay(now, timeZone, assembleAt, weekdays);
  if (due !== null && !hasRunToday) return { at: instant(today), isDue: true };
  for (let days = due !== null || hasRunToday ? 1 : 0; days <= 7; days += 1) {
    const day = today.add({ days });
    if (weekdays.includes(day.dayOfWeek)) return { at: instant(day), isDue: false };
  }
  return null;
}
