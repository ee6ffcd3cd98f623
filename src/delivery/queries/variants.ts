import { type SelectQueryBuilder, sql } from 'kysely';
import type { Db } from '../../db.ts';

/** What people are shown from now on. */
export interface VariantChange {
  subscriberIds: number[];
  /** The segments of what they are a patron of: `patron`, `tier:breakfast`. Others of these kinds are taken out. */
  shows: string[];
  /** Why they are asked for no money any more; null leaves the appeal as it was decided. */
  silence: string | null;
}

/** Subscribers, as a query. Whatever tables it is composed of, only its column matters here. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Members = SelectQueryBuilder<any, any, { subscriberId: number }>;

/** Changes the bits of people's rows in sends that are not over, where the mail certainly did not reach them. */
export async function updateVariants(
  db: Db,
  { subscriberIds, shows, silence }: VariantChange,
): Promise<void> {
  await sql`
    update deliveries d set variant = ((d.variant & (~v.mask)) | v.bits)::smallint, updated_at = now(),
      appeal_decision = case
        when d.appeal_decision is not null and d.appeal_decision <> 'no-appeal' then coalesce(${silence}::text, d.appeal_decision)
        else d.appeal_decision end
    from (
      select s.edition_id,
        coalesce(bit_or(1 << (n - 1)::int) filter (where name = 'patron' or name like 'tier:%'
          or name = 'appeal' and ${silence}::text is not null), 0) as mask,
        coalesce(bit_or(1 << (n - 1)::int) filter (where name = any (${shows}::text[])), 0) as bits
      from sends s, unnest(s.segments) with ordinality as one (name, n)
      where s.state in ('launching', 'sending', 'paused') group by s.edition_id
    ) v
    where d.edition_id = v.edition_id and d.subscriber_id = any (${subscriberIds}::bigint[])
      and d.state in ('waiting', 'deferred') and not d.keeps_revision`.execute(db);
}

/**
 * Has those for whom these are added see a segment that a correction brings, where they may still get the correction:
 * who is in hand may come back.
 */
export async function addSegment(db: Db, editionId: number, name: string, members: Members): Promise<void> {
  await sql`
    update deliveries d set variant = (d.variant | (1 << (array_position(s.segments, ${name}) - 1)))::smallint
    from sends s
    where s.edition_id = ${editionId} and d.edition_id = ${editionId} and d.state in ('waiting', 'deferred', 'sending')
      and not d.keeps_revision and d.subscriber_id in (select subscriber_id from (${members}) m)`.execute(db);
}

/** Transactions that decide what is shown, beside each other; or none of them. Held until the transaction ends. */
export async function takeNote(db: Db, how: 'shared' | 'alone'): Promise<void> {
  await (how === 'shared'
    ? sql`select pg_advisory_xact_lock_shared(hashtextextended('variants', 0))`
    : sql`select pg_advisory_xact_lock(hashtextextended('variants', 0))`
  ).execute(db);
}
