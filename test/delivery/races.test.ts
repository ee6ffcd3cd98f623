import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Db } from '../../src/db.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { tidySends } from '../../src/delivery/control.ts';
import { finishSend, releaseLease, takeLease } from '../../src/delivery/queries/batches.ts';
import { claimGroup, recordAndClaim, recordOutcomes, untouched } from '../../src/delivery/queries/groups.ts';
import { reviveUncertain, withdrawRows } from '../../src/delivery/queries/sends.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll, launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';

const services = await createTestServices();
const { db, pool } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 4);
const attemptId = crypto.randomUUID();
const leaseId = crypto.randomUUID();
let editionId = 0;

/** All but one reader have it, and of that one it is in doubt; the batch is in a worker's hand, which has no more to do. */
beforeEach(async () => {
  editionId = await launchTestSend(services, daily);
  assert.ok(await takeLease(pool, { editionId, batch: 0, leaseId, seconds: 60, holder: 'a test' }));
  await db
    .updateTable('deliveries')
    .set({
      state: sql`case when subscriber_id = (select min(id) from subscribers) then 'uncertain' else 'sent' end::delivery_state`,
      attempt: 1,
      attemptId,
    })
    .where('editionId', '=', editionId)
    .execute();
});

/** The worker's last statements, begun while another transaction has written and is not committed. */
async function endDuring(write: (trx: Db) => Promise<unknown>): Promise<void> {
  const ended = await db.transaction().execute(async (trx) => {
    await write(trx);
    const releasing = releaseLease(pool, { editionId, batch: 0, leaseId });
    await until(async () => (await waiting()) > 0, 'the worker waits');
    return { releasing };
  });
  await ended.releasing;
  await finishSend(pool, editionId);
}

async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.count ?? 0;
}

async function deliverTheRest(): Promise<void> {
  await tidySends(services);
  const relay = await startRelay();
  await deliverAll(services, relay.url, editionId);
  const { state, sent, pending } = await readBalance(db, editionId);
  assert.deepEqual([state, sent, pending, relay.received.length], ['finished', 4, 0, 1]);
}

describe('a reader who waits again', () => {
  it('is not lost where a worker ends the batch at the moment when a person has it sent again', async () => {
    await endDuring((trx) => reviveUncertain(trx, editionId, new Date(Date.now() + 3_600_000)));
    assert.notEqual((await readBalance(db, editionId)).state, 'finished', 'somebody waits');
    await deliverTheRest();
  });

  it('is not lost where a late outcome comes at the moment when another worker ends the batch', async () => {
    const [row] = await db
      .selectFrom('deliveries')
      .select('subscriberId')
      .where('editionId', '=', editionId)
      .where('state', '=', 'uncertain')
      .execute();
    const outcome = untouched({ subscriberId: row?.subscriberId ?? 0 });
    const other = await pool.connect();
    try {
      // The other worker has read that nothing is pending and not yet written so.
      await other.query('begin isolation level repeatable read');
      await other.query('select from delivery_batches');
      await recordOutcomes(pool, { editionId, batch: 0, attemptId }, [outcome]);
      await releaseLease(other as never, { editionId, batch: 0, leaseId });
      await other.query('commit');
    } finally {
      other.release();
    }
    await finishSend(pool, editionId);
    assert.notEqual((await readBalance(db, editionId)).state, 'finished', 'somebody waits');
    await deliverTheRest();
  });

  it('is not lost where the send is ended at the moment when its batch is opened again', async () => {
    await db
      .transaction()
      .execute((trx) => reviveUncertain(trx, editionId, new Date(Date.now() + 3_600_000)));
    await releaseLease(pool, { editionId, batch: 0, leaseId });
    const ended = { state: 'finished', finishedAt: new Date() };
    await db.updateTable('sends').set(ended).where('editionId', '=', editionId).execute();
    await deliverTheRest();
  });
});

describe('a "no"', () => {
  it('waits for no worker that waits for it', async () => {
    await addReaders(services, daily, 60);
    const batch = { editionId: await launchTestSend(services, daily), batch: 0 };
    const lease = { ...batch, leaseId, seconds: 60 };
    await takeLease(pool, { ...lease, holder: 'a test' });
    const inHand = await claimGroup(pool, { ...lease, attemptId, size: 20 });
    const [first] = inHand;
    assert.ok(first !== undefined);
    await withdrawRows(db, first.subscriberId, null, 'no');
    const { rows } = await pool.query<{ id: number }>(
      `select subscriber_id as id from deliveries where edition_id = $1 and state = 'waiting'
       order by subscriber_id limit 1`,
      [batch.editionId],
    );
    const outcomes = inHand.map((row) =>
      row === first ? untouched(row) : { ...untouched(row), state: 'sent' as const, attempted: true },
    );
    const held = await pool.connect();
    await held.query('begin');
    await held.query(`select from delivery_counts where edition_id = $1 and state = 'waiting' for update`, [
      batch.editionId,
    ]);
    const no = withdrawRows(db, rows[0]?.id ?? 0, null, 'no');
    await until(async () => (await waiting()) === 1, 'the "no" waits');
    const next = { ...lease, attemptId: crypto.randomUUID(), size: 20 };
    const recording = recordAndClaim(pool, { ...batch, attemptId }, outcomes, next);
    await until(async () => (await waiting()) === 2, 'the worker waits');
    await held.query('commit');
    held.release();
    await Promise.all([no, recording]);
  });
});
