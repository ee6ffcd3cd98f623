import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { isOfMode } from './modes.ts';

/** What came of an edition's own links to the page of support. */
export interface Traced {
  editionId: number;
  /** Memberships that began by them. */
  patrons: number;
  /** What was paid, renewals too, less what was given back; by currency. */
  given: Array<{ currency: string; amount: number; payments: number }>;
}

/** New patrons and money by the editions that led there. */
export async function selectTraced(db: Db, editionIds: number[]): Promise<Traced[]> {
  const { rows } = await sql<Traced>`
    select e.edition_id, coalesce(m.patrons, 0) as patrons, coalesce(p.given, '[]') as given
    from unnest(${editionIds}::bigint[]) as e (edition_id)
    left join (
      select m.edition_id, count(*) as patrons from memberships m
      where m.edition_id = any (${editionIds}::bigint[]) and m.since is not null and ${isOfMode('m')} group by 1
    ) m using (edition_id)
    left join (
      select edition_id, jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount, 'payments', payments)
        order by currency) as given
      from (
        select p.edition_id, p.currency, sum(p.amount - p.refunded)::int8 as amount, count(*) as payments from payments p
        where p.edition_id = any (${editionIds}::bigint[]) and p.settled_at is not null
          and p.dispute is distinct from 'lost' and p.amount > p.refunded and ${isOfMode('p')}
        group by 1, 2
      ) sums group by 1
    ) p using (edition_id)`.execute(db);
  return rows;
}

/**
 * Whose memberships began by an edition's links, the first one first, behind this membership; of those who were erased
 * since, nobody's.
 */
export async function selectTracedPeople(
  db: Db,
  { editionId, after, limit }: { editionId: number; after: number; limit: number },
) {
  const { rows } = await sql<{
    id: number;
    subscriberId: number | null;
    address: string;
    at: Date;
    state: string;
  }>`
    select m.id, s.id as subscriber_id, coalesce(s.address, '') as address, m.since as at, m.state
    from memberships m left join subscribers s on s.id = m.subscriber_id
    where m.edition_id = ${editionId} and m.since is not null and m.id > ${after} and ${isOfMode('m')}
    order by m.id limit ${limit}`.execute(db);
  return rows;
}
