import { sql } from 'kysely';
import { type Db, json } from '../../db.ts';

/** The delivery that a token names. */
export function selectDeliveryOf(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.editionId')
    .innerJoin('sends', 'sends.editionId', 'deliveries.editionId')
    .select([
      'deliveries.revisionId',
      // What it goes out in, where it is still to be claimed.
      sql<number>`case when deliveries.state in ('waiting', 'deferred') and not keeps_revision
        then coalesce(sends.revision_id, deliveries.revision_id) else deliveries.revision_id end`.as(
        'textId',
      ),
      'deliveries.name',
      'deliveries.variant',
      'deliveries.clickPerson',
      'editions.newsletterId',
    ])
    .where('deliveries.editionId', '=', editionId)
    .where('subscriberId', '=', subscriberId)
    .executeTakeFirst();
}

/** Where a numbered link of a revision leads. */
export function selectLink(db: Db, revisionId: number, number: number) {
  return db
    .selectFrom('links')
    .select(['url', 'articleId'])
    .where('revisionId', '=', revisionId)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** Adds clicks to a link's counts. */
export async function addClicks(
  db: Db,
  revisionId: number,
  number: number,
  people: number,
  machines: number,
): Promise<void> {
  await db
    .updateTable('links')
    .set({ people: sql`people + ${people}`, machines: sql`machines + ${machines}` })
    .where('revisionId', '=', revisionId)
    .where('number', '=', number)
    .execute();
}

/** Takes the mark off a reader's deliveries by which their clicks are counted per person. */
export async function unmarkClicks(db: Db, subscriberId: number, newsletterId: number | null): Promise<void> {
  await sql`
    update deliveries d set click_person = false
    from editions e
    where e.id = d.edition_id and d.subscriber_id = ${subscriberId} and d.click_person
      and (${newsletterId}::bigint is null or e.newsletter_id = ${newsletterId}::bigint)`.execute(db);
}

/** News for the domains to the left. */
export async function insertEvent(
  db: Db,
  values: { kind: string; subscriberId: number; editionId: number; data: object },
): Promise<void> {
  await db
    .insertInto('events')
    .values({ ...values, data: json(values.data) })
    .execute();
}
