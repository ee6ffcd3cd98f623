import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { DeliveryState } from '../../db-schema.ts';

/** How many rows of a send are alike in all that is counted; what is in hand is `waiting` here. */
export interface Share {
  editionId: number;
  state: DeliveryState;
  /** Of a failure the class of the reply, of a suppression its reason. */
  detail: string;
  destination: string;
  subjectVariant: number;
  revisionId: number;
  count: number;
}

// No batch has this number: what a send that is over comes to is counted under it.
const foldedBatch = -1;

/** What the rows of some sends are or were, from the kept counts. */
export async function selectShares(db: Db, editionIds: number[]): Promise<Share[]> {
  const { rows } = await sql<Share>`
    select edition_id, state, detail, destination, subject_variant, revision_id, sum(count)::int8 as count
    from delivery_shares where edition_id = any (${editionIds}::bigint[])
    group by 1, 2, 3, 4, 5, 6 having sum(count) <> 0`.execute(db);
  return rows;
}

/** Where a send stands, with its counts by destination. */
export interface ProgressRow {
  editionId: number;
  state: string;
  reason: string | null;
  eligible: number;
  launchedAt: Date;
  expiresAt: Date;
  notBefore: Date | null;
  /** Only counts are kept since then. */
  prunedAt: Date | null;
  /** By the database's clock. */
  at: Date;
  /** Waiting in batches whose time has not come: readers who chose their own morning, or the winner of a test. */
  later: number;
  shares: Array<{ destination: string; state: DeliveryState; count: number }>;
  /** What keeps mail back now, by group of domains. */
  coolings: Array<{ destination: string; relay: string; perMinute: number; until: string }>;
}

/** Where some sends stand, all in one question: it is asked every second while anybody looks. */
export async function selectProgress(db: Db, editionIds: number[]): Promise<ProgressRow[]> {
  const { rows } = await sql<ProgressRow>`
    select s.edition_id, s.state, s.reason, s.eligible, s.launched_at, s.expires_at, s.not_before, s.pruned_at, now() as at,
      coalesce((
        select sum(c.count) from delivery_batches b join delivery_counts c using (edition_id, batch)
        where b.edition_id = s.edition_id and b.finished_at is null and b.due_at > now() and c.state = 'waiting'
      ), 0)::int8 as later,
      coalesce((
        select jsonb_agg(jsonb_build_object('destination', destination, 'state', state, 'count', count)) from (
          select destination, state, sum(count) as count from delivery_shares c where c.edition_id = s.edition_id
          group by 1, 2) g
      ), '[]') as shares,
      coalesce((
        select jsonb_agg(jsonb_build_object('destination', destination, 'relay', relay,
          'perMinute', coalesce(per_minute, 0), 'until', until) order by destination, relay)
        from destination_coolings where until > now()
      ), '[]') as coolings
    from sends s where s.edition_id = any (${editionIds}::bigint[])`.execute(db);
  return rows;
}

/** Sends that are over and whose counts still lie batch by batch. */
export async function selectUnfolded(db: Db, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('sends')
    .select('editionId')
    .where('finishedAt', 'is not', null)
    .where('sharesFoldedAt', 'is', null)
    .orderBy('editionId')
    .limit(limit)
    .execute();
  return rows.map(({ editionId }) => editionId);
}

/** Puts the counts of a send's batches together, in one statement: at no moment do any miss. */
export async function foldShares(db: Db, editionId: number): Promise<void> {
  await sql`
    with gone as (
      delete from delivery_shares where edition_id = ${editionId}
      returning state, detail, destination, subject_variant, revision_id, count
    ), folded as (
      update sends set shares_folded_at = now() where edition_id = ${editionId}
    )
    insert into delivery_shares (edition_id, batch, state, detail, destination, subject_variant, revision_id, count)
    select ${editionId}::bigint, ${foldedBatch}, state, detail, destination, subject_variant, revision_id, sum(count)
    from gone group by 3, 4, 5, 6, 7 having sum(count) <> 0`.execute(db);
}
