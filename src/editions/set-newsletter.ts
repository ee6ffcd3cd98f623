import { createHash } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { demand } from '../access/demand.ts';
import { type Db, inTransaction } from '../db.ts';
import { Conflict } from '../errors.ts';
import {
  holdNewsletter,
  type Newsletter,
  type NewsletterChanges,
  requireNewsletter,
  setNewsletter,
} from '../publication/newsletters.ts';
import { type Holiday, holidaySchema } from './holidays.ts';
import { keepingDue } from './keeping-due.ts';
import { readRules, type Rules, type RulesChange, setRules } from './rules.ts';
import { say } from './say.ts';

export interface NewsletterChange {
  newsletter: NewsletterChanges;
  rules: RulesChange;
}

/**
 * Changes what is given of a newsletter and of its rules. Whatever becomes of its days, times and zone, an edition that was
 * due before is not lost.
 * @throws InvalidInput; NotFound
 */
export async function changeNewsletter(
  db: Db,
  actor: Actor,
  slugOrId: string,
  { newsletter, rules }: NewsletterChange,
  now: Date = new Date(),
): Promise<void> {
  const { id } = await requireNewsletter(db, slugOrId);
  await inTransaction(db, (trx) =>
    keepingDue(trx, id, now, async () => {
      await setNewsletter(trx, actor, slugOrId, newsletter, now);
      if (Object.keys(rules).length > 0) await setRules(trx, actor, id, rules, now);
    }),
  );
}

/** The state of a newsletter and its rules as a page has shown it, in short. */
export function seenOfNewsletter(newsletter: Newsletter, rules: Rules): string {
  return createHash('sha256')
    .update(JSON.stringify([newsletter, Object.entries(rules).toSorted(byName)]))
    .digest('hex')
    .slice(0, 16);
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => one.localeCompare(other);

export interface WholeChange extends NewsletterChange {
  /** What `seenOfNewsletter` said on the page that the change was made on. */
  seen: string;
}

/**
 * Changes a newsletter and its rules together, as they stood on a page.
 * @throws InvalidInput; Conflict where somebody has changed them since
 */
export async function setWholeNewsletter(
  db: Db,
  actor: Actor,
  newsletterId: number,
  { newsletter, rules, seen }: WholeChange,
  now: Date = new Date(),
): Promise<void> {
  demand(actor, 'settings.change', now);
  await db.transaction().execute(async (trx) => {
    const before = await holdNewsletter(trx, newsletterId);
    if (seenOfNewsletter(before, await readRules(trx, newsletterId)) !== seen)
      throw new Conflict(say.newsletterChanged(before.slug));
    await changeNewsletter(trx, actor, String(newsletterId), { newsletter, rules }, now);
  });
}

/**
 * Adds a day, or days, on which no edition assembles itself; the same again is one.
 * @throws InvalidInput
 */
export async function addHoliday(
  db: Db,
  actor: Actor,
  newsletterId: number,
  holiday: Holiday,
): Promise<void> {
  await changeHolidays(db, actor, newsletterId, (holidays) => {
    const parsed = holidaySchema.safeParse(holiday);
    const others = parsed.success ? without(holidays, parsed.data) : holidays;
    return [...others, holiday].toSorted((one, other) => one.from.localeCompare(other.from));
  });
}

/** Takes one away; nothing where it is gone already. */
export async function removeHoliday(
  db: Db,
  actor: Actor,
  newsletterId: number,
  holiday: Holiday,
): Promise<void> {
  await changeHolidays(db, actor, newsletterId, (holidays) => without(holidays, holiday));
}

async function changeHolidays(
  db: Db,
  actor: Actor,
  newsletterId: number,
  change: (holidays: Holiday[]) => Holiday[],
): Promise<void> {
  demand(actor, 'settings.change');
  await db.transaction().execute(async (trx) => {
    await holdNewsletter(trx, newsletterId);
    const { holidays } = await readRules(trx, newsletterId);
    await setRules(trx, actor, newsletterId, { holidays: change(holidays) });
  });
}

function without(holidays: Holiday[], { name, from, to, yearly }: Holiday): Holiday[] {
  return holidays.filter(
    (one) => one.name !== name || one.from !== from || one.to !== to || one.yearly !== yearly,
  );
}
