import { type Insertable, sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { DeliveryState, ServiceMails } from '../../db-schema.ts';

/** Queues a mail, but where one with its key is there; gives the Message-ID of the one that is there then. */
export async function insertServiceMail(db: Db, values: Insertable<ServiceMails>): Promise<string | null> {
  await db
    .insertInto('serviceMails')
    .values({ ...values, props: json(values.props ?? {}) })
    .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
    .execute();
  const { messageId } = await db
    .selectFrom('serviceMails')
    .select('messageId')
    .where('idempotencyKey', '=', values.idempotencyKey)
    .executeTakeFirstOrThrow();
  return messageId;
}

/** Gives a mail that was queued before there was a sender its Message-ID. */
export async function setMessageId(db: Db, id: number, messageId: string): Promise<void> {
  await db.updateTable('serviceMails').set({ messageId }).where('id', '=', id).execute();
}

/** Takes due mails into intent; those whose sender died in between are in doubt, and expired ones are failed. */
export async function claimServiceMails(db: Db, attemptId: string, limit: number, leaseSeconds: number) {
  await sql`update service_mails set state = 'uncertain', reason = 'the worker ended before the outcome was known', updated_at = now()
    where state = 'sending' and lease_until < now()`.execute(db);
  await sql`update service_mails set state = 'failed', reply_class = 'expired', reason = 'not sent in time', updated_at = now()
    where state in ('waiting', 'deferred') and expires_at <= now()`.execute(db);
  return db
    .updateTable('serviceMails')
    .set({
      state: 'sending',
      attemptId,
      attempt: sql`attempt + 1`,
      leaseUntil: sql`now() + make_interval(secs => ${leaseSeconds})`,
      updatedAt: new Date(),
    })
    .where('id', 'in', (where) =>
      where
        .selectFrom('serviceMails')
        .select('id')
        .where('state', 'in', ['waiting', 'deferred'])
        .where('dueAt', '<=', sql<Date>`now()`)
        .orderBy('priority', 'desc')
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .returning(sql<Date>`now()`.as('claimedAt'))
    .execute();
}

/** Records what became of one service mail of this attempt; late, it corrects what was in doubt. */
export async function updateServiceMail(
  db: Db,
  id: number,
  attemptId: string,
  values: {
    state: DeliveryState;
    reply?: string;
    replyClass: string | null;
    reason: string | null;
    dueAt?: Date;
    relay?: string;
    attempt?: number;
  },
): Promise<void> {
  await db
    .updateTable('serviceMails')
    .set({ ...values, updatedAt: new Date() })
    .where('id', '=', id)
    .where('attemptId', '=', attemptId)
    .where('state', 'in', ['sending', 'uncertain'])
    .execute();
}

/** Whether any service mail is due, has expired unsent, or was in the hand of a worker that is gone. */
export async function hasDueServiceMails(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('serviceMails')
    .select('id')
    .where((where) =>
      where.or([
        where.and([
          where('state', 'in', ['waiting', 'deferred']),
          where.or([where('dueAt', '<=', sql<Date>`now()`), where('expiresAt', '<=', sql<Date>`now()`)]),
        ]),
        where.and([where('state', '=', 'sending'), where('leaseUntil', '<', sql<Date>`now()`)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest service mails, of one state or address or of all. */
export function selectServiceMails(
  db: Db,
  { state, addressHash, limit }: { state: DeliveryState | null; addressHash: Buffer | null; limit: number },
) {
  let query = db
    .selectFrom('serviceMails')
    .select([
      'id',
      'kind',
      'address',
      'state',
      'attempt',
      'relay',
      'reply',
      'reason',
      'createdAt',
      'updatedAt',
    ])
    .orderBy('id', 'desc')
    .limit(limit);
  if (state !== null) query = query.where('state', '=', state);
  if (addressHash !== null) query = query.where('addressHash', '=', addressHash);
  return query.execute();
}

/** One service mail. */
export function selectServiceMail(db: Db, id: number) {
  return db.selectFrom('serviceMails').selectAll().where('id', '=', id).executeTakeFirst();
}

/** What became of the mails with these keys, and whether one came back for good. Those that were pruned are in none. */
export function selectOutcomes(db: Db, keys: string[]) {
  if (keys.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('serviceMails as m')
    .select(['m.idempotencyKey as key', 'm.state'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('reports as r')
          .select('r.id')
          .whereRef('r.addressHash', '=', 'm.addressHash')
          .whereRef('r.serviceMailId', '=', 'm.id')
          .where('r.kind', '=', 'bounce')
          .where('r.class', '=', 'hard')
          .where('r.undoneAt', 'is', null),
      ).as('bounced'),
    )
    .where('m.idempotencyKey', 'in', keys)
    .execute();
}

/** How many of each kind are in each state, of those queued since then. */
export function selectServiceMailCounts(db: Db, since: Date) {
  return db
    .selectFrom('serviceMails')
    .select(['kind', 'state', (count) => count.fn.countAll<number>().as('count')])
    .where('createdAt', '>=', since)
    .groupBy(['kind', 'state'])
    .orderBy('kind')
    .execute();
}
