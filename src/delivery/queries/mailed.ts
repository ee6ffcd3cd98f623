import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** To whom a delivery went; an empty address is one of a person who was erased. */
export function selectMailedDelivery(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('deliveries')
    .select(['address', 'addressHash'])
    .where('editionId', '=', editionId)
    .where('subscriberId', '=', subscriberId)
    .executeTakeFirst();
}

/** To whom a service mail went. */
export function selectMailedService(db: Db, id: number) {
  return db
    .selectFrom('serviceMails')
    .select(['subscriberId', 'address', 'addressHash'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The service mail with this Message-ID. */
export function selectServiceByMessageId(db: Db, messageId: string) {
  return db.selectFrom('serviceMails').select('id').where('messageId', '=', messageId).executeTakeFirst();
}

/** The newsletter that an edition is of. */
export async function selectNewsletterOf(db: Db, editionId: number): Promise<number | null> {
  const row = await db
    .selectFrom('editions')
    .select('newsletterId')
    .where('id', '=', editionId)
    .executeTakeFirst();
  return row?.newsletterId ?? null;
}

/** Whether an address belongs to somebody who was erased and has not come back. */
export async function isErased(db: Db, addressHash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('suppressions')
    .select('id')
    .where('addressHash', '=', addressHash)
    .where('reason', '=', 'erased')
    .where('liftedAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Suppresses what has not been handed over yet to an address, as `withdrawRows` does for a person: a person who has
 * changed the address gets what goes to the new one.
 */
export async function withdrawAddress(
  db: Db,
  values: { subscriberId: number; addressHash: Buffer; newsletterId: number | null; reason: string },
): Promise<void> {
  const { subscriberId, addressHash, newsletterId, reason } = values;
  await sql`
    update deliveries d set withdrawn = ${reason}, updated_at = now(),
      state = case when d.state in ('waiting', 'deferred') then 'suppressed' else d.state end,
      reason = case when d.state in ('waiting', 'deferred') then ${reason} else d.reason end
    from editions e
    where e.id = d.edition_id and d.subscriber_id = ${subscriberId} and d.address_hash = ${addressHash}
      and d.state in ('waiting', 'deferred', 'sending', 'uncertain')
      and (${newsletterId}::bigint is null or e.newsletter_id = ${newsletterId}::bigint)`.execute(db);
}

/** What was sent to an address and has not come back. */
export interface Arrivals {
  /** When the last one was handed over that got through: so long ago that a failure would have come back. */
  last: Date | null;
  /** One that went out before the mail that fails now may still come back, or has got through. */
  isOpen: boolean;
}

/**
 * What else was sent to an address, as seen from a mail of which a failure came back.
 * @param returnsSince a mail that was handed over since then may still come back
 */
export async function selectArrivals(
  db: Db,
  { addressHash, subscriberId }: { addressHash: Buffer; subscriberId: number | null },
  failing: { editionId: number | null; serviceMailId: number | null },
  returnsSince: Date,
): Promise<Arrivals> {
  const failed = sql`exists (
    select from reports r where r.address_hash = ${addressHash} and r.kind = 'bounce' and r.undone_at is null
      and (r.edition_id = mail.edition_id or r.service_mail_id = mail.service_mail_id))`;
  const { rows } = await sql<Arrivals>`
    with mail as (
      select d.edition_id, null::bigint as service_mail_id, d.updated_at, d.state
      from sends s join deliveries d on d.edition_id = s.edition_id
      where d.subscriber_id = ${subscriberId}::bigint and d.address_hash = ${addressHash}
      union all
      select null, id, updated_at, state from service_mails where address_hash = ${addressHash}
    ), failing as (
      select coalesce(max(updated_at), 'infinity') as updated_at from mail
      where edition_id = ${failing.editionId}::bigint or service_mail_id = ${failing.serviceMailId}::bigint
    )
    select max(updated_at) filter (where updated_at < ${returnsSince}) as last,
      coalesce(bool_or(updated_at >= ${returnsSince} and updated_at < (select updated_at from failing)), false) as "isOpen"
    from mail where state = 'sent' and not ${failed}`.execute(db);
  return rows[0] ?? { last: null, isOpen: false };
}

/** Who has an address now, where a provider names nothing else: their rows in hand are found by it. */
export async function selectPersonAt(db: Db, addressHash: Buffer): Promise<number | null> {
  const row = await db
    .selectFrom('subscribers')
    .select('id')
    .where('addressHash', '=', addressHash)
    .executeTakeFirst();
  return row?.id ?? null;
}
