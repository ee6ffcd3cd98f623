import { type Insertable, sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { AssemblyRules } from '../../db-schema.ts';

/** How a newsletter assembles itself. */
export function selectRules(db: Db, newsletterId: number) {
  return db
    .selectFrom('assemblyRules')
    .selectAll()
    .where('newsletterId', '=', newsletterId)
    .executeTakeFirst();
}

/** Every newsletter that assembles itself, with its zone, and what happens to what nobody approves in time. */
export function selectScheduled(db: Db) {
  return db
    .selectFrom('assemblyRules as r')
    .innerJoin('newsletters as n', 'n.id', 'r.newsletterId')
    .select([
      'n.id',
      'n.name',
      'n.timeZone',
      'r.assembleAt',
      'r.sendAt',
      'r.weekdays',
      'r.holidays',
      'r.minArticles',
      'r.atDeadline',
      'r.deadlineMinutes',
      'r.lateMinutes',
      'r.owed',
      sql<Date>`greatest(r.rhythm_since, n.zone_since)`.as('since'),
    ])
    .where('r.enabled', '=', true)
    .where('n.archivedAt', 'is', null)
    .execute();
}

/** Sets a newsletter's rules. */
export async function upsertRules(db: Db, values: Insertable<AssemblyRules>): Promise<void> {
  const { newsletterId: _, ...changes } = values;
  await db
    .insertInto('assemblyRules')
    .values(values)
    .onConflict((conflict) => conflict.column('newsletterId').doUpdateSet(changes))
    .execute();
}

/** Keeps which editions of a rhythm of before are still to be made. */
export async function updateOwed(
  db: Db,
  newsletterId: number,
  owed: Array<{ day: string; at: Date }>,
): Promise<void> {
  await db
    .updateTable('assemblyRules')
    .set({ owed: json(owed) })
    .where('newsletterId', '=', newsletterId)
    .execute();
}

/** Drafts made by schedule whose newsletter has a rule for what nobody has approved. */
export function selectPastDeadline(db: Db, now: Date) {
  return db
    .selectFrom('editions as e')
    .innerJoin('assemblyRules as r', 'r.newsletterId', 'e.newsletterId')
    .innerJoin('assemblies as a', 'a.editionId', 'e.id')
    .select([
      'e.id',
      'r.atDeadline',
      'r.ruleSetBy',
      'r.lateMinutes',
      'e.slotAt',
      sql<Date>`e.created_at + make_interval(mins => r.deadline_minutes)`.as('deadline'),
    ])
    .where('e.state', '=', 'draft')
    .where('e.heldAt', 'is', null)
    .where('a.cause', '=', 'schedule')
    .where(sql<boolean>`e.created_at + make_interval(mins => r.deadline_minutes) <= ${now}`)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('events as v')
            .select('v.id')
            .whereRef('v.editionId', '=', 'e.id')
            .where('v.kind', '=', 'deadline-passed'),
        ),
      ),
    )
    .execute();
}
