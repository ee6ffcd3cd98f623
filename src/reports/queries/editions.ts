import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { likeText } from '../../text/like.ts';

export interface EditionFilter {
  newsletterId: number | null;
  /** A state of the edition, or of its send. */
  state: string | null;
  /** Words that stand in the subject, in any case. */
  words: string;
  /** Only what stands before this one. */
  before: number | null;
}

export interface ListedEdition {
  id: number;
  number: number;
  subject: string;
  newsletter: string;
  timeZone: string;
  /** Of the send where there is one. */
  state: string;
  correctionId: number | null;
  sendAt: Date | null;
  launchedAt: Date | null;
  updatedAt: Date;
  eligible: number | null;
  sent: number;
  pending: number;
  failed: number;
  suppressed: number;
  uncertain: number;
  cancelled: number;
  clicks: number;
  /** Of the first story that has one. */
  picture: { src: string; alt: string } | null;
}

/** A page of editions in any state, the newest first, with their kept counts. */
export async function selectEditionPage(
  db: Db,
  { newsletterId, state, words, before }: EditionFilter,
  limit: number,
): Promise<ListedEdition[]> {
  const like = `%${likeText(words)}%`;
  const { rows } = await sql<ListedEdition>`
    select e.*, c.*, k.clicks from (
      select e.id, e.number, coalesce(r.content #>> '{edition,subject}', e.subject) as subject, n.name as newsletter,
        n.time_zone, coalesce(s.state, e.state) as state, e.correction_id, e.send_at, s.launched_at, e.updated_at, s.eligible,
        jsonb_path_query_first(coalesce(r.content -> 'blocks', e.blocks), '$[*] ? (@.kind == "lead" || @.kind == "article").article.image ? (@.src != null)') as picture
      from editions e join newsletters n on n.id = e.newsletter_id
        left join sends s on s.edition_id = e.id
        left join edition_revisions r on r.id = e.approved_revision_id and e.state = 'launched'
      where (${newsletterId}::bigint is null or e.newsletter_id = ${newsletterId}::bigint)
        and (${state}::text is null or coalesce(s.state, e.state) = ${state}::text)
        and (${words} = '' or e.subject ilike ${like})
        and (${before}::bigint is null or e.id < ${before}::bigint)
      order by e.id desc limit ${limit}
    ) e
    cross join lateral (
      select coalesce(sum(count) filter (where state = 'sent'), 0)::int8 as sent,
        coalesce(sum(count) filter (where state in ('waiting', 'deferred')), 0)::int8 as pending,
        coalesce(sum(count) filter (where state = 'failed'), 0)::int8 as failed,
        coalesce(sum(count) filter (where state = 'suppressed'), 0)::int8 as suppressed,
        coalesce(sum(count) filter (where state = 'uncertain'), 0)::int8 as uncertain,
        coalesce(sum(count) filter (where state = 'cancelled'), 0)::int8 as cancelled
      from delivery_shares where edition_id = e.id
    ) c
    cross join lateral (
      select coalesce(sum(l.people), 0)::int8 as clicks
      from edition_revisions v join links l on l.revision_id = v.id where v.edition_id = e.id
    ) k
    order by e.id desc`.execute(db);
  return rows;
}
