import assert from 'node:assert/strict';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db } from '../../src/db.ts';
import type { Editions } from '../../src/db-schema.ts';
import { note } from '../../src/editions/say.ts';
import type { Course, End, Fate } from './fates.ts';

interface Told {
  newsletterId: number;
  course: Course;
  /** In order of time. */
  fates: Fate[];
  /** Editions of before. */
  known: ReadonlySet<number>;
  /** Until then it ran. */
  horizon: number;
  /** So long after the beginning of a minute something is done. */
  tick: number;
}

/** That each edition of a rhythm had its fate, and that there is none but those. */
export async function checkFates(db: Db, told: Told): Promise<void> {
  const { newsletterId, fates, known, tick } = told;
  const runs = await db
    .selectFrom('assemblies')
    .select(['localDate', 'cause', 'missed', 'at'])
    .where('newsletterId', '=', newsletterId)
    .orderBy('localDate')
    .execute();
  assert.deepEqual(
    runs,
    fates.map((fate) => ({
      localDate: fate.day,
      cause: 'schedule',
      missed: fate.end === null,
      at: new Date(fate.made + tick),
    })),
  );
  const all = await db
    .selectFrom('editions')
    .selectAll()
    .where('newsletterId', '=', newsletterId)
    .orderBy('id')
    .execute();
  const editions = all.filter(({ id }) => !known.has(id));
  const made = fates.filter(({ end }) => end !== null);
  assert.deepEqual(
    editions.map(({ createdAt }) => createdAt),
    made.map((fate) => new Date(fate.made + tick)),
  );
  for (const [index, edition] of editions.entries()) {
    const fate = made[index] ?? assert.fail();
    const next = editions[index + 1];
    await checkEnd(db, told, { edition, next, end: fate.end ?? assert.fail(), day: fate.day });
  }
}

interface Ended {
  edition: Selectable<Editions>;
  next: Selectable<Editions> | undefined;
  end: End;
  day: string;
}

async function checkEnd(db: Db, { course, horizon, tick }: Told, ended: Ended): Promise<void> {
  const { edition, end, next, day } = ended;
  const name = `${day}, which is to be ${end.is}`;
  const { state, sendAt, launchedAt, missedAt } = edition;
  const traces = await tracesOf(db, edition.id);
  const isLaunched = end.is === 'launched' && end.at <= horizon;
  // Once, to both readers, and begun.
  const once = { sends: 1, launches: 1, deliveries: 2, unopened: 0 };
  const never = { sends: 0, launches: 0, deliveries: 0, unopened: 0 };
  const { sends, launches, deliveries, unopened } = traces;
  assert.deepEqual({ sends, launches, deliveries, unopened }, isLaunched ? once : never, name);
  // What the machine has not come to yet.
  if (end.at > horizon) return assert.ok(['draft', 'scheduled'].includes(state), `${name} is ${state}`);
  if (end.is === 'launched') {
    assert.deepEqual([state, launchedAt], ['launched', new Date(end.at + tick)], name);
    assert.deepEqual(traces.byRule, end.byRule ? 1 : 0, name);
  } else if (end.is === 'told as missed') {
    assert.deepEqual([state, sendAt, missedAt], ['approved', null, new Date(end.slotAt)], name);
    assert.equal(traces.misses, 1, name);
  } else if (end.is === 'waiting') {
    assert.deepEqual([state, sendAt, missedAt], ['approved', null, null], name);
  } else {
    const replacing = next !== undefined && JSON.stringify(next.notes).includes(saysReplaced(edition.number));
    assert.equal(state, next === undefined ? 'draft' : 'cancelled', name);
    assert.equal(replacing, next !== undefined, `${name}, and is told of by the next`);
    if (end.is === 'held') checkHeld(course, end.isTooLate, traces, name);
  }
}

function saysReplaced(number: number): string {
  return JSON.stringify(note.replaces(String(number))).slice(1, -1);
}

type Traces = Awaited<ReturnType<typeof tracesOf>>;

/** The deadline has said so once, why, and to those who may approve it where the rule is that. */
function checkHeld({ atDeadline }: Course, isTooLate: boolean, { told, alerts }: Traces, name: string): void {
  assert.deepEqual(
    told.map(({ rule, problem }) => [rule, problem !== null]),
    [[atDeadline, isTooLate]],
    name,
  );
  assert.equal(alerts, atDeadline === 'hold' ? 0 : 1, name);
}

async function tracesOf(db: Db, editionId: number) {
  const { rows } = await sql<{
    sends: number;
    unopened: number;
    deliveries: number;
    launches: number;
    misses: number;
    byRule: number;
    alerts: number;
    told: Array<{ rule: string; problem: string | null }>;
  }>`select
    (select count(*)::int from sends where edition_id = ${editionId}) as sends,
    (select count(*)::int from sends where edition_id = ${editionId} and state = 'launching') as unopened,
    (select count(*)::int from deliveries where edition_id = ${editionId}) as deliveries,
    (select count(*)::int from audit_log where action = 'edition.launch' and subject = ${`edition:${editionId}`}) as launches,
    (select count(*)::int from audit_log where action = 'edition.missed' and subject = ${`edition:${editionId}`}) as misses,
    (select count(*)::int from approvals a join edition_revisions r on r.id = a.revision_id
      where r.edition_id = ${editionId} and a.by_rule) as by_rule,
    (select count(*)::int from service_mails where idempotency_key like ${`edition-held:${editionId}:%`}) as alerts,
    (select coalesce(json_agg(data), '[]'::json) from events where edition_id = ${editionId} and kind = 'deadline-passed') as told`.execute(
    db,
  );
  return rows[0] ?? assert.fail();
}
