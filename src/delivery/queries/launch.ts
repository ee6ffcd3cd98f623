import { type SelectQueryBuilder, sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { RenderedMail } from '../compile.ts';

/** The columns that an audience has: one row a person. */
export interface AudienceRow {
  subscriberId: number;
  address: string;
  addressHash: Buffer;
  name: string;
  /** The segments shown, a bit each, by their places in the send's list. */
  variant: number;
  /** Whether the reader is asked for money, or why not. */
  appealDecision: string | null;
  clickPerson: boolean;
  dueAt: Date;
}

// Whatever tables it is composed of, only its columns matter here.
// oxlint-disable-next-line typescript/no-explicit-any
export type Audience = SelectQueryBuilder<any, any, AudienceRow>;

/** Opens a send; nothing where the edition has one. */
export async function insertSend(
  db: Db,
  values: {
    editionId: number;
    revisionId: number;
    segments: string[];
    priority: number;
    expiresAt: Date;
    subjectWaitMinutes?: number;
    subjectLatestAt?: Date;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('sends')
    .values({ ...values, state: 'launching' })
    .onConflict((conflict) => conflict.column('editionId').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Keeps a send's rendered mails of a revision; those that are there stay as they are. */
export async function insertSendMails(
  db: Db,
  editionId: number,
  revisionId: number,
  mails: RenderedMail[],
): Promise<void> {
  const rows = mails.map(({ envelope, subject, html, text }, subjectVariant) => ({
    editionId,
    revisionId,
    subjectVariant,
    subject,
    html,
    text,
    envelope: json(envelope),
  }));
  await db
    .insertInto('sendMails')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** How a launch spreads two or three subjects over its readers. */
export interface SubjectSpread {
  subjects: number;
  /** Of a hundred of those who can be sent to at once; a hundred: all, also who comes later. */
  share: number;
  /** Who gets which hangs on it. */
  seed: bigint;
  /** Who is due by then can be sent to at once. */
  now: Date;
}

/**
 * Freezes the audience into the ledger by one statement: a row a person, numbered into batches by the time it
 * is due; who may not be mailed is there as `suppressed`, with the reason.
 */
export async function freezeAudience(
  db: Db,
  ids: { editionId: number; revisionId: number; newsletterId: number },
  audience: Audience,
  batchSize: number,
  priority: number,
  spread: SubjectSpread | null = null,
): Promise<number> {
  const { editionId, revisionId, newsletterId } = ids;
  // A million rows are sorted and hashed in memory, once a send.
  await sql`set local work_mem = '256MB'`.execute(db);
  const { place, subject } = spreadOf(spread);
  const { numAffectedRows = 0n } = await sql`
    insert into deliveries (edition_id, subscriber_id, revision_id, batch, variant, subject_variant, state, priority,
      click_person, address, address_hash, name, due_at, reason, appeal_decision)
    select ${editionId}::bigint, p.subscriber_id, ${revisionId}::bigint, p.place / ${batchSize}::int,
      p.variant, ${subject}, (case when p.reason is null then 'waiting' else 'suppressed' end)::delivery_state,
      ${priority}::smallint, p.click_person, p.address, p.address_hash, p.name, p.due_at, p.reason,
      p.appeal_decision
    from (
      select a.*, s.reason, ${place}
      from (${audience}) a
      left join (
        select distinct on (address_hash) address_hash, reason from suppressions
        where lifted_at is null and 'bulk' = any (streams)
          and (newsletter_id is null or newsletter_id = ${newsletterId}::bigint)
        order by address_hash, id
      ) s using (address_hash)
    ) p`.execute(db);
  return Number(numAffectedRows);
}

/**
 * The places of an audience's rows, and which subject each gets. Where subjects are tried, those who can be sent to at
 * once come first, shuffled by a keyed hash, so that the first places are a sample, and its groups differ by one reader at
 * the most. The rest wait for the winner, as -1.
 */
function spreadOf(spread: SubjectSpread | null) {
  if (spread === null)
    return {
      place: sql`row_number() over (order by a.due_at, a.subscriber_id) - 1 as place`,
      subject: sql`0::smallint`,
    };
  const { subjects, share, seed, now } = spread;
  const place = sql`
    row_number() over (order by s.reason is not null, a.due_at, hashint8extended(a.subscriber_id, ${seed}::bigint)) - 1 as place,
    count(*) filter (where s.reason is null and a.due_at <= ${now}::timestamptz) over () as ready`;
  // So many of each that the groups are equal.
  const tried = sql`floor(p.ready * ${share}::int / 100.0 / ${subjects}::int) * ${subjects}::int`;
  const subject = sql`(case when ${share}::int = 100 or p.place < ${tried} then p.place % ${subjects}::int else -1 end)::smallint`;
  return { place, subject };
}

/**
 * Has the planner look at the ledger again where a send is larger than all that was in it the last time: the statements
 * of a group are planned once a connection, and a plan for a few rows reads the whole send for each group. Autovacuum
 * would see to it within minutes; it is not waited for where it does so just now.
 */
export async function renewPlans(db: Db, editionId: number): Promise<void> {
  const { rows } = await sql<{ outgrown: boolean }>`
    select s.eligible > c.reltuples as outgrown from sends s, pg_class c
    where s.edition_id = ${editionId} and c.oid = 'deliveries'::regclass`.execute(db);
  if (rows[0]?.outgrown) await sql`analyze (skip_locked) deliveries, delivery_batches`.execute(db);
}

/**
 * Opens a frozen send. A "no" that was said while the audience was being frozen could not reach it, and is looked for
 * here: those who write suppressions at this moment are waited for, and find the rows themselves from then on.
 */
export async function openFrozenSend(db: Db, editionId: number): Promise<void> {
  await sql`lock table suppressions in share mode`.execute(db);
  await sql`
    update deliveries d set state = 'suppressed', reason = n.reason, updated_at = now()
    from (
      select distinct on (s.address_hash) s.address_hash, s.reason
      from suppressions s join sends on sends.edition_id = ${editionId} join editions e on e.id = ${editionId}
      where s.lifted_at is null and 'bulk' = any (s.streams) and s.created_at > sends.launched_at - interval '1 hour'
        and (s.newsletter_id is null or s.newsletter_id = e.newsletter_id)
      order by s.address_hash, s.id
    ) n
    where d.edition_id = ${editionId} and d.state = 'waiting' and d.address_hash = n.address_hash`.execute(
    db,
  );
  await sql`update sends set state = 'sending' where edition_id = ${editionId} and state = 'launching'`.execute(
    db,
  );
}

/**
 * Opens a batch for each number that the freeze has given out, due with its first row; one that waits for the winner of a
 * test is told when there is one.
 */
export async function insertBatches(db: Db, editionId: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into delivery_batches (edition_id, batch, due_at, finished_at)
    select d.edition_id, d.batch,
      min(case when d.subject_variant < 0 then greatest(d.due_at, s.subject_latest_at) else d.due_at end),
      case when bool_and(d.state = 'suppressed') then now() end
    from deliveries d join sends s using (edition_id) where d.edition_id = ${editionId} group by 1, 2`.execute(
    db,
  );
  await sql`update sends set eligible = (select count(*) from deliveries where edition_id = ${editionId}) where edition_id = ${editionId}`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/** Where each link of a revision leads. */
export async function insertLinks(
  db: Db,
  revisionId: number,
  links: Array<{ url: string; articleId: number | null }>,
): Promise<void> {
  if (links.length === 0) return;
  await db
    .insertInto('links')
    .values(links.map(({ url, articleId }, number) => ({ revisionId, number, url, articleId })))
    .execute();
}

/** What a send's mails are compiled from. */
export function selectSendMail(db: Db, editionId: number, revisionId: number, subjectVariant: number) {
  return db
    .selectFrom('sendMails as m')
    .innerJoin('sends as s', 's.editionId', 'm.editionId')
    .select(['m.subject', 'm.html', 'm.text', 'm.envelope', 's.segments'])
    .where('m.editionId', '=', editionId)
    .where('m.revisionId', '=', revisionId)
    .where('m.subjectVariant', '=', subjectVariant)
    .executeTakeFirst();
}
