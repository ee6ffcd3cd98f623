// How long it takes to freeze the audience of a send into the ledger, numbered into batches and open: those of a segment
// (a table of ids) who have confirmed a newsletter, every tenth of them a patron, every twentieth suppressed. Against a
// bare INSERT..SELECT of as many rows of the same columns in the same run.
import { sql } from 'kysely';
import { launchSend, openSend } from '../src/delivery/launch.ts';
import type { Audience } from '../src/delivery/queries/launch.ts';
import { audienceOf } from '../src/editions/launch.ts';
import { migrate } from '../src/migrate.ts';
import { createServices, type Services } from '../src/services.ts';
import { openNewsroom } from '../test/support/cast.ts';
import { addCrowd } from '../test/support/crowd.ts';
import { prepareTestSend } from '../test/support/send.ts';
import { testConfig } from '../test/support/services.ts';
import { median, print } from './print.ts';

const audience = Number(process.env['BENCH_AUDIENCE'] ?? 1_000_000);
const rounds = 3;

/** @returns what `--json` prints */
export async function benchFreeze(databaseUrl: string): Promise<object> {
  const services = createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  try {
    await migrate(services);
    const newsletter = await openNewsroom(services);
    await addCrowd(services, newsletter, audience);
    await prepareReaders(services);
    const measured: Array<{ bare: number; freeze: number; open: number }> = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await measure(() => insertBare(services));
      const launch = await prepareTestSend(services, newsletter);
      launch.audience = inSegment(audienceOf(services.db, newsletter, new Date(), launch.expiresAt));
      const freeze = await measure(() =>
        services.db.transaction().execute((trx) => launchSend(trx, services.config, launch)),
      );
      measured.push({ bare, freeze, open: await measure(() => openSend(services.db, launch.editionId)) });
    }
    const rows = measured.map(({ bare, freeze, open }) => [bare, freeze, open, (freeze + open) / bare]);
    const middle = rows[0]?.map((_, column) => median(rows.map((row) => row[column] ?? 0))) ?? [];
    const names = ['bare s', 'freeze s', 'open s', 'ratio'];
    print(
      names,
      [...rows, middle].map((row) => row.map((figure) => figure.toFixed(2))),
    );
    const [bareSeconds, freezeSeconds, openSeconds, ratio] = middle;
    return { freeze: { audience, bareSeconds, freezeSeconds, openSeconds, ratio } };
  } finally {
    await services.close();
  }
}

/** Those of an audience whose ids stand in a table. */
function inSegment(everybody: Audience): Audience {
  return everybody.where('subscribers.id', 'in', sql`(select subscriber_id from segment)`);
}

async function prepareReaders({ pool }: Services): Promise<void> {
  await pool.query('create table segment (subscriber_id bigint primary key)');
  await pool.query('insert into segment select id from subscribers');
  await pool.query(
    `create table patrons as select id as subscriber_id, 'coffee'::text as tier, now() - interval '1 day' as since,
       null::timestamptz as until from subscribers where id % 10 = 1`,
  );
  await pool.query('create or replace view entitlements as select * from patrons');
  await pool.query(
    `insert into suppressions (address_hash, address, reason, streams, created_by)
     select address_hash, address, 'manual', '{bulk}', 'bench' from subscribers where id % 20 = 0`,
  );
  await pool.query('vacuum analyze subscribers, subscriptions, suppressions, segment, patrons');
}

async function insertBare({ db }: Services): Promise<void> {
  await sql`drop table if exists bare_copy`.execute(db);
  await sql`create table bare_copy (edition_id bigint, subscriber_id bigint primary key, address text, address_hash bytea,
    name text, due_at timestamptz)`.execute(db);
  await sql`insert into bare_copy select 1, id, address, address_hash, name, now() from subscribers order by id`.execute(
    db,
  );
}

/** Seconds. */
async function measure(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
