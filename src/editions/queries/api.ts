import type { Db } from '../../db.ts';

/** Editions as programs see them, the newest first; only those before one, where it is named. */
export function selectEditionPage(
  db: Db,
  { newsletterId, before, limit }: { newsletterId: number | null; before: number | null; limit: number },
) {
  let query = editions(db).orderBy('e.id', 'desc').limit(limit);
  if (newsletterId !== null) query = query.where('e.newsletterId', '=', newsletterId);
  if (before !== null) query = query.where('e.id', '<', before);
  return query.execute();
}

/** One edition in the same way. */
export function selectEditionShown(db: Db, id: number) {
  return editions(db).where('e.id', '=', id).executeTakeFirst();
}

function editions(db: Db) {
  return db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletterId')
    .select([
      'e.id',
      'n.slug as newsletter',
      'e.number',
      'e.slug',
      'e.state',
      'e.subject',
      'e.sendAt',
      'e.launchedAt',
      'e.createdAt',
    ]);
}
