import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { appealedQuery } from '../../delivery/appeals.ts';
import { givenQuery } from '../../memberships/audience.ts';

export interface EffectRow {
  decision: 'shown' | 'held-back';
  readers: number;
  /** Of them, who gave within the days. */
  gave: number;
  /** Of those, who came by the link of one of these mails. */
  traced: number;
}

/**
 * How many of those who were asked, and of those who were held back, gave something within so many days of the first
 * time. Whoever was both, since a campaign ended in between, counts as what came first.
 */
export async function selectEffect(
  db: Db,
  sends: Array<{ editionId: number; launchedAt: Date }>,
  days: number,
): Promise<EffectRow[]> {
  const editionIds = sends.map(({ editionId }) => editionId);
  const launched = sends.map(({ launchedAt }) => launchedAt);
  const { rows } = await sql<EffectRow>`
    with sent as (
      select * from unnest(${editionIds}::bigint[], ${launched}::timestamptz[]) as one (edition_id, launched_at)
    ), asked as (
      select distinct on (a.subscriber_id) a.subscriber_id, a.decision, sent.launched_at
      from (${appealedQuery(db, editionIds)}) a join sent using (edition_id)
      order by a.subscriber_id, sent.launched_at
    ), gave as (
      select asked.subscriber_id, bool_or(coalesce(g.edition_id = any (${editionIds}::bigint[]), false)) as traced
      from (${givenQuery(db)}) g join asked using (subscriber_id)
      where g.at > asked.launched_at and g.at <= asked.launched_at + make_interval(days => ${days})
      group by 1
    )
    select decision, count(*) as readers, count(gave.subscriber_id) as gave, count(*) filter (where traced) as traced
    from asked left join gave using (subscriber_id) group by 1`.execute(db);
  return rows;
}
