import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { DeliveryState } from '../../db-schema.ts';
import { codeOfReport } from './report.ts';
import { likeText } from '../../text/like.ts';

/** One of the people behind a number. */
export interface PersonRow {
  /** Null where nothing of the person is kept. */
  subscriberId: number | null;
  /** As it was mailed; empty where the person was erased. */
  address: string;
  state: string;
  at: Date | null;
  /** Why, or what the other side has said. */
  detail: string | null;
  /** Where the next page goes on behind this one. */
  place: string;
}

export interface RowsQuery {
  editionId: number;
  states: DeliveryState[];
  /** The class of the reply or the reason; null: any. */
  detail: string | null;
  /** The group of their domain; null: any. */
  destination: string | null;
  /** The number of the text that they got; null: any. */
  text: number | null;
  limit: number;
}

const columns = sql`d.subscriber_id, d.address, d.state::text as state, d.updated_at as at,
  coalesce(d.reply, d.reason) as detail`;

function matches({ editionId, states, detail, destination, text }: RowsQuery) {
  const conditions = [sql`d.state = any (${states}::delivery_state[])`];
  if (detail !== null)
    conditions.push(
      sql`case when d.state = 'failed' then coalesce(d.reply_class, '') else coalesce(d.reason, '') end = ${detail}`,
    );
  if (destination !== null) conditions.push(sql`destination_group(d.address) = ${destination}`);
  if (text !== null)
    conditions.push(sql`d.revision_id = (
      select id from edition_revisions where edition_id = ${editionId} and number = ${text})`);
  return sql.join(conditions, sql` and `);
}

/**
 * A page of an edition's rows in some states. The kept counts name the batches that hold any, so that a few of a million
 * are found without reading the million; of a small destination or text they are looked for in all of them.
 */
export async function selectRows(
  db: Db,
  query: RowsQuery & { after: { batch: number; subscriberId: number } },
): Promise<PersonRow[]> {
  const { editionId, states, limit, after } = query;
  const { rows } = await sql<PersonRow>`
    select d.* from (
      select distinct batch from delivery_counts
      where edition_id = ${editionId} and count > 0 and batch >= ${after.batch} and state = any (${states}::delivery_state[])
      order by batch
    ) b cross join lateral (
      select ${columns}, d.batch || '.' || d.subscriber_id as place from deliveries d
      where d.edition_id = ${editionId} and d.batch = b.batch and ${matches(query)}
        and (d.batch > ${after.batch} or d.subscriber_id > ${after.subscriberId})
      order by d.subscriber_id limit ${limit}
    ) d
    order by b.batch, d.subscriber_id limit ${limit}`.execute(db);
  return rows;
}

/** The same of those whose address begins so, in the order of addresses. */
export async function selectRowsLike(
  db: Db,
  query: RowsQuery & { beginning: string; after: string },
): Promise<PersonRow[]> {
  const { editionId, beginning, after, limit } = query;
  const like = `${likeText(beginning)}%`;
  const { rows } = await sql<PersonRow>`
    select ${columns}, p.address_key as place from (
      select id, address_key from subscribers where address_key like ${like} and address_key ~>~ ${after}
      order by address_key using ~<~
    ) p join deliveries d on d.edition_id = ${editionId} and d.subscriber_id = p.id
    where ${matches(query)} order by p.address_key using ~<~ limit ${limit}`.execute(db);
  return rows;
}

/** Those about whom there is news of some kinds, once each, in the order in which it came. */
export async function selectHeardOf(
  db: Db,
  {
    editionId,
    kinds,
    beginning,
    after,
    limit,
  }: {
    editionId: number;
    kinds: string[];
    beginning: string;
    after: number;
    limit: number;
  },
): Promise<PersonRow[]> {
  const like = `${likeText(beginning)}%`;
  const { rows } = await sql<PersonRow>`
    select e.subscriber_id, coalesce(d.address, s.address, '') as address, coalesce(d.state::text, '') as state, e.at,
      coalesce(e.data->>'reply', e.data->>'class') as detail, e.id::text as place
    from events e left join deliveries d on d.edition_id = e.edition_id and d.subscriber_id = e.subscriber_id
      left join subscribers s on s.id = e.subscriber_id
    where e.edition_id = ${editionId} and e.subscriber_id is not null and e.kind = any (${kinds}::text[]) and e.id > ${after}
      and coalesce(e.data->>'machine', 'false') = 'false'
      and (e.kind <> 'bounced' or coalesce(e.data->>'class', 'hard') = 'hard')
      and (${beginning} = '' or s.address_key like ${like})
      and not exists (
        select from events o where o.edition_id = e.edition_id and o.subscriber_id = e.subscriber_id
          and o.kind = any (${kinds}::text[]) and o.id < e.id and coalesce(o.data->>'machine', 'false') = 'false'
          and (o.kind <> 'bounced' or coalesce(o.data->>'class', 'hard') = 'hard'))
    order by e.id limit ${limit}`.execute(db);
  return rows;
}

/** Those of whom a bounce was reported, of one class and code or of any, in the order in which that came. */
export async function selectReportedOf(
  db: Db,
  {
    editionId,
    said,
    beginning,
    after,
    limit,
  }: {
    editionId: number;
    said: { class: string | null; code: string } | null;
    beginning: string;
    after: number;
    limit: number;
  },
): Promise<PersonRow[]> {
  const like = `${likeText(beginning)}%`;
  const isSaid =
    said === null
      ? sql`true`
      : sql`r.class is not distinct from ${said.class}::text and ${codeOfReport} = ${said.code}::text`;
  const { rows } = await sql<PersonRow>`
    select r.subscriber_id, coalesce(d.address, s.address, '') as address, coalesce(d.state::text, '') as state, r.at,
      nullif(r.reply, '') as detail, r.id::text as place
    from reports r left join deliveries d on d.edition_id = r.edition_id and d.subscriber_id = r.subscriber_id
      left join subscribers s on s.id = r.subscriber_id
    where r.edition_id = ${editionId} and r.kind = 'bounce' and r.undone_at is null and r.subscriber_id is not null
      and r.id > ${after} and ${isSaid} and (${beginning} = '' or s.address_key like ${like})
    order by r.id limit ${limit}`.execute(db);
  return rows;
}
