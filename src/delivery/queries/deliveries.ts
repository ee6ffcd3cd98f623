import { sql } from 'kysely';
import { type Db, json } from '../../db.ts';

/** What was frozen of a delivery. */
export function selectFrozen(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('deliveries')
    .innerJoin('sends', 'sends.editionId', 'deliveries.editionId')
    .select([
      // What it goes out in, where it is still to be claimed.
      sql<number>`case when deliveries.state in ('waiting', 'deferred') and not keeps_revision
        then coalesce(sends.revision_id, deliveries.revision_id) else deliveries.revision_id end`.as(
        'textId',
      ),
      'deliveries.name',
      // Nobody knows yet what the rest of a test will get: as if it were the first.
      sql<number>`case when subject_variant < 0 then coalesce(sends.subject_winner, 0) else subject_variant end`.as(
        'subject',
      ),
      'deliveries.variant',
      'deliveries.appealDecision',
      'sends.segments',
    ])
    .where('deliveries.editionId', '=', editionId)
    .where('subscriberId', '=', subscriberId)
    .executeTakeFirst();
}

/**
 * Which newsletter a mail was of, and its text: the reader's own, or, once the detail is pruned, the one that most
 * readers of the edition got. A token is proof of the mail then; none of it is there where the mail never was.
 */
export async function selectMailed(db: Db, editionId: number, subscriberId: number) {
  const { rows } = await sql<{
    newsletterId: number;
    revisionId: number | null;
    clickPerson: boolean;
    subjectVariant: number | null;
  }>`
    select e.newsletter_id, coalesce(d.click_person, false) as click_person, d.subject_variant, coalesce(d.revision_id, (
      select revision_id from delivery_tallies t where t.edition_id = e.id group by 1 order by sum(count) desc limit 1
    )) as revision_id
    from sends s join editions e on e.id = s.edition_id
      left join deliveries d on d.edition_id = s.edition_id and d.subscriber_id = ${subscriberId}
    where s.edition_id = ${editionId} and (d.edition_id is not null or s.pruned_at is not null)`.execute(db);
  return rows[0];
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

/**
 * Counts a click on a link, and with the subject of its mail where its revision has several. Of a mail whose detail is
 * pruned nobody knows which that was.
 */
export async function addClicks(
  db: Db,
  { revisionId, number, subject }: { revisionId: number; number: number; subject: number | null },
  by: 'people' | 'machines',
): Promise<void> {
  const column = sql.ref(by);
  await sql`
    with counted as (
      update links set ${column} = ${column} + 1 where revision_id = ${revisionId} and number = ${number}
      returning revision_id, number
    )
    insert into link_subject_clicks as c (revision_id, number, subject_variant, ${column})
    select l.revision_id, l.number, ${subject}::smallint, 1 from counted l
    where ${subject}::smallint between 0 and (
      select r.subjects - 1 from edition_revisions r where r.id = l.revision_id and r.subjects > 1)
    on conflict (revision_id, number, subject_variant) do update set ${column} = c.${column} + 1`.execute(db);
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
