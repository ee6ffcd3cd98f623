// What the pages about editions cost on an edition with very many readers: each reads counts that are kept, or a page by its
// key. Beside what it is to be told apart from, in the same run: one question that reads the edition's rows through.
import { sql } from 'kysely';
import { system } from '../src/access/actor.ts';
import type { Db } from '../src/db.ts';
import { launchSend, openSend } from '../src/delivery/launch.ts';
import { readProgress } from '../src/delivery/progress.ts';
import { foldEnded } from '../src/delivery/shares.ts';
import { migrate } from '../src/migrate.ts';
import type { Newsletter } from '../src/publication/newsletters.ts';
import { listPeople, type PeopleRequest } from '../src/reports/people/list-people.ts';
import { selectEditionPage } from '../src/reports/queries/editions.ts';
import { readReport } from '../src/reports/report/read-report.ts';
import { explainDelivery } from '../src/reports/why/explain-delivery.ts';
import { createServices, type Services } from '../src/services.ts';
import { openNewsroom } from '../test/support/cast.ts';
import { addCrowd } from '../test/support/crowd.ts';
import { prepareTestSend } from '../test/support/send.ts';
import { testConfig } from '../test/support/services.ts';
import { median, print } from './print.ts';
import { printSlow, timed } from './timed.ts';

const audience = Number(process.env['BENCH_AUDIENCE'] ?? 1_000_000);
const before = 30;
const rounds = 7;

/** @returns what `--json` prints */
export async function benchReports(databaseUrl: string): Promise<object> {
  const services = await createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  try {
    await migrate(services);
    const newsletter = await openNewsroom(services);
    for (let index = 0; index < before; index += 1) await launchAndEnd(services, newsletter);
    await addCrowd(services, newsletter, audience);
    await sql`update subscribers set address = replace(address, 'readers.example', 'gmail.com') where id % 3 = 0`.execute(
      services.db,
    );
    // Few of very many, in no batch but the last.
    await sql`update subscribers set address = replace(address, 'readers.example', 'icloud.com')
      where id in (select id from subscribers order by id desc limit 20)`.execute(services.db);
    const editionId = await launch(services, newsletter);
    const keeping = await costOfKeeping(services.db, editionId);
    const live = await measureAll(services, editionId, ['progress', 'report', 'list of editions']);
    await deliver(services.db, editionId);
    await foldEnded(services);
    const over = await measureAll(services, editionId);
    const yardstick = await timed(() => readThrough(services.db, editionId), rounds);
    const rows = (of: Record<string, number>, when: string): string[][] =>
      Object.entries(of).map(([name, ms]) => [
        `${name}, ${when}`,
        ms.toFixed(1),
        (ms / yardstick).toFixed(3),
      ]);
    print(
      [`with ${audience} readers`, 'ms', 'to reading them through'],
      [
        ...rows(live, 'at the launch'),
        ...rows(over, 'over'),
        ['reading the rows through, once', yardstick.toFixed(1), '1'],
      ],
    );
    print(
      ['a group of fifty, claimed and recorded', 'ms'],
      [
        ['with the counts that pages read', keeping.with.toFixed(2)],
        ['without them', keeping.without.toFixed(2)],
      ],
    );
    printSlow([...Object.entries(live), ...Object.entries(over)]);
    return { reports: { audience, yardstickMs: yardstick, keeping, live, over } };
  } finally {
    await services.close();
  }
}

async function launch(services: Services, newsletter: Newsletter): Promise<number> {
  const send = await prepareTestSend(services, newsletter);
  await services.db.transaction().execute((trx) => launchSend(trx, services.config, send));
  await openSend(services.db, send.editionId);
  await sql`analyze deliveries, delivery_counts, delivery_shares`.execute(services.db);
  return send.editionId;
}

async function launchAndEnd(services: Services, newsletter: Newsletter): Promise<void> {
  await deliver(services.db, await launch(services, newsletter));
  await foldEnded(services);
}

