import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type pg from 'pg';
import { deliverBatch } from '../../src/delivery/deliver-batch.ts';
import { takeLease } from '../../src/delivery/queries/batches.ts';
import { claimGroup, recordOutcomes, untouched } from '../../src/delivery/queries/groups.ts';
import { MailCache } from '../../src/delivery/mails.ts';
import { createTransport } from '../../src/delivery/transport.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { startRelay } from '../support/relay.ts';
import { launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const daily = await openNewsroom(services);
await addReaders(services, daily, 40);
services.config.delivery = { ...services.config.delivery, batchSize: 40, groupSize: 4, connections: 4 };

/** How many rows of `deliveries` this connection and those before it have read. */
async function rowsRead(client: pg.PoolClient): Promise<number> {
  await client.query('select pg_stat_force_next_flush()');
  const { rows } = await client.query<{ read: number }>(
    `select seq_tup_read + idx_tup_fetch as read from pg_stat_user_tables where relname = 'deliveries'`,
  );
  return rows[0]?.read ?? 0;
}

it('a worker that has delivered small sends does not read through a large one for each of its groups', async () => {
  const client = await services.pool.connect();
  const relay = await startRelay();
  const transport = createTransport({ ...services.config, smtpUrl: relay.url });
  try {
    // All its statements go over one connection, which keeps its plans.
    const pool = { query: client.query.bind(client) } as unknown as pg.Pool;
    const delivery = {
      services: { ...services, pool },
      transport,
      mails: new MailCache(services),
    };
    const deliver = (editionId: number) =>
      deliverBatch(delivery, { editionId, batch: 0 }, new AbortController().signal);
    await deliver(await launchTestSend(services, daily));
    await addCrowd(services, daily, 8_000);
    const large = await launchTestSend(services, daily);
    const before = await rowsRead(client);
    await deliver(large);
    assert.equal(relay.received.length, 80);
    const read = (await rowsRead(client)) - before;
    assert.ok(read > 40 && read < 8_000, `${read} rows were read to deliver 40`);
  } finally {
    transport.close();
    client.release();
  }
});

it('a worker that has recorded a refusal ends a send that has expired as fast as before', async () => {
  const client = await services.pool.connect();
  const pool = { query: client.query.bind(client) } as unknown as pg.Pool;
  try {
    const [refusing, expired] = [
      await launchTestSend(services, daily),
      await launchTestSend(services, daily),
    ];
    const lease = { editionId: refusing, batch: 0, leaseId: randomUUID(), seconds: 60, holder: 'test' };
    await takeLease(pool, lease);
    const claim = { ...lease, attemptId: randomUUID(), size: 4 };
    const rows = await claimGroup(pool, claim);
    const refused = { state: 'failed', reply: '550 5.1.1 no such user', replyClass: 'hard' } as const;
    await recordOutcomes(
      pool,
      claim,
      rows.map((row) => ({ ...untouched(row), ...refused, attempted: true })),
    );
    await client.query(
      `update deliveries set state = 'deferred', reply = '451 later', reply_class = 'soft' where edition_id = $1`,
      [expired],
    );
    // Each row of 8,000 against each takes ten seconds.
    await client.query(`set statement_timeout = '5s'`);
    const { rowCount } = await client.query(
      `update deliveries set state = 'failed', reply_class = 'expired' where edition_id = $1`,
      [expired],
    );
    assert.equal(rowCount, 8_040);
  } finally {
    client.release(true);
  }
});
