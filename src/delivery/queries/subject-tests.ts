import { sql } from 'kysely';
import { type Db, json } from '../../db.ts';

/** What came of one of the subjects that are tried, so far. */
export interface SubjectFigures {
  /** Its place among them, from 0. */
  subject: number;
  /** Readers that it was tried on, and of those who have it. */
  readers: number;
  sent: number;
  clicks: number;
  /** Clicks of programs, which are not compared. */
  machines: number;
}

/** A test of a send, as the ledger has it. */
export interface SendTest {
  editionId: number;
  state: string;
  waitMinutes: number;
  latestAt: Date;
  testedAt: Date | null;
  winner: number | null;
}

const columns = [
  'editionId',
  'state',
  'subjectWaitMinutes as waitMinutes',
  'subjectLatestAt as latestAt',
  'subjectTestedAt as testedAt',
  'subjectWinner as winner',
] as const;

/** Tests without a winner whose send goes on or is through; of one that is paused nothing is decided. */
export function selectOpenTests(db: Db) {
  return db
    .selectFrom('sends')
    .select(columns)
    .$narrowType<{ waitMinutes: number; latestAt: Date }>()
    .where('subjectWaitMinutes', 'is not', null)
    .where('subjectWinner', 'is', null)
    .where('state', 'in', ['sending', 'finished'])
    .execute();
}

/** The test of one send; none where it tries nothing. */
export function selectTest(db: Db, editionId: number) {
  return db
    .selectFrom('sends')
    .select(columns)
    .$narrowType<{ waitMinutes: number; latestAt: Date }>()
    .where('editionId', '=', editionId)
    .where('subjectWaitMinutes', 'is not', null)
    .executeTakeFirst();
}

/** Whether a subject is tried on anybody: they stand in the first places of the send. */
export async function hasTested(db: Db, editionId: number): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('subscriberId')
    .where('editionId', '=', editionId)
    .where('batch', '=', 0)
    .where('subjectVariant', '>=', 0)
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Has a test decided as soon as somebody looks. */
export async function decideAtOnce(db: Db, editionId: number): Promise<void> {
  await db.updateTable('sends').set({ subjectWaitMinutes: 0 }).where('editionId', '=', editionId).execute();
}

/**
 * Notes that all of the tested have been handed over, where they have: what a mailbox deferred is not waited for. Batches of
 * the rest are not read: until there is a winner they are due at the latest moment.
 */
export async function noteTested(db: Db, editionId: number): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    update sends s set subject_tested_at = now()
    where s.edition_id = ${editionId} and s.subject_tested_at is null and not exists (
      select from delivery_batches b join deliveries d on d.edition_id = b.edition_id and d.batch = b.batch
      where b.edition_id = ${editionId} and b.finished_at is null and b.due_at < s.subject_latest_at
        and d.subject_variant >= 0 and (d.state = 'sending' or d.state = 'waiting' and d.due_at <= now()))
    returning s.subject_tested_at as at`.execute(db);
  return rows[0]?.at ?? null;
}

/** How often each subject was clicked, in all texts of the edition, and how many got it. Reads the rows of the send once. */
export async function selectSubjectFigures(db: Db, editionId: number): Promise<SubjectFigures[]> {
  const { rows } = await sql<SubjectFigures>`
    select m.subject_variant as subject, coalesce(d.readers, 0) as readers, coalesce(d.sent, 0) as sent,
      coalesce(c.clicks, 0) as clicks, coalesce(c.machines, 0) as machines
    from (select distinct subject_variant from send_mails where edition_id = ${editionId}) m
    left join (
      select subject_variant, count(*) filter (where state <> 'suppressed') as readers,
        count(*) filter (where state = 'sent') as sent
      from deliveries where edition_id = ${editionId} and subject_variant >= 0 group by 1
    ) d using (subject_variant)
    left join (
      select l.subject_variant, sum(l.people)::int8 as clicks, sum(l.machines)::int8 as machines
      from link_subject_clicks l join edition_revisions r on r.id = l.revision_id
      where r.edition_id = ${editionId} group by 1
    ) c using (subject_variant)
    order by 1`.execute(db);
  return rows;
}

/** Turns the rest of a send to a subject, once; false where there is a winner, or the send is over for good. */
export async function setWinner(db: Db, editionId: number, winner: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sends')
    .set({ subjectWinner: winner })
    .where('editionId', '=', editionId)
    .where('subjectWaitMinutes', 'is not', null)
    .where('subjectWinner', 'is', null)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Has what waited for a winner taken up. A batch whose readers chose a later hour, or whose mailboxes deferred, finds that
 * itself and is due with them again.
 */
export async function wakeBatches(db: Db, editionId: number): Promise<void> {
  await sql`update delivery_batches set due_at = now()
    where edition_id = ${editionId} and finished_at is null and due_at > now()`.execute(db);
}

/** Writes down what was decided, and by which figures: once for an edition. */
export async function insertDecision(db: Db, editionId: number, data: object): Promise<void> {
  await db
    .insertInto('events')
    .values({ kind: 'subject-decided', editionId, data: json(data) })
    .execute();
}

/** What was decided of an edition's subjects; none before. */
export async function selectDecision(db: Db, editionId: number) {
  return db
    .selectFrom('events')
    .select(['at', 'data'])
    .where('editionId', '=', editionId)
    .where('kind', '=', 'subject-decided')
    .executeTakeFirst();
}

/** How often a mail of a newsletter was clicked lately, by each reader who got it; null where nothing was counted. */
export async function selectClickRate(db: Db, newsletterId: number): Promise<number | null> {
  const { rows } = await sql<{ rate: number | null }>`
    select (sum(clicks) / nullif(sum(sent), 0))::float8 as rate from (
      select (select sum(l.people) from links l join edition_revisions r on r.id = l.revision_id
          where r.edition_id = e.id) as clicks,
        (select sum(c.count) from delivery_counts c where c.edition_id = e.id and c.state = 'sent') as sent
      from editions e join sends s on s.edition_id = e.id
      where e.newsletter_id = ${newsletterId} and s.state = 'finished' order by e.id desc limit 10
    ) lately where clicks is not null`.execute(db);
  return rows[0]?.rate ?? null;
}
