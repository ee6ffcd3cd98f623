import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** An edition that went out, with the kept counts of what came back. */
export interface ReportedRow {
  id: number;
  number: number;
  slug: string;
  subject: string;
  language: string;
  timeZone: string;
  newsletter: string;
  newsletterId: number;
  clickMode: string;
  correctionId: number | null;
  state: string;
  reason: string | null;
  eligible: number;
  launchedAt: Date;
  finishedAt: Date | null;
  prunedAt: Date | null;
  revisionId: number | null;
  refused: number;
  bounced: number;
  complained: number;
  senderFaults: number;
  clickers: number;
  unsubscribed: number;
}

/** One edition that went out, in the words of what went out last. */
export async function selectReported(db: Db, editionId: number): Promise<ReportedRow | undefined> {
  const { rows } = await sql<ReportedRow>`
    select e.id, e.number, e.slug, coalesce(r.content #>> '{edition,subject}', e.subject) as subject, e.language, e.time_zone,
      n.name as newsletter, n.id as newsletter_id, n.click_mode, e.correction_id, s.state, s.reason, s.eligible,
      s.launched_at, s.finished_at, s.pruned_at, s.revision_id, coalesce(t.refused, 0) as refused,
      coalesce(t.bounced, 0) as bounced, coalesce(t.complained, 0) as complained,
      coalesce(t.sender_faults, 0) as sender_faults, coalesce(t.clickers, 0) as clickers,
      coalesce(t.unsubscribed, 0) as unsubscribed
    from sends s join editions e on e.id = s.edition_id join newsletters n on n.id = e.newsletter_id
      left join send_tallies t on t.edition_id = e.id left join edition_revisions r on r.id = e.approved_revision_id
    where s.edition_id = ${editionId}`.execute(db);
  return rows[0];
}

/** One edition among those before it, by the kept counts. */
export interface HistoryRow {
  id: number;
  number: number;
  subject: string;
  launchedAt: Date;
  eligible: number;
  sent: number;
  people: number;
  machines: number;
  bounces: number;
  complained: number;
  unsubscribed: number;
}

/** An edition and those of its newsletter before it, the newest first; corrections alone are none. */
export async function selectHistory(
  db: Db,
  { editionId, newsletterId, limit }: { editionId: number; newsletterId: number; limit: number },
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select e.id, e.number, coalesce(r.content #>> '{edition,subject}', e.subject) as subject, s.launched_at, s.eligible,
      c.sent, k.people, k.machines, coalesce(t.refused + t.bounced, 0) as bounces,
      coalesce(t.complained, 0) as complained, coalesce(t.unsubscribed, 0) as unsubscribed
    from (
      select e.id, e.number, e.subject, e.approved_revision_id from editions e join sends s on s.edition_id = e.id
      where e.newsletter_id = ${newsletterId} and e.id <= ${editionId} and (e.correction_id is null or e.id = ${editionId})
      order by e.id desc limit ${limit}
    ) e
    join sends s on s.edition_id = e.id
    left join edition_revisions r on r.id = e.approved_revision_id
    left join send_tallies t on t.edition_id = e.id
    cross join lateral (
      select coalesce(sum(count), 0)::int8 as sent from delivery_shares
      where edition_id = e.id and state = 'sent'
    ) c
    cross join lateral (
      select coalesce(sum(l.people), 0)::int8 as people, coalesce(sum(l.machines), 0)::int8 as machines
      from edition_revisions v join links l on l.revision_id = v.id where v.edition_id = e.id
    ) k
    order by e.id desc`.execute(db);
  return rows;
}

/** How often each kind of failure came back: refusals that we heard ourselves, and what was reported later. */
export interface BounceRow {
  class: string | null;
  /** RFC 3463, such as 5.1.1; empty where none was given. */
  code: string;
  count: number;
}

/** The code of a row `r` of reports: as it was given, else as the reply has it. */
export const codeOfReport = sql`coalesce(nullif(r.status, ''), substring(r.reply from '\\m[245]\\.\\d{1,3}\\.\\d{1,3}\\M'), '')`;

/** Bounces by what was said, the most frequent first. Reads what came back, which is a small part of what went out. */
export async function selectBounces(db: Db, editionId: number): Promise<BounceRow[]> {
  const { rows } = await sql<BounceRow>`
    select r.class, ${codeOfReport} as code, count(*) as count
    from reports r where r.edition_id = ${editionId} and r.kind = 'bounce' and r.undone_at is null
    group by 1, 2 order by 3 desc, 2 limit 30`.execute(db);
  return rows;
}

/** How often each link was followed, in all texts of an edition. */
export async function selectLinkCounts(db: Db, editionId: number) {
  const { rows } = await sql<{ url: string; articleId: number | null; people: number; machines: number }>`
    select l.url, max(l.article_id) as article_id, sum(l.people)::int8 as people, sum(l.machines)::int8 as machines
    from edition_revisions r join links l on l.revision_id = r.id
    where r.edition_id = ${editionId} group by 1`.execute(db);
  return rows;
}

/** The texts of an edition that went out, the first one first, each with its subjects. */
export async function selectTexts(db: Db, editionId: number) {
  const { rows } = await sql<{ id: number; number: number; createdAt: Date; subjects: string[] }>`
    select r.id, r.number, r.created_at, array_agg(m.subject order by m.subject_variant) as subjects
    from send_mails m join edition_revisions r on r.id = m.revision_id
    where m.edition_id = ${editionId} group by 1, 2, 3 order by r.number`.execute(db);
  return rows;
}

/** What a text is made of. */
export async function selectBlocks(db: Db, revisionId: number): Promise<unknown> {
  const row = await db
    .selectFrom('editionRevisions')
    .select(sql`content -> 'blocks'`.as('blocks'))
    .where('id', '=', revisionId)
    .executeTakeFirst();
  return row?.blocks ?? [];
}

/** The mail of a text as it went out, with where its numbered links lead; null where it is not kept. */
export async function selectSentMail(db: Db, revisionId: number) {
  const { rows } = await sql<{ html: string; links: string[] }>`
    select r.mails #>> '{0,html}' as html,
      array(select l.url from links l where l.revision_id = r.id order by l.number) as links
    from edition_revisions r where r.id = ${revisionId} and r.mails #>> '{0,html}' is not null`.execute(db);
  return rows[0] ?? null;
}

/** What was decided of the subjects that were tried; null before. */
export async function selectSubjectDecision(db: Db, editionId: number): Promise<unknown> {
  const row = await db
    .selectFrom('events')
    .select('data')
    .where('editionId', '=', editionId)
    .where('kind', '=', 'subject-decided')
    .executeTakeFirst();
  return row?.data ?? null;
}

/** How often the links of each subject's mails were followed, in all texts of an edition. */
export async function selectSubjectClicks(db: Db, editionId: number) {
  const { rows } = await sql<{ subject: number; clicks: number }>`
    select l.subject_variant as subject, sum(l.people)::int8 as clicks
    from edition_revisions r join link_subject_clicks l on l.revision_id = r.id
    where r.edition_id = ${editionId} group by 1`.execute(db);
  return rows;
}