/** One of a thousand fails for good, one of two hundred is suppressed, and some have left and complained by its link. */
async function deliver(db: Db, editionId: number): Promise<void> {
  await sql`update deliveries set updated_at = now(), attempt = 1, relay = 'main',
      state = (case when subscriber_id % 1000 = 0 then 'failed' when subscriber_id % 200 = 1 then 'suppressed' else 'sent' end)::delivery_state,
      reply_class = case when subscriber_id % 1000 = 0 then 'hard' end,
      reply = case when subscriber_id % 1000 = 0 then '550 5.1.1 no such user' end,
      reason = case when subscriber_id % 200 = 1 then 'unsubscribed' end
    where edition_id = ${editionId}`.execute(db);
  await sql`insert into events (kind, subscriber_id, edition_id)
    select case when subscriber_id % 3 = 0 then 'complained' else 'unsubscribed' end, subscriber_id, edition_id
    from deliveries where edition_id = ${editionId} and subscriber_id % 500 = 7`.execute(db);
  await sql`update delivery_batches set finished_at = now() where edition_id = ${editionId}`.execute(db);
  await sql`update sends set state = 'finished', finished_at = now() where edition_id = ${editionId}`.execute(
    db,
  );
  await sql`vacuum analyze deliveries, delivery_counts, delivery_shares, events, reports`.execute(db);
}

async function measureAll(
  services: Services,
  editionId: number,
  only?: string[],
): Promise<Record<string, number>> {
  const { db } = services;
  const people = (asked: Partial<PeopleRequest>) => () =>
    listPeople(db, system, {
      editionId,
      kind: 'sent',
      beginning: '',
      after: '',
      limit: 50,
      ...asked,
    });
  const middle = `${Math.floor(audience / services.config.delivery.batchSize / 2)}.0`;
  const whom = { address: `crowd${Math.floor(audience / 2) + 1}@readers.example` };
  const all: Record<string, () => Promise<unknown>> = {
    progress: () => readProgress(db, [editionId]),
    report: () => readReport(db, system, editionId),
    'list of editions': () =>
      selectEditionPage(db, { newsletterId: null, state: null, words: '', before: null }, 21),
    'people, first page': people({}),
    'people, from the middle': people({ after: middle }),
    'people who failed': people({ kind: 'failed', detail: 'hard' }),
    'people, by a beginning': people({ beginning: 'crowd777' }),
    'people at a large destination': people({ destination: 'gmail' }),
    'people at a small one': people({ destination: 'apple' }),
    'people who left': people({ kind: 'unsubscribed' }),
    'why one got it': () => explainDelivery(services, system, { editionId, whom }),
  };
  const measured: Record<string, number> = {};
  for (const [name, ask] of Object.entries(all))
    if (only === undefined || only.includes(name)) measured[name] = await timed(ask, rounds);
  return measured;
}

/** What it costs a group of rows that the counts are kept with each change: claimed and recorded, in turns with and without. */
async function costOfKeeping(db: Db, editionId: number): Promise<{ with: number; without: number }> {
  const figures: Record<'enable' | 'disable', number[]> = { enable: [], disable: [] };
  for (let batch = 0; batch < Math.min(40, audience / 1_000); batch += 1) {
    const how = batch % 2 === 0 ? 'enable' : 'disable';
    await sql.raw(`alter table deliveries ${how} trigger deliveries_shared_on_update`).execute(db);
    for (let group = 0; group < 8; group += 1) {
      const began = performance.now();
      for (const [from, to] of [
        ['waiting', 'sending'],
        ['sending', 'sent'],
      ] as const)
        await sql`update deliveries set state = ${to}::delivery_state where ctid = any (array(select ctid from deliveries
          where edition_id = ${editionId} and batch = ${batch} and state = ${from}::delivery_state order by subscriber_id limit 50))`.execute(
          db,
        );
      figures[how].push(performance.now() - began);
    }
  }
  await sql.raw('alter table deliveries enable trigger deliveries_shared_on_update').execute(db);
  return { with: median(figures.enable), without: median(figures.disable) };
}

async function readThrough(db: Db, editionId: number): Promise<void> {
  await sql`select state, reply_class, count(*) from deliveries where edition_id = ${editionId} group by 1, 2`.execute(
    db,
  );
}
