import { type Insertable, sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { DeliveryState, ServiceMails } from '../../db-schema.ts';

/** Queues a mail; nothing where one with its key is there. */
export async function insertServiceMail(db: Db, values: Insertable<ServiceMails>): Promise<void> {
  await db
    .insertInto('serviceMails')
    .values({ ...values, props: json(values.props ?? {}) })
    .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
    .execute();
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
    .execute();
}

/** Records what became of one service mail of this attempt. */
export async function updateServiceMail(
  db: Db,
  id: number,
  attemptId: string,
  values: {
    state: DeliveryState;
    reply: string | null;
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
    .execute();
}

/** Whether any service mail is due. */
export async function hasDueServiceMails(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('serviceMails')
    .select('id')
    .where('state', 'in', ['waiting', 'deferred', 'sending'])
    .where('dueAt', '<=', sql<Date>`now()`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
