// What the desk's front page costs once thousands of editions lie behind it: it shows some twenty of them, and each of its
// questions must find those without reading the others through. Beside the same questions with a few dozen editions.
import { sql } from 'kysely';
import { system } from '../src/access/actor.ts';
import type { Db } from '../src/db.ts';
import { listComing } from '../src/editions/coming.ts';
import { applyDeadlines } from '../src/editions/deadline.ts';
import { readAlerts } from '../src/editions/desk/alerts.ts';
import { readToday } from '../src/editions/desk/today.ts';
import { dueLaunches, noteMissed } from '../src/editions/missed.ts';
import { selectSkipped, selectMissedRuns } from '../src/editions/queries/runs.ts';
import { selectGone, selectInHand } from '../src/editions/queries/today.ts';
import { setRules } from '../src/editions/rules.ts';
import { migrate } from '../src/migrate.ts';
import { addNewsletter } from '../src/publication/newsletters.ts';
import { createServices, type Services } from '../src/services.ts';
import { writeArticles } from '../test/support/articles.ts';
import { addReaders, openNewsroom } from '../test/support/cast.ts';
import { assembleDigest } from '../test/support/digest.ts';
import { launchDigest } from '../test/support/reported.ts';
import { testConfig } from '../test/support/services.ts';
import { print } from './print.ts';
import { printSlow, timed } from './timed.ts';

const editions = Number(process.env['BENCH_EDITIONS'] ?? 5_000);
const few = 50;
const newsletters = 5;
const rounds = 9;

/** @returns what `--json` prints */
export async function benchToday(databaseUrl: string): Promise<object> {
  const services = await createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  try {
    await migrate(services);
    const first = await openYears(services);
    await repeat(services.db, first, few);
    const small = await measure(services);
    await repeat(services.db, first, editions - few);
    const large = await measure(services);
    print(
      ['', `ms with ${few} editions`, `with ${editions}`, 'ratio'],
      Object.entries(large).map(([name, ms]) => {
        const before = small[name] ?? Number.NaN;
        return [name, before.toFixed(1), ms.toFixed(1), (ms / before).toFixed(1)];
      }),
    );
    printSlow(Object.entries(large));
    return { today: { editions, small, large } };
  } finally {
    await services.close();
  }
}

/** Newsletters that assemble themselves, one edition that has gone out, and a draft; gives the id of the first. */
async function openYears(services: Services): Promise<number> {
  const { db } = services;
  const daily = await openNewsroom(services);
  await addReaders(services, daily, 4);
  const rules = { enabled: true, minArticles: 1, ballots: false };
  await setRules(db, system, daily.id, rules);
  for (let index = 1; index < newsletters; index += 1) {
    const { id } = await addNewsletter(db, system, { slug: `more-${index}`, name: `More ${index}` });
    await setRules(db, system, id, rules);
  }
  await writeArticles(db, 200, 'pool');
  const editionId = await launchDigest(services);
  await sql`update deliveries set state = 'sent' where edition_id = ${editionId}`.execute(db);
  await sql`update sends set state = 'finished', finished_at = now() where edition_id = ${editionId}`.execute(
    db,
  );
  // What stood in those editions is as old as they are.
  await sql`update articles set published_at = now() - interval '60 days', first_seen_at = now() - interval '60 days'`.execute(
    db,
  );
  await writeArticles(db, 40, 'new');
  await assembleDigest(services);
  return editionId;
}

/** As many editions as that one more, one a day and newsletter back into the past, with all that belongs to each. */
async function repeat(db: Db, first: number, count: number): Promise<void> {
  const { rows } = await sql<{ top: number }>`select max(id)::int as top from editions`.execute(db);
  const top = rows[0]?.top ?? 0;
  const like = (table: string, own: string, where = `edition_id = ${first}`): string =>
    `insert into ${table} overriding system value
      select (jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object(${own}))).*
      from ${table} t, generate_series(1, ${count}) as n where t.${where}`;
  const id = `${top} + n`;
  // Each belongs to a newsletter in turn, and to a day before the one after it.
  const at = `now() - make_interval(days => (${count} - n) / ${newsletters} + 1)`;
  const of = `'newsletter_id', 1 + n % ${newsletters}`;
  const statements = [
    like(
      'editions',
      `'id', ${id}, 'number', ${id}, 'slug', 'old-' || ${id}, ${of}, 'created_at', ${at}, 'launched_at', ${at}, 'window_end', ${at}, 'approved_revision_id', ${id} + 1000000`,
      `id = ${first}`,
    ),
    like(
      'edition_revisions',
      `'id', ${id} + 1000000, 'edition_id', ${id}, 'mails', '[]'::jsonb, 'web_html', ''`,
    ),
    `insert into approvals (revision_id, approved_by, by_rule) select ${id} + 1000000, 'system', false from generate_series(1, ${count}) as n`,
    `insert into edition_articles (edition_id, article_id, block, position)
      select ${id}, 1 + (n * 12 + story) % 200, 'article', story from generate_series(1, ${count}) as n, generate_series(0, 11) as story`,
    like('sends', `'edition_id', ${id}, 'revision_id', ${id} + 1000000, 'launched_at', ${at}, ${of}`),
    like('delivery_counts', `'edition_id', ${id}`),
    `insert into assemblies (newsletter_id, local_date, cause, edition_id, articles, reason, at, missed)
      select 1 + n % ${newsletters}, (${at})::date, 'schedule', case when n % 20 > 0 then ${id} end, 12,
        case when n % 20 = 0 then 'no new article' end, ${at}, n % 40 = 0
      from generate_series(1, ${count}) as n on conflict do nothing`,
    `insert into events (kind, edition_id, data) select 'deadline-passed', ${id}, '{"problem": null}'::jsonb
      from generate_series(1, ${count}) as n where n % 2 = 0`,
    `select setval(pg_get_serial_sequence('editions', 'id'), (select max(id) from editions))`,
  ];
  await db.transaction().execute(async (trx) => {
    // Editions and their revisions name each other.
    await sql`set local session_replication_role = replica`.execute(trx);
    for (const statement of statements) await sql.raw(statement).execute(trx);
  });
  await sql`vacuum analyze`.execute(db);
}

async function measure(services: Services): Promise<Record<string, number>> {
  const { db } = services;
  const now = new Date();
  const nothingMissing = () => Promise.resolve([]);
  const today = await readToday(db, nothingMissing, now);
  const all: Record<string, () => Promise<unknown>> = {
    'the page': () => readToday(db, nothingMissing, now),
    'its alerts': () => readAlerts(services, 'owner', today, now),
    'what comes next': () => listComing(db, now),
    'what is in hand': () => selectInHand(db, 20),
    'what has gone out': () => selectGone(db, 7),
    'what was left out': () => selectSkipped(db, null, 3),
    'what was missed': () => selectMissedRuns(db, new Date(now.getTime() - 36 * 3_600_000)),
    'the sweep: deadlines, launches, missed': async () => {
      await noteMissed(services, now);
      await applyDeadlines(services, now);
      await dueLaunches(db, now);
    },
  };
  const figures: Record<string, number> = {};
  for (const [name, ask] of Object.entries(all)) figures[name] = await timed(ask, rounds);
  return figures;
}
