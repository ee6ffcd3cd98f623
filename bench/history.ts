// What a launch, a reader's "no" and pruning cost when years of editions lie before them: by how many editions, not by
// how many readers, so a small list tells of a large one. Beside a bare INSERT..SELECT of as many rows.
import { sql } from 'kysely';
import type { Db } from '../src/db.ts';
import { readBalance } from '../src/delivery/balance.ts';
import { launchSend, openSend } from '../src/delivery/launch.ts';
import { pruneHistory } from '../src/delivery/prune-history.ts';
import { withdraw } from '../src/delivery/suppress.ts';
import { migrate } from '../src/migrate.ts';
import type { Newsletter } from '../src/publication/newsletters.ts';
import { createServices, type Services } from '../src/services.ts';
import { openNewsroom } from '../test/support/cast.ts';
import { addCrowd } from '../test/support/crowd.ts';
import { prepareTestSend } from '../test/support/send.ts';
import { testConfig } from '../test/support/services.ts';
import { print } from './print.ts';

const readers = Number(process.env['BENCH_READERS'] ?? 20_000);
const steps = (process.env['BENCH_EDITIONS'] ?? '0,60,180').split(',').map(Number);
const noes = 100;
const day = 24 * 3_600_000;

export async function benchHistory(databaseUrl: string): Promise<void> {
  const services = await createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  await migrate(services);
  const newsletter = await openNewsroom(services);
  await addCrowd(services, newsletter, readers);
  const rows: string[][] = [];
  let editions = 0;
  for (const step of steps) {
    for (; editions < step; editions += 1) await addOldEdition(services, newsletter);
    await sql`checkpoint`.execute(services.db);
    rows.push([String(editions), ...(await measure(services, newsletter))]);
    editions += 1;
  }
  const before = [
    'editions before',
    'bare insert',
    'launch',
    'ratio',
    'MB of log',
    'a "no"',
    'status',
    'claim',
  ];
  print(before, rows);
  print(['pruned rows', 'seconds', 'rows/s, resting half of the time'], [await measurePrune(services)]);
  await services.close();
}

/** A launch, with what follows it, of an edition on top of all others. */
async function measure(services: Services, newsletter: Newsletter): Promise<string[]> {
  const { db } = services;
  const bare = await timed(() => insertBare(db));
  await sql`drop table bare`.execute(db);
  const launch = await prepareTestSend(services, newsletter);
  const log = await logPosition(db);
  const launched = await timed(async () => {
    await db.transaction().execute((trx) => launchSend(trx, services.config, launch));
    await openSend(db, launch.editionId);
  });
  const written = (await logPosition(db)) - log;
  const people = await db.selectFrom('subscribers').select('id').limit(noes).execute();
  const no = await timed(async () => {
    for (const { id } of people)
      await withdraw(db, { subscriberId: id, newsletterId: null, reason: 'unsubscribed' });
  });
  const status = await timed(() => readBalance(db, launch.editionId));
  const claim = await timed(() => claimBatch(db, launch.editionId));
  await end(db, launch.editionId);
  return [
    `${bare.toFixed(0)} ms`,
    `${launched.toFixed(0)} ms`,
    (launched / bare).toFixed(1),
    (written / 1e6).toFixed(0),
    `${(no / noes).toFixed(1)} ms`,
    `${status.toFixed(1)} ms`,
    `${claim.toFixed(1)} ms`,
  ];
}

async function addOldEdition(services: Services, newsletter: Newsletter): Promise<void> {
  const launch = await prepareTestSend(services, newsletter);
  await services.db.transaction().execute((trx) => launchSend(trx, services.config, launch));
  await end(services.db, launch.editionId);
}

async function end(db: Db, editionId: number): Promise<void> {
  await sql`update deliveries set state = 'sent' where edition_id = ${editionId} and state = 'waiting'`.execute(
    db,
  );
  await sql`update delivery_batches set finished_at = now() where edition_id = ${editionId}`.execute(db);
  await sql`update sends set state = 'finished', finished_at = now() where edition_id = ${editionId}`.execute(
    db,
  );
}

async function insertBare(db: Db): Promise<void> {
  await sql`create table bare as select id, 1::bigint as edition, 1 as batch, address, address_hash, name, now() as due
    from subscribers`.execute(db);
}

async function claimBatch(db: Db, editionId: number): Promise<void> {
  await sql`select from deliveries where edition_id = ${editionId} and batch = 1 and state in ('waiting', 'deferred')
    and due_at <= now() order by priority desc, subscriber_id limit 50 for update`.execute(db);
}

/** Pruned as a worker does it, with its rests. */
async function measurePrune(services: Services): Promise<string[]> {
  const later = new Date(Date.now() + (services.config.keepDeliveriesDays + 1) * day);
  let deliveries = 0;
  const ms = await timed(async () => {
    const signal = AbortSignal.timeout(20_000);
    ({ deliveries } = await pruneHistory(services, signal, later));
  });
  return [String(deliveries), (ms / 1000).toFixed(1), ((deliveries / ms) * 1000).toFixed(0)];
}

async function logPosition(db: Db): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as at`.execute(db);
  return rows[0]?.at ?? 0;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}
