import { type Insertable, sql, type Updateable } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { Declarations } from '../../db-schema.ts';
import { isGiftOfMode, isOfMode } from './modes.ts';

/** Makes everybody who declares for this address wait for each other until the transaction ends. */
export async function lockDeclaring(db: Db, addressHash: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${addressHash.toString('hex')}, 14))`.execute(db);
}

/** Stores a declaration, but where the same form was sent before. */
export function insertDeclaration(db: Db, values: Insertable<Declarations>) {
  return db
    .insertInto('declarations')
    .values(values)
    .onConflict((conflict) => conflict.column('requestHash').doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** The declaration that came of a form. */
export function selectDeclarationByRequest(db: Db, requestHash: Buffer) {
  return db
    .selectFrom('declarations')
    .selectAll()
    .where('requestHash', '=', requestHash)
    .executeTakeFirstOrThrow();
}

/** One declaration. */
export function selectDeclaration(db: Db, id: number) {
  return db.selectFrom('declarations').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One declaration; whoever else acts on it waits until the transaction ends. */
export function lockDeclaration(db: Db, id: number) {
  return db.selectFrom('declarations').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** How many were declared for an address since then. */
export async function countDeclarations(db: Db, addressHash: Buffer, since: Date): Promise<number> {
  const row = await db
    .selectFrom('declarations')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('addressHash', '=', addressHash)
    .where('receivedAt', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Writes down how far a declaration is. */
export async function updateDeclaration(
  db: Db,
  id: number,
  { refunds, ...values }: Updateable<Declarations>,
): Promise<void> {
  await db
    .updateTable('declarations')
    .set({ ...values, ...(refunds === undefined ? {} : { refunds: json(refunds) }) })
    .where('id', '=', id)
    .execute();
}

/** Takes a matched declaration in hand, where nobody has had it since then. */
export async function claimDeclaration(db: Db, id: number, now: Date, since: Date): Promise<boolean> {
  const row = await db
    .updateTable('declarations')
    .set({ triedAt: now })
    .where('id', '=', id)
    .where('state', '=', 'matched')
    .where((where) => where.or([where('triedAt', 'is', null), where('triedAt', '<', since)]))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Declarations that are matched, and that nobody has had in hand since then. */
export async function selectUnfinished(db: Db, since: Date, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('declarations')
    .select('id')
    .where('state', '=', 'matched')
    .where((where) => where.or([where('triedAt', 'is', null), where('triedAt', '<', since)]))
    // What was bought in the other mode the key of this one does not reach.
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('membershipId', 'is', null),
        exists(
          selectFrom('memberships')
            .select('memberships.id')
            .whereRef('memberships.id', '=', 'declarations.membershipId')
            .where(isOfMode()),
        ),
      ]),
    )
    // Those that wait for a bank for days are not to keep the others back.
    .orderBy('triedAt', (order) => order.asc().nullsFirst())
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** The newest declarations; with `open`, those where something is still to be done by somebody. */
export function selectDeclarations(db: Db, { open, limit }: { open: boolean; limit: number }) {
  let query = db.selectFrom('declarations').selectAll().orderBy('id', 'desc').limit(limit);
  if (open)
    query = query.where((where) =>
      where.or([
        where('state', 'in', ['received', 'matched']),
        where.and([where('refundByHand', '=', true), where('refundedAt', 'is', null)]),
      ]),
    );
  return query.execute();
}

/** Memberships that are those of an address: of its subscriber, or unclaimed ones whose link was mailed there. */
export function selectMembershipsOfAddress(db: Db, addressHash: Buffer) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where(isOfMode())
    .where((where) =>
      where.or([
        where('subscriberId', 'in', (of) =>
          of.selectFrom('subscribers').select('id').where('addressHash', '=', addressHash),
        ),
        where.and([where('claimAddressHash', '=', addressHash), where('claimedAt', 'is', null)]),
      ]),
    )
    .orderBy('id', 'desc')
    .execute();
}

/** Paid gifts that somebody with this address gave. */
export function selectGiftsOfGiver(db: Db, addressHash: Buffer, addressKey: string) {
  return db
    .selectFrom('gifts')
    .innerJoin('tiers', 'tiers.id', 'gifts.tierId')
    .selectAll('gifts')
    .select('tiers.name as tierName')
    .where('gifts.state', 'in', ['paid', 'delivered', 'claimed'])
    .where(isGiftOfMode())
    .where((where) =>
      where.or([
        where('gifts.giverSubscriberId', 'in', (of) =>
          of.selectFrom('subscribers').select('id').where('addressHash', '=', addressHash),
        ),
        where(sql<string>`lower(gifts.giver_address)`, '=', addressKey),
      ]),
    )
    .orderBy('gifts.id', 'desc')
    .execute();
}

/** One gift. */
export function selectGift(db: Db, id: number) {
  return db
    .selectFrom('gifts')
    .innerJoin('tiers', 'tiers.id', 'gifts.tierId')
    .selectAll('gifts')
    .select('tiers.name as tierName')
    .where('gifts.id', '=', id)
    .executeTakeFirst();
}

/** Whether somebody has withdrawn from a membership. */
export async function hasWithdrawn(db: Db, membershipId: number): Promise<boolean> {
  const row = await db
    .selectFrom('declarations')
    .select('id')
    .where('kind', '=', 'withdraw')
    .where('membershipId', '=', membershipId)
    .where('state', 'in', ['matched', 'done'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What other declarations have decided to pay back of a contract's payments, done or not. */
export function selectPromised(
  db: Db,
  exceptId: number,
  { membershipId, giftId }: { membershipId: number | null; giftId: number | null },
) {
  return db
    .selectFrom('declarations')
    .select(['id', 'refunds'])
    .where('id', '!=', exceptId)
    .where('state', 'in', ['matched', 'done'])
    .where((where) =>
      where.or([where('membershipId', '=', membershipId ?? -1), where('giftId', '=', giftId ?? -1)]),
    )
    .execute();
}

/**
 * The last agreement with which a membership, or a checkout, began, and when the contract was made: no later change of
 * it counts.
 */
export function selectContract(db: Db, { membershipId, checkoutId }: ContractOf) {
  return db
    .selectFrom('renewalAgreements as a')
    .leftJoin('checkouts as c', 'c.id', 'a.checkoutId')
    .select(['a.immediateStart', sql<Date>`greatest(a.at, c.completed_at)`.as('at')])
    .where('a.checkoutId', 'is not', null)
    .where((where) =>
      where.or([
        where('a.membershipId', '=', membershipId ?? -1),
        where('c.membershipId', '=', membershipId ?? -1),
        where('a.checkoutId', '=', checkoutId ?? -1),
      ]),
    )
    .orderBy('a.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

interface ContractOf {
  membershipId: number | null;
  checkoutId: number | null;
}

/** What was paid for a membership or by a checkout, settled and not all given back. */
export function selectPaymentsOfContract(db: Db, { membershipId, checkoutId }: ContractOf) {
  return (
    db
      .selectFrom('payments')
      .selectAll()
      .where('settledAt', 'is not', null)
      .whereRef('refunded', '<', 'amount')
      // What a bank has taken back, or may take back, would be paid back twice.
      .where((where) => where.or([where('dispute', 'is', null), where('dispute', '=', 'won')]))
      .where((where) =>
        where.or([
          where('membershipId', '=', membershipId ?? -1),
          where('checkoutId', '=', checkoutId ?? -1),
          where('checkoutId', 'in', (of) =>
            of
              .selectFrom('checkouts')
              .select('id')
              .where('membershipId', '=', membershipId ?? -1),
          ),
        ]),
      )
      .orderBy('id')
      .execute()
  );
}

/** Payments by their ids. */
export function selectPayments(db: Db, ids: number[]) {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('id', 'in', ids.length === 0 ? [-1] : ids)
    .execute();
}
