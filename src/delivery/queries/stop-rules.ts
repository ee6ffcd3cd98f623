import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** What became of those that were handed over. */
export interface Share {
  handedOver: number;
  /** Mailboxes that are not there, refused at once or reported later. */
  bounces: number;
  complaints: number;
  /** Came back later, and it was our own fault: the mail, who sends it, a blocklist. */
  faults: number;
}

export interface Figures {
  editionId: number;
  state: string;
  send: Share;
  /** Of all that its newsletter has sent lately, this send included. */
  newsletter: Share;
}

/** The sends of which something has come back since this was asked last. */
export async function takeNews(db: Db): Promise<number[]> {
  const { rows } = await sql<{ editionId: number }>`
    update send_tallies set is_news = false where is_news returning edition_id`.execute(db);
  return rows.map(({ editionId }) => editionId);
}

/**
 * The figures of one send, from kept counts; or of each that goes on, and of those among `told` that are over and still
 * count with their newsletter.
 */
export async function selectFigures(
  db: Db,
  editionId: number | null,
  days: number,
  told: number[] = [],
): Promise<Figures[]> {
  const share = (of: string) =>
    sql`jsonb_build_object('handedOver', ${sql.ref(`${of}.handed_over`)}, 'bounces', ${sql.ref(`${of}.bounces`)}, 'complaints', ${sql.ref(`${of}.complaints`)}, 'faults', ${sql.ref(`${of}.faults`)})`;
  const { rows } = await sql<Figures>`
    with asked as (
      select s.edition_id, s.state, e.newsletter_id from sends s join editions e on e.id = s.edition_id
      where s.edition_id = ${editionId}::bigint or ${editionId}::bigint is null and (s.state in ('sending', 'paused')
        or s.edition_id = any (${told}::bigint[]) and s.launched_at > now() - make_interval(days => ${days}))
    ), shares as (
      select s.edition_id, e.newsletter_id, coalesce(c.count, 0) + coalesce(t.refused, 0) as handed_over,
        coalesce(t.refused + t.bounced, 0) as bounces, coalesce(t.complained, 0) as complaints,
        coalesce(t.sender_faults, 0) as faults
      from sends s join editions e on e.id = s.edition_id left join send_tallies t using (edition_id)
        left join lateral (select sum(count) as count from delivery_counts c
          where c.edition_id = s.edition_id and c.state in ('sent', 'uncertain')) c on true
      where e.newsletter_id in (select newsletter_id from asked)
        and (s.launched_at > now() - make_interval(days => ${days}) or s.edition_id in (select edition_id from asked))
    )
    select a.edition_id as "editionId", a.state, ${share('own')} as send, ${share('lately')} as newsletter
    from asked a join shares own using (edition_id), lateral (
      select sum(handed_over) as handed_over, sum(bounces) as bounces, sum(complaints) as complaints,
        sum(faults) as faults
      from shares where newsletter_id = a.newsletter_id
    ) lately`.execute(db);
  return rows;
}

interface Stop {
  editionId: number;
  rule: string;
  level: 'warn' | 'stop';
  reason: string;
}

/**
 * Writes down that a send has reached a limit, and that it is news the first time. Gives whether it is new, and whether a
 * person has overridden the rule.
 */
export async function noteStop(
  db: Db,
  { editionId, rule, level, reason }: Stop,
): Promise<{ isNew: boolean; overridden: boolean }> {
  const isStop = level === 'stop';
  const { rows } = await sql<{ isNew: boolean; overridden: boolean }>`
    with noted as (
      insert into send_stops as s (edition_id, rule, warned_at, stopped_at, reason)
      values (${editionId}, ${rule}, now(), case when ${isStop}::boolean then now() end, ${reason})
      on conflict (edition_id, rule) do update set reason = excluded.reason,
        stopped_at = coalesce(s.stopped_at, excluded.stopped_at)
      returning edition_id, rule, overridden_at is not null as overridden,
        case when ${isStop}::boolean then stopped_at else warned_at end = now() as is_new
    ), news as (
      insert into events (kind, edition_id, data)
      select ${isStop ? 'send-stopped' : 'send-warned'}, edition_id, jsonb_build_object('rule', rule, 'reason', ${reason}::text)
      from noted where is_new
    )
    select is_new as "isNew", overridden from noted`.execute(db);
  return rows[0] ?? { isNew: false, overridden: false };
}

/** Which rules no longer stop a send, and who has said so. */
export function selectOverridden(db: Db, editionId: number) {
  return db
    .selectFrom('sendStops')
    .select(['rule', 'overriddenBy'])
    .where('editionId', '=', editionId)
    .where('overriddenAt', 'is not', null)
    .execute();
}

/** Writes down that rules no longer stop a send, and who has said so. */
export async function insertOverrides(
  db: Db,
  editionId: number,
  by: string,
  breaches: Array<{ rule: string; reason: string }>,
): Promise<void> {
  const values = breaches.map(({ rule, reason }) => ({
    editionId,
    rule,
    reason,
    stoppedAt: new Date(),
    overriddenAt: new Date(),
    overriddenBy: by,
  }));
  await db
    .insertInto('sendStops')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['editionId', 'rule']).doUpdateSet((set) => ({
        reason: set.ref('excluded.reason'),
        overriddenAt: set.ref('excluded.overriddenAt'),
        overriddenBy: set.ref('excluded.overriddenBy'),
      })),
    )
    .execute();
}
