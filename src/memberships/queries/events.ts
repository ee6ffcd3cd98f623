import { type Db, json } from '../../db.ts';

/** News for the domains to the left, and for whoever looks later at what happened. */
export async function insertEvent(
  db: Db,
  values: { kind: string; subscriberId: number | null; editionId: number | null; data: object; at: Date },
): Promise<void> {
  await db
    .insertInto('events')
    .values({ ...values, data: json(values.data) })
    .execute();
}
