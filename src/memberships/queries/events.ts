import { type Db, json } from '../../db.ts';

/** News for the domains to the left, and for whoever looks later at what happened. */
export async function insertEvents(
  db: Db,
  events: Array<{
    kind: string;
    subscriberId: number | null;
    editionId: number | null;
    data: object;
    at: Date;
  }>,
): Promise<void> {
  if (events.length === 0) return;
  await db
    .insertInto('events')
    .values(events.map(({ data, ...values }) => ({ ...values, data: json(data) })))
    .execute();
}
