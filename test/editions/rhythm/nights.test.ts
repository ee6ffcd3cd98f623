import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Newsletter } from '../../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { checkFates } from '../../support/check-fates.ts';
import { type Course, fatesOf, stoppingMachine } from '../../support/fates.ts';
import { byTheWall, type OddTime, oddTimesOf, tenZones } from '../../support/rhythm.ts';
import { createTestServices } from '../../support/services.ts';
import { beginCourses, sweepOnce, writeStory } from '../../support/sweeping.ts';

const services = await createTestServices();
const { db } = services;
const minute = 60_000;
const tick = 2_000;
const year = 2026;
// Where clocks do not move these are nights like any other.
const quiet: OddTime[] = [
  { day: '2026-03-29', time: '02:30' },
  { day: '2026-10-25', time: '02:30' },
];

let daily: Newsletter;
before(async () => {
  daily = await openNewsroom(services);
  await addReaders(services, daily, 2);
});

describe('a digest whose time a clock leaves out or shows twice', () => {
  for (const timeZone of tenZones)
    it(`in ${timeZone} is assembled, sent by the rule and launched once, at its minute by the wall`, async () => {
      const odd = oddTimesOf(timeZone, year);
      assert.notEqual(odd.length, 1, 'clocks that move move twice');
      for (const night of odd.length === 0 ? quiet : odd) await passNight(timeZone, night);
    });
});

/** From its assembly to its launch: 10 minutes to the deadline, half an hour to the send. */
async function passNight(timeZone: string, { day, time }: OddTime): Promise<void> {
  const course: Course = {
    timeZone,
    assembleAt: time,
    sendAfter: 30,
    lateMinutes: 30,
    deadlineMinutes: 10,
    atDeadline: 'send',
    isApproved: false,
  };
  const begin = byTheWall(timeZone, day, time);
  await beginCourses(db, new Map([[daily, course]]), begin);
  const known = new Set((await db.selectFrom('editions').select('id').execute()).map(({ id }) => id));
  const [fate] = fatesOf(course, stoppingMachine([], tick), begin, 1);
  const { end } = fate ?? assert.fail();
  assert.ok(fate?.day === day && end?.is === 'launched', `${timeZone} ${day}`);
  for (const at of [begin, begin + course.deadlineMinutes * minute, end.at]) {
    const now = new Date(at + tick);
    await writeStory(db, now);
    // A moment before it is too early.
    await sweepOnce(services, new Date(at - 1));
    await sweepOnce(services, now);
  }
  await checkFates(db, { newsletterId: daily.id, course, fates: [fate], known, horizon: end.at, tick });
}
