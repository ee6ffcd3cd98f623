// How long it takes to freeze the audience of a send into the ledger, numbered into batches and open: those of a segment
// (a table of ids) who have confirmed a newsletter, every tenth of them a patron or one who has left, every
// twentieth suppressed, with the decision whom to ask for money: what earlier rounds have asked is counted. Against a
// bare INSERT..SELECT of as many rows of the same columns in the same run. The same once more with three subjects of which
// each is tried on a tenth of the readers.
import { sql } from 'kysely';
import { type Launch, launchSend, openSend } from '../src/delivery/launch.ts';
import type { Audience } from '../src/delivery/queries/launch.ts';
import { rulesAt } from '../src/editions/appeals/rules.ts';
import { audienceQuery } from '../src/editions/queries/audience.ts';
import { appealSettingsSchema } from '../src/publication/appeals.ts';
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
  const services = await createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  try {
    await migrate(services);
    const newsletter = await openNewsroom(services);
    await addCrowd(services, newsletter, audience);
    await prepareReaders(services);
    const measured: Array<{ bare: number; freeze: number; open: number; tried: number }> = [];
    const prepare = async (): Promise<Launch> => {
      const launch = await prepareTestSend(services, newsletter);
      launch.segments = ['patron', 'appeal', 'tier:breakfast'];
      const now = new Date();
      const appeal = rulesAt(appealSettingsSchema.parse({ cap: 10 }), services.config, false, now);
      const { segments, expiresAt } = launch;
      launch.audience = inSegment(
        audienceQuery(services.db, { newsletter, now, expiresAt, segments, appeal }),
      );
      return launch;
    };
    const freezeOne = (launch: Launch): Promise<number> =>
      measure(() => services.db.transaction().execute((trx) => launchSend(trx, services.config, launch)));
    for (let round = 0; round < rounds; round += 1) {
      const bare = await measure(() => insertBare(services));
      const launch = await prepare();
      const freeze = await freezeOne(launch);
      const open = await measure(() => openSend(services.db, launch.editionId));
      measured.push({ bare, freeze, open, tried: await freezeOne(tryingThree(await prepare())) });
    }
    const rows = measured.map(({ bare, freeze, open, tried }) => [
      bare,
      freeze,
      open,
      (freeze + open) / bare,
      tried,
    ]);
    const middle = rows[0]?.map((_, column) => median(rows.map((row) => row[column] ?? 0))) ?? [];
    const names = ['bare s', 'freeze s', 'open s', 'ratio', 'three subjects s'];
    print(
      names,
      [...rows, middle].map((row) => row.map((figure) => figure.toFixed(2))),
    );
    const [bareSeconds, freezeSeconds, openSeconds, ratio, threeSubjectsSeconds] = middle;
    return {
      freeze: { audience, bareSeconds, freezeSeconds, openSeconds, ratio, threeSubjectsSeconds },
    };
  } finally {
    await services.close();
  }
}

function tryingThree(launch: Launch): Launch {
  const [mail] = launch.mails;
  if (mail === undefined) return launch;
  const test = {
    subjects: 3,
    share: 30,
    seed: 7n,
    now: new Date(),
    waitMinutes: 60,
    latestAt: launch.expiresAt,
  };
  return { ...launch, mails: [mail, mail, mail], test };
}

/** Those of an audience whose ids stand in a table. */
function inSegment(everybody: Audience): Audience {
  return everybody.where('readers.subscriberId', 'in', sql`(select subscriber_id from segment)`);
}

async function prepareReaders({ pool }: Services): Promise<void> {
  await pool.query('create table segment (subscriber_id bigint primary key)');
  await pool.query('insert into segment select id from subscribers');
  await pool.query(
    `insert into tiers (slug, name) values ('coffee', 'A coffee'), ('breakfast', 'Breakfast')`,
  );
  await pool.query(
    `insert into memberships (subscriber_id, rail, tier_id, state, since, until, cancelled_at)
     select s.id, 'transfer', t.id, 'active', now() - interval '60 days',
       case when s.id % 100 = 1 then now() - interval '5 days' end, case when s.id % 100 = 1 then now() - interval '20 days' end
     from subscribers s join tiers t on t.slug = case when s.id % 3 = 0 then 'breakfast' else 'coffee' end
     where s.id % 10 = 1`,
  );
  await pool.query(
    `insert into payments (purpose, rail, subscriber_id, amount, currency, settled_at)
     select 'contribution', 'transfer', id, 1000, 'eur', now() - interval '10 days' from subscribers where id % 100 = 2`,
  );
  await pool.query(
    `insert into suppressions (address_hash, address, reason, streams, created_by)
     select address_hash, address, 'manual', '{bulk}', 'bench' from subscribers where id % 20 = 0`,
  );
  await pool.query('vacuum analyze subscribers, subscriptions, suppressions, segment, memberships, payments');
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
