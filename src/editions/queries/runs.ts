import type { Db } from '../../db.ts';

/** The local days since one whose runs of the schedule have been made, or noted as missed. */
export function selectRunDays(db: Db, newsletterIds: number[], from: string) {
  return db
    .selectFrom('assemblies')
    .select(['newsletterId', 'localDate'])
    .where('newsletterId', 'in', newsletterIds)
    .where('localDate', '>=', from)
    .where('cause', '=', 'schedule')
    .execute();
}

/** Notes that a local day's run was missed; nothing where it has been made or noted. */
export async function insertMissedRun(
  db: Db,
  newsletterId: number,
  localDate: string,
  { reason, at }: { reason: string; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('assemblies')
    .values({ newsletterId, localDate, cause: 'schedule', missed: true, reason, at })
    .onConflict((conflict) =>
      conflict.columns(['newsletterId', 'localDate']).where('cause', '=', 'schedule').doNothing(),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Runs that were missed since, each newsletter's last, and nobody has assembled an edition of it after. */
export function selectMissedRuns(db: Db, since: Date) {
  return db
    .selectFrom('assemblies as a')
    .innerJoin('newsletters as n', 'n.id', 'a.newsletterId')
    .distinctOn('a.newsletterId')
    .select(['a.newsletterId', 'n.name as newsletter', 'a.localDate', 'a.at'])
    .where('a.missed', '=', true)
    .where('a.at', '>', since)
    .where('n.archivedAt', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('assemblies as b')
            .select('b.id')
            .whereRef('b.newsletterId', '=', 'a.newsletterId')
            .whereRef('b.id', '>', 'a.id')
            .where('b.editionId', 'is not', null),
        ),
      ),
    )
    .orderBy('a.newsletterId')
    .orderBy('a.localDate', 'desc')
    .execute();
}

/** Claims a local day's scheduled run; nothing where it has been made. */
export function insertScheduledRun(db: Db, newsletterId: number, localDate: string, at: Date) {
  return db
    .insertInto('assemblies')
    .values({ newsletterId, localDate, cause: 'schedule', at })
    .onConflict((conflict) =>
      conflict.columns(['newsletterId', 'localDate']).where('cause', '=', 'schedule').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
}

/** Notes a run that a person asked for. */
export function insertRun(db: Db, newsletterId: number, localDate: string, at: Date) {
  return db
    .insertInto('assemblies')
    .values({ newsletterId, localDate, cause: 'person', at })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Writes down what came of a run. */
export async function updateRun(
  db: Db,
  id: number,
  values: { editionId: number | null; articles: number; reason: string | null },
): Promise<void> {
  await db.updateTable('assemblies').set(values).where('id', '=', id).execute();
}

/** Runs that made no edition, with their reasons, the newest first. */
export function selectSkipped(db: Db, newsletterId: number | null, limit: number) {
  let query = db
    .selectFrom('assemblies as a')
    .innerJoin('newsletters as n', 'n.id', 'a.newsletterId')
    .select([
      'n.slug as newsletter',
      'n.name as newsletterName',
      'a.localDate',
      'a.cause',
      'a.articles',
      'a.reason',
      'a.at',
    ])
    .where('a.editionId', 'is', null)
    .orderBy('a.id', 'desc')
    .limit(limit);
  if (newsletterId !== null) query = query.where('a.newsletterId', '=', newsletterId);
  return query.execute();
}
