import type { Db } from '../db.ts';
import { countNewArticles } from './assemble.ts';
import { type PlannedNewsletter, readPlans } from './plans.ts';
import { nextSlot } from './rhythm.ts';
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
  /** When it goes out, once it is approved; null: when somebody says so. */
  sendAt: Date | null;
  newArticles: number;
  minArticles: number;
}

/** What assembles itself next, one edition a newsletter, by each newsletter's own clock. */
export async function listComing(db: Db, now: Date): Promise<Coming[]> {
  const coming = await Promise.all((await readPlans(db, now)).map((plan) => comingOf(db, plan, now)));
  return coming.filter((one) => one !== null);
}

async function comingOf(db: Db, plan: PlannedNewsletter, now: Date): Promise<Coming | null> {
  const { id, name, rhythm, due, ran, minArticles, atDeadline } = plan;
  const slot = due ?? nextSlot(rhythm, now, ran);
  if (slot === null) return null;
  const { at, deadline, sendAt } = slot;
  return {
    newsletterId: id,
    newsletter: name,
    timeZone: rhythm.timeZone,
    at,
    isDue: due !== null,
    deadline,
    atDeadline: atDeadline as Rules['atDeadline'],
    sendAt,
    newArticles: await countNewArticles(db, id, now),
    minArticles,
  };
}
