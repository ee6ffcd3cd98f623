import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { system } from '../../../src/access/actor.ts';
import { keepArticle } from '../../../src/articles/keep-articles.ts';
import { approve } from '../../../src/editions/approve.ts';
import { assemble } from '../../../src/editions/assemble.ts';
import { applyDeadlines } from '../../../src/editions/deadline.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { dueLaunches, noteMissed } from '../../../src/editions/missed.ts';
import { dueAssemblies } from '../../../src/editions/plans.ts';
import { type Slot, slotsBetween } from '../../../src/editions/rhythm.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { Conflict } from '../../../src/errors.ts';
import { setNewsletter } from '../../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { rhythmOf, sinceEver } from '../../support/rhythm.ts';
import { createTestServices } from '../../support/services.ts';
import { isThorough } from '../../support/thorough.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 2);

const minute = 60_000;
const day = 24 * 60 * minute;
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

const scenario = fc.record({
  place: fc.constantFrom(...changes),
  assembleAt: fc.constantFrom('00:15', '02:30', '05:30', '23:45'),
  sendAfter: fc.constantFrom(null, 30, 90),
  lateMinutes: fc.constantFrom(30, 180, 720),
  rule: fc.constantFrom('send' as const, 'hold' as const),
  isApproved: fc.boolean(),
  stops: fc.array(fc.record({ at: fc.nat(5 * 1440), minutes: fc.integer({ min: 1, max: 1_500 }) }), {
    maxLength: 4,
  }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

let round = 0;

/** What the sweep and its jobs do at a moment, two of them at once as two workers would. */
async function sweepAt(now: Date): Promise<void> {
  const one = async (): Promise<void> => {
    for (const newsletterId of await dueAssemblies(db, now))
      await assemble(services, { newsletterId, cause: 'schedule', actor: system }, now);
    await noteMissed(services, now);
    await applyDeadlines(services, now);
    for (const editionId of await dueLaunches(db, now))
      await launchEdition(services, { editionId, actor: system, ifDue: true }, now).catch(
        (error: unknown) => {
          if (!(error instanceof Conflict)) throw error;
        },
      );
  };
  await Promise.all([one(), one()]);
}

async function story(now: Date): Promise<void> {
  round += 1;
  const title = `A story of its own, number ${round}`;
  const content = {
    guid: title,
    url: `https://courier.example/${round}`,
    title,
    standfirst: '',
    author: '',
    html: '<p>Text</p>',
    image: null,
    categories: [],
    language: 'en',
    publishedAt: new Date(now.getTime() - minute),
  };
  await keepArticle(db, null, content, new Date(now.getTime() - minute));
}

/** Drafts that somebody finds approved, as soon as they are there. */
async function approveDrafts(now: Date): Promise<void> {
  const drafts = await db.selectFrom('editions').select('id').where('state', '=', 'draft').execute();
  for (const { id } of drafts) await approve(services, { editionId: id, actor: system }, now);
}

const shift = (time: string, minutes: number): string =>
  Temporal.PlainTime.from(time).add({ minutes }).toString().slice(0, 5);

describe('a machine that stops at random, over the days on which clocks move', () => {
  it('makes and sends each edition once, at its minute or late by the rule, or says that it missed it', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        await run(given);
      }),
      { numRuns: isThorough ? 60 : 3, endOnFailure: true },
    );
  });
});

async function run(given: Scenario): Promise<void> {
  const { place, assembleAt, sendAfter, lateMinutes, rule, isApproved, stops } = given;
  const [timeZone, middle] = place;
  const begin = Date.parse(`${middle}T00:00:00Z`) - 2 * day;
  const end = begin + 5 * day;
  const sendAt = sendAfter === null ? null : shift(assembleAt, sendAfter);
  await db.updateTable('editions').set({ state: 'cancelled' }).where('state', '<>', 'launched').execute();
  // Those of the scenario before lie in another year's days.
  await db.updateTable('editions').set({ windowEnd: null }).execute();
  await db.deleteFrom('assemblies').execute();
  await setNewsletter(db, system, 'daily', { timeZone });
  const values = { assembleAt, sendAt, lateMinutes, atDeadline: rule, deadlineMinutes: 60 };
  await setRules(db, system, daily.id, { enabled: true, minArticles: 1, ...values });
  await sinceEver(db);
  await db
    .updateTable('assemblyRules')
    .set({ rhythmSince: new Date(begin) })
    .execute();
  const known = new Set((await db.selectFrom('editions').select('id').execute()).map(({ id }) => id));
  const slots = slotsBetween(rhythmOf({ timeZone, ...values }), new Date(begin), new Date(end));
  const isUp = (at: number): boolean =>
    !stops.some((stop) => at >= begin + stop.at * minute && at < begin + (stop.at + stop.minutes) * minute);
  const moments = [
    ...slots.flatMap((slot) =>
      [slot.at, slot.deadline, slot.sendAt ?? slot.at].map((at) => at.getTime() + 2_000),
    ),
    ...stops.map((stop) => begin + (stop.at + stop.minutes) * minute + 1_000),
    end + day,
  ];
  for (const at of moments.toSorted((one, other) => one - other).filter(isUp)) {
    const now = new Date(at);
    await story(now);
    await sweepAt(now);
    if (isApproved) await approveDrafts(new Date(at + 500));
  }
  await verify(slots, given, known, isUp);
}

async function verify(
  slots: Slot[],
  { lateMinutes, isApproved }: Scenario,
  known: Set<number>,
  isUp: (at: number) => boolean,
): Promise<void> {
  const runs = await db.selectFrom('assemblies').selectAll().where('cause', '=', 'schedule').execute();
  const all = (await db.selectFrom('editions').selectAll().execute()).filter(({ id }) => !known.has(id));
  const late = lateMinutes * minute;
  for (const slot of slots) {
    const own = runs.filter(({ localDate }) => localDate === slot.day);
    assert.equal(own.length, 1, `${slot.day} has ${own.length} runs`);
    const [made] = own;
    const lateness = (made?.at.getTime() ?? 0) - slot.at.getTime();
    assert.equal(made?.missed, lateness > late, slot.day);
    if (isUp(slot.at.getTime() + 2_000)) assert.equal(lateness, 2_000, slot.day);
    const edition = all.find(({ id }) => id === made?.editionId);
    assert.equal(edition === undefined, made?.missed, slot.day);
    if (edition === undefined) continue;
    const { state, launchedAt, slotAt } = edition;
    if (state !== 'launched' || launchedAt === null) continue;
    const sends = await db
      .selectFrom('sends')
      .select('eligible')
      .where('editionId', '=', edition.id)
      .execute();
    assert.deepEqual(sends, [{ eligible: 2 }]);
    if (slotAt !== null) {
      assert.ok(launchedAt >= slotAt, 'not before its time');
      const wasInTime = isApproved && isUp(slotAt.getTime() + 2_000) && edition.createdAt < slotAt;
      if (wasInTime) assert.equal(launchedAt.getTime() - slotAt.getTime(), 2_000, slot.day);
    }
  }
  // What nothing was there to send in time waits for a person.
  for (const { state, missedAt, sendAt } of all)
    if (missedAt !== null) assert.deepEqual([state, sendAt], ['approved', null]);
}
