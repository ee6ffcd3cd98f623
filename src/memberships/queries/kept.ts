import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { isOfMode } from './modes.ts';

/** Whose: as a subscriber, by the keyed hash of the address, and by the address where that alone is kept. */
interface Subject {
  subscriberId: number | null;
  addressHash: Buffer;
  addressKey: string;
}

/** The memberships of somebody, with their payments, gifts, declarations and what they agreed to. */
export async function selectKeptOf(
  db: Db,
  { subscriberId, addressHash, addressKey }: Subject,
): Promise<Array<Record<string, unknown>>> {
  const { rows } = await sql<{ kind: string; at: Date; what: object }>`
    select 'membership' as kind, created_at as at, jsonb_build_object('id', id, 'rail', rail, 'state', state, 'amount', amount,
        'currency', currency, 'since', since, 'until', until, 'address', claim_address, 'note', note) as what
      from memberships where subscriber_id = ${subscriberId} or (claim_address_hash = ${addressHash} and subscriber_id is null)
    union all select 'payment', created_at, jsonb_build_object('id', id, 'purpose', purpose, 'rail', rail, 'amount', amount,
        'currency', currency, 'settledAt', settled_at, 'refunded', refunded, 'reference', reference)
      from payments where subscriber_id = ${subscriberId}
    union all select 'gift', created_at, jsonb_build_object('id', id, 'state', state, 'months', months, 'from', giver_name,
        'to', recipient_name, 'message', message, 'deliverOn', deliver_on)
      from gifts where giver_subscriber_id = ${subscriberId} or lower(giver_address) = ${addressKey} or recipient_hash = ${addressHash}
    union all select 'declaration', received_at, jsonb_build_object('id', id, 'kind', kind, 'name', name, 'contract', contract,
        'state', state) from declarations where address_hash = ${addressHash}
    union all select 'agreement', at, jsonb_build_object('id', id, 'wording', wording, 'amount', amount, 'currency', currency,
        'interval', interval) from renewal_agreements where subscriber_id = ${subscriberId}
    order by at`.execute(db);
  return rows.map(({ kind, at, what }) => ({ kind, at, ...what }));
}

/** Of each of these people the membership that says most of them now, for an export. */
export function selectExported(db: Db, subscriberIds: number[], now: Date) {
  return db
    .selectFrom('memberships as m')
    .leftJoin('tiers as t', 't.id', 'm.tierId')
    .distinctOn('m.subscriberId')
    .select(['m.subscriberId', 't.slug as tier', 'm.rail', 'm.state', 'm.since', 'm.until'])
    .where(sql<boolean>`m.subscriber_id = any (${subscriberIds}::bigint[])`)
    .where(isOfMode('m'))
    .orderBy('m.subscriberId')
    .orderBy(
      sql`m.since is not null and m.state <> 'ended' and (m.until is null or m.until > ${now})`,
      'desc',
    )
    .orderBy(sql`m.until desc nulls first`)
    .orderBy('m.id', 'desc')
    .execute();
}

/** What somebody has at Stripe that goes on, in the mode of its key: the other one cannot be asked. */
export async function selectLiveAtStripe(db: Db, { subscriberId, addressHash }: Subject) {
  const rows = await db
    .selectFrom('memberships')
    .select(['id', 'stripeSubscriptionId'])
    .where('rail', '=', 'stripe')
    .where(isOfMode())
    .where('state', '!=', 'ended')
    .where((where) =>
      where.or([
        where('subscriberId', '=', subscriberId),
        where.and([where('claimAddressHash', '=', addressHash), where('subscriberId', 'is', null)]),
      ]),
    )
    .execute();
  return rows.flatMap(({ id, stripeSubscriptionId }) =>
    stripeSubscriptionId === null ? [] : [{ id, stripeSubscriptionId }],
  );
}

/** Ends what somebody has, and takes them out of it; what was paid stays. */
export async function clearMembershipsOf(
  db: Db,
  { subscriberId, addressHash }: Subject,
  now: Date,
): Promise<void> {
  await sql`update memberships set subscriber_id = null, claim_address = null, claim_address_hash = null, note = '', cancel_reason = null,
      state = case when rail = 'stripe' then state else 'ended' end,
      until = case when rail = 'stripe' or since is null or until <= ${now} then until else greatest(since, ${now}::timestamptz) end,
      ended_at = case when rail = 'stripe' then ended_at else coalesce(ended_at, ${now}) end, updated_at = now()
    where subscriber_id = ${subscriberId} or (claim_address_hash = ${addressHash} and subscriber_id is null)`.execute(
    db,
  );
}

/**
 * Takes somebody out of what they bought, gave, were given, declared and agreed to, while their memberships are still
 * known as theirs.
 */
export async function clearPurchasesOf(
  db: Db,
  { subscriberId, addressHash, addressKey }: Subject,
): Promise<void> {
  const own = sql`(select id from memberships where subscriber_id = ${subscriberId}
    or (claim_address_hash = ${addressHash} and subscriber_id is null))`;
  await sql`update payments set subscriber_id = null where subscriber_id = ${subscriberId}`.execute(db);
  await sql`update checkouts set payer_hash = null where payer_hash = ${addressHash}`.execute(db);
  await sql`update gifts set giver_subscriber_id = null, giver_name = '', giver_address = null, message = ''
    where giver_subscriber_id = ${subscriberId} or lower(giver_address) = ${addressKey}`.execute(db);
  await sql`update gifts set recipient_name = '', recipient_address = null, recipient_hash = null, message = ''
    where recipient_hash = ${addressHash}`.execute(db);
  await sql`update declarations set name = '', address = null, contract = '', ip = null, user_agent = null
    where address_hash = ${addressHash} or membership_id in ${own}`.execute(db);
  await sql`update renewal_agreements set subscriber_id = null, ip = null, user_agent = null
    where subscriber_id = ${subscriberId} or membership_id in ${own}`.execute(db);
}
