import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/**
 * Live suppressions that a report has led to: the one that it names where some report made it, not a person, and what
 * was written by it elsewhere, as for the address that somebody has now.
 */
export function selectMade(db: Db, { suppressionId }: { suppressionId: number | null }, by: string) {
  return db
    .selectFrom('suppressions')
    .select(['id', 'reason'])
    .where('liftedAt', 'is', null)
    .where((where) =>
      where.or([
        where('createdBy', '=', by),
        where.and([where('id', '=', suppressionId), where('createdBy', 'like', 'system:report %')]),
      ]),
    )
    .orderBy(sql<boolean>`id is distinct from ${suppressionId}::bigint`)
    .execute();
}

/** Another report that upholds the same suppression and was not taken back. */
export async function selectUpholding(db: Db, suppressionId: number, but: number): Promise<number | null> {
  const row = await db
    .selectFrom('reports')
    .select('id')
    .where('suppressionId', '=', suppressionId)
    .where('id', '<>', but)
    .where('undoneAt', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

interface Reinstating {
  subscriberId: number;
  addressHash: Buffer;
  /** Of the suppression that was lifted. */
  reason: string;
  /** Told in the life of each. */
  why: string;
}

/**
 * Takes back what a suppression did to deliveries of sends that go on: those that it had suppressed wait again, those in
 * hand or in doubt forget it. Nothing moves where anything else stops them, or where a person has sent again what they
 * may have got. Gives how many wait.
 */
export async function reinstateRows(
  db: Db,
  { subscriberId, addressHash, reason, why }: Reinstating,
): Promise<number> {
  const { rows } = await sql<{ editionId: number; batch: number; dueAt: Date }>`
    with back as (
      update deliveries d set withdrawn = null, updated_at = now(),
        state = case when d.state = 'suppressed' then 'waiting' else d.state end,
        reason = case when d.state = 'suppressed' then null else d.reason end
      from sends s join editions e on e.id = s.edition_id
      where s.state in ('launching', 'sending', 'paused') and s.expires_at > now() and d.edition_id = s.edition_id
        and d.subscriber_id = ${subscriberId} and d.address_hash = ${addressHash}
        and (d.state = 'suppressed' and not d.keeps_revision and coalesce(d.withdrawn, d.reason) = ${reason}
          or d.state in ('sending', 'uncertain') and d.withdrawn = ${reason})
        and not exists (
          select from suppressions p where p.address_hash = d.address_hash and p.lifted_at is null
            and 'bulk' = any (p.streams) and (p.newsletter_id is null or p.newsletter_id = e.newsletter_id))
      returning d.edition_id, d.subscriber_id, d.attempt, d.batch, d.state, d.due_at
    ), kept as (
      insert into delivery_attempts (edition_id, subscriber_id, attempt, outcome, reason)
      select edition_id, subscriber_id, attempt, 'waiting', ${why} from back where state = 'waiting'
    )
    select edition_id, batch, due_at from back where state = 'waiting'`.execute(db);
  for (const { editionId, batch, dueAt } of rows) {
    await sql`update delivery_batches set due_at = least(due_at, ${dueAt})
      where edition_id = ${editionId} and batch = ${batch}`.execute(db);
    await sql`select reopen_batch(${editionId}, ${batch})`.execute(db);
  }
  return rows.length;
}
