import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { system } from '../../../src/access/actor.ts';
import { approve } from '../../../src/editions/approve.ts';
import { addNewsletter, type Newsletter } from '../../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { checkFates } from '../../support/check-fates.ts';
import { addStaff } from '../../support/desk.ts';
import { dyingAfter, Killed } from '../../support/dying.ts';
import { type Course, type Fate, fatesOf, type Machine, stoppingMachine } from '../../support/fates.ts';
import { createTestServices } from '../../support/services.ts';
import { byTheWall } from '../../support/rhythm.ts';
import { beginCourses, sweepOnce, writeStory } from '../../support/sweeping.ts';
import { isThorough } from '../../support/thorough.ts';

const services = await createTestServices();
const { db } = services;

const minute = 60_000;
const day = 24 * 60 * minute;
const tick = 2_000;
const days = 5;
// The nights in which clocks move, with some days around them.
const changes = [
  ['Europe/Kyiv', '2026-03-29'],
  ['Europe/Kyiv', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Africa/Cairo', '2026-04-24'],
  ['America/Santiago', '2026-09-06'],
  ['America/Nuuk', '2026-03-28'],
  ['Pacific/Chatham', '2026-04-05'],
] as const;

const rhythm = {
  assembleAt: fc.constantFrom('00:15', '02:30', '05:30', '23:45'),
  lateMinutes: fc.constantFrom(30, 180, 720),
  deadlineMinutes: fc.constant(60),
};
// Each machine has an editor who approves at once, a rule that sends, and a rule that holds.
const scenario = fc.record({
  place: fc.constantFrom(...changes),
  approved: fc.record({
    ...rhythm,
    isApproved: fc.constant(true),
    sendAfter: fc.constantFrom(30, 90, 90, null),
    atDeadline: fc.constantFrom('send' as const, 'hold' as const),
  }),
  sent: fc.record({
    ...rhythm,
    isApproved: fc.constant(false),
    sendAfter: fc.constantFrom(null, 30, 90),
    atDeadline: fc.constant('send' as const),
  }),
  held: fc.record({
    ...rhythm,
    isApproved: fc.constant(false),
    sendAfter: fc.constantFrom(null, 90),
    atDeadline: fc.constantFrom('hold' as const, 'hold-and-alert' as const),
  }),
  stops: fc.array(fc.record({ at: fc.nat((days - 2) * 1440), minutes: fc.integer({ min: 1, max: 1_500 }) }), {
    maxLength: 4,
  }),
  // In the middle of what it does at a time: after so many statements, of one worker or of both.
  kills: fc.array(fc.record({ sweep: fc.nat(20), after: fc.nat(60), isBoth: fc.boolean() }), {
    minLength: 2,
    maxLength: 6,
  }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;
const papers = ['approved', 'sent', 'held'] as const;

const newsletters = new Map<string, Newsletter>();
before(async () => {
  newsletters.set('approved', await openNewsroom(services, 'approved'));
  for (const slug of ['sent', 'held'])
    newsletters.set(slug, await addNewsletter(db, system, { slug, name: `The Courier, ${slug}` }));
  for (const newsletter of newsletters.values()) await addReaders(services, newsletter, 2);
  await addStaff(services, 'editor');
});
const newsletterOf = (slug: string): Newsletter => newsletters.get(slug) ?? assert.fail(slug);

/** Two workers at once, of which some are killed on their way; then the machine is there again. */
async function sweepAt(now: Date, kill: Scenario['kills'][number] | undefined): Promise<void> {
  if (kill !== undefined) {
    const { after, isBoth } = kill;
    const workers = [dyingAfter(services, after), isBoth ? dyingAfter(services, after) : services];
    for (const outcome of await Promise.allSettled(workers.map((one) => sweepOnce(one, now))))
      if (outcome.status === 'rejected' && !(outcome.reason instanceof Killed)) throw outcome.reason;
  }
  await Promise.all([services, services].map((one) => sweepOnce(one, now)));
}

/** Drafts that somebody finds approved, as soon as they are there. */
async function approveDrafts(now: Date): Promise<void> {
  const drafts = await db
    .selectFrom('editions')
    .select('id')
    .where('state', '=', 'draft')
    .where('newsletterId', '=', newsletterOf('approved').id)
    .execute();
  for (const { id } of drafts) await approve(services, { editionId: id, actor: system }, now);
}

// Every run looks at other days. RHYTHM_SEED, which a failure prints as `seed`, looks at the same again.
const seed = Number(process.env['RHYTHM_SEED'] ?? randomInt(2 ** 31));

describe('a machine that stops at random, also in the middle of its work, over the days on which clocks move', () => {
  it('makes each edition once and sends it once, at its minute or late by the rule, or says what keeps it', async () => {
    await fc.assert(fc.asyncProperty(scenario, run), {
      seed,
      numRuns: isThorough ? 60 : 2,
      endOnFailure: true,
    });
  });
});

describe('a process that is killed after its first statement, its second, and so on', () => {
  it('leaves an edition that the one after it makes, approves by the rule and sends once and whole', async () => {
    const newsletter = newsletterOf('sent');
    const timing = { assembleAt: '05:30', sendAfter: 30, lateMinutes: 30, deadlineMinutes: 10 };
    const course = { timeZone: 'Europe/Kyiv', ...timing, atDeadline: 'send' as const, isApproved: false };
    const begin = byTheWall(course.timeZone, '2026-06-01', course.assembleAt);
    await beginCourses(db, new Map([[newsletter, course]]), begin);
    await db
      .updateTable('assemblyRules')
      .set({ enabled: false })
      .where('newsletterId', '<>', newsletter.id)
      .execute();
    const known = new Set((await db.selectFrom('editions').select('id').execute()).map(({ id }) => id));
    const [fate] = fatesOf(course, stoppingMachine([], tick), begin, 1);
    const { made, end } = fate ?? assert.fail();
    assert.ok(fate?.day === '2026-06-01' && end?.is === 'launched');
    await writeStory(db, new Date(made));
    for (const at of [made, made + course.deadlineMinutes * minute, end.at])
      for (let statements = 0; await isKilled(statements, new Date(at + tick)); ) statements += 1;
    await checkFates(db, {
      newsletterId: newsletter.id,
      course,
      fates: [fate],
      known,
      horizon: end.at,
      tick,
    });
  });
});

async function isKilled(statements: number, now: Date): Promise<boolean> {
  try {
    await sweepOnce(dyingAfter(services, statements), now);
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

async function run(given: Scenario): Promise<void> {
  const begin = Date.parse(`${given.place[1]}T00:00:00Z`) - day;
  const horizon = begin + days * day;
  const [timeZone] = given.place;
  const courses = new Map(
    papers.map((slug): [Newsletter, Course] => [newsletterOf(slug), { timeZone, ...given[slug] }]),
  );
  await beginCourses(db, courses, begin);
  const known = new Set((await db.selectFrom('editions').select('id').execute()).map(({ id }) => id));
  const stops = given.stops.map(({ at, minutes }) => ({
    from: begin + at * minute,
    until: begin + (at + minutes) * minute,
  }));
  const machine = stoppingMachine(stops, tick);
  const expected = [...courses].map(([{ id: newsletterId }, course]) => {
    const fates = fatesOf(course, machine, begin, days).filter(({ made }) => made <= horizon);
    return { newsletterId, course, fates, known, horizon, tick };
  });
  const moments = [...momentsOf(expected, machine), ...stops.map(({ until }) => machine.up(until)), horizon];
  const inOrder = [...new Set(moments)].filter((at) => at <= horizon).toSorted((one, other) => one - other);
  for (const [index, at] of inOrder.entries()) {
    const now = new Date(at + tick);
    await writeStory(db, now);
    await sweepAt(
      now,
      given.kills.find(({ sweep }) => sweep === index),
    );
    await approveDrafts(new Date(at + tick + 500));
  }
  for (const one of expected) await checkFates(db, one);
}

/** The minutes at which something is to happen. */
function momentsOf(expected: Array<{ course: Course; fates: Fate[] }>, machine: Machine): number[] {
  return expected.flatMap(({ course, fates }) =>
    fates.flatMap(({ made, end }) => [
      made,
      machine.up(made + course.deadlineMinutes * minute),
      end?.at ?? made,
    ]),
  );
}
