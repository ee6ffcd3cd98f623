import type { Db } from '../../db.ts';

const consumer = 'subscribers';

export type Unheeded = Awaited<ReturnType<typeof selectUnheeded>>[number];

/** Complaints and a "no" by mail behind this one that this domain has not heeded yet, the oldest first. */
export function selectUnheeded(db: Db, afterId: number, limit: number) {
  return db
    .selectFrom('events as e')
    .select(['e.id', 'e.kind', 'e.subscriberId', 'e.data'])
    .where('e.kind', 'in', ['complained', 'opted-out'])
    .where('e.id', '>', afterId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('eventHandlings as h')
            .select('h.eventId')
            .whereRef('h.eventId', '=', 'e.id')
            .where('h.consumer', '=', consumer),
        ),
      ),
    )
    .orderBy('e.id')
    .limit(limit)
    .execute();
}

/** Writes down by which mail's link somebody left. */
export async function insertUnsubscribed(db: Db, subscriberId: number, editionId: number): Promise<void> {
  await db.insertInto('events').values({ kind: 'unsubscribed', subscriberId, editionId }).execute();
}

/** Notes that an event is heeded; false where somebody else has. */
export async function noteHeeded(db: Db, eventId: number): Promise<boolean> {
  const row = await db
    .insertInto('eventHandlings')
    .columns(['eventId', 'consumer'])
    .expression((where) =>
      where
        .selectFrom('events')
        .select(({ ref, val }) => [ref('id').as('eventId'), val(consumer).as('consumer')])
        .where('id', '=', eventId),
    )
    .onConflict((conflict) => conflict.columns(['eventId', 'consumer']).doNothing())
    .returning('eventId')
    .executeTakeFirst();
  return row !== undefined;
}
