import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { calendarOf, planOf, type Rhythm, type Slot, slotsBetween } from '../../../src/editions/rhythm.ts';
import { rhythmOf, tenZones, wallClock } from '../../support/rhythm.ts';
import { isThorough } from '../../support/thorough.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = new Date('2026-01-01T00:00:00Z');
const end = new Date('2027-01-01T00:00:00Z');
const none: ReadonlySet<string> = new Set();

/** The minutes of a day by the wall, with the hours around it, at which it shows a time. */
function minutesShowing(shown: (at: number) => string, text: string): number[] {
  const noon = Date.parse(`${text.slice(0, 10)}T12:00:00Z`);
  const found: number[] = [];
  for (let at = noon - 30 * hour; at <= noon + 30 * hour; at += minute)
    if (shown(at) === text) found.push(at);
  return found;
}

const timeOfDay = fc
  .tuple(fc.oneof(fc.constantFrom(0, 1, 2, 3, 23), fc.nat(23)), fc.constantFrom(0, 15, 30, 45, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const weekdays = fc.oneof(
  fc.constant<number[]>([1, 2, 3, 4, 5, 6, 7]),
  fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
);
const rhythms = (timeZone: string) =>
  fc
    .record({
      assembleAt: timeOfDay,
      sendAt: fc.option(timeOfDay),
      weekdays,
      lateMinutes: fc.integer({ min: 10, max: 720 }),
    })
    .map((changes) => rhythmOf({ timeZone, ...changes }));

/** Days on which the machine stops, and for how many minutes. */
const stops = fc.array(
  fc.record({ at: fc.nat(365 * 1440), minutes: fc.oneof(fc.nat(90), fc.nat(3 * 1440)) }),
  { maxLength: 40 },
);

// Every run looks at other rhythms. RHYTHM_SEED, which a failure prints as `seed`, looks at the same again.
const seed = Number(process.env['RHYTHM_SEED'] ?? randomInt(2 ** 31));
const runs = { seed, numRuns: isThorough ? 40 : 5 };

describe('the plan of a year, reckoned without a database', () => {
  for (const timeZone of tenZones)
    it(`has each edition in ${timeZone} once, at the minute that its clock shows first`, () => {
      const shown = wallClock(timeZone);
      const days = Array.from({ length: 365 }, (_, index) => new Date(begin.getTime() + index * day));
      fc.assert(
        fc.property(rhythms(timeZone), (rhythm) => {
          const slots = slotsBetween(
            rhythm,
            new Date(begin.getTime() - 3 * day),
            new Date(end.getTime() + 3 * day),
          );
          const byDay = new Map(slots.map((slot) => [slot.day, slot]));
          assert.equal(byDay.size, slots.length, 'a day has one edition');
          for (const one of days) {
            const name = one.toISOString().slice(0, 10);
            const isWanted = rhythm.weekdays.includes(one.getUTCDay() === 0 ? 7 : one.getUTCDay());
            const slot = byDay.get(name);
            assert.equal(slot !== undefined, isWanted, name);
            if (slot !== undefined) isAtItsMinute(shown, slot, rhythm);
          }
        }),
        runs,
      );
    });

  for (const timeZone of tenZones)
    it(`gives a machine in ${timeZone} that stops at random each edition once: in time, late by the rule, or as missed`, () => {
      fc.assert(
        fc.property(rhythms(timeZone), stops, fc.nat(4_999), (rhythm, stopped, delay) => {
          const slots = slotsBetween(rhythm, begin, end);
          const isUp = (at: number): boolean =>
            !stopped.some((stop) => {
              const from = begin.getTime() + stop.at * minute;
              return at >= from && at < from + stop.minutes * minute;
            });
          // The sweep comes every few seconds: what matters is the first after each time, and after each stop.
          const ticks = [
            ...slots.map(({ at }) => at.getTime() + delay),
            ...stopped.map((stop) => begin.getTime() + (stop.at + stop.minutes) * minute + delay),
            end.getTime() + day,
          ]
            .filter((at) => isUp(at))
            .toSorted((one, other) => one - other);
          const ran = new Set<string>();
          const made = new Map<string, { late: number; missed: boolean }>();
          const note = (slot: Slot, at: number, missed: boolean): void => {
            assert.ok(!made.has(slot.day), `${slot.day} twice`);
            ran.add(slot.day);
            made.set(slot.day, { late: at - slot.at.getTime(), missed });
          };
          for (const at of ticks) {
            const plan = planOf({ ...rhythm, since: begin }, new Date(at), ran);
            for (const slot of plan.missed) note(slot, at, true);
            if (plan.due !== null) note(plan.due, at, false);
          }
          for (const { day: name, at } of slots) {
            const outcome = made.get(name) ?? assert.fail(`${name} was lost`);
            const { late, missed } = outcome;
            assert.equal(missed, late > rhythm.lateMinutes * minute, name);
            if (isUp(at.getTime() + delay)) assert.deepEqual(outcome, { late: delay, missed: false }, name);
          }
        }),
        runs,
      );
    });
});

/** At its minute by the wall; in a gap as much later as the clocks jump; of two such minutes the first. */
function isAtItsMinute(shown: (at: number) => string, { day: name, at, sendAt }: Slot, rhythm: Rhythm): void {
  const text = `${name}T${rhythm.assembleAt}`;
  const time = at.getTime();
  if (shown(time) === text) {
    for (const earlier of [30, 60, 120]) assert.notEqual(shown(time - earlier * minute), text, text);
  } else {
    assert.deepEqual(minutesShowing(shown, text), [], `${text} is shown by the wall`);
    const before = Date.parse(`${shown(time - 2 * hour)}Z`) + 2 * hour;
    assert.equal(before, Date.parse(`${text}Z`), `${text} by the clock before the change`);
  }
  if (sendAt === null || rhythm.sendAt === null) return;
  assert.ok(sendAt >= at && sendAt.getTime() - time <= day + hour, `${text} goes out`);
  const sent = shown(sendAt.getTime());
  if (sent.slice(11) !== rhythm.sendAt && sendAt.getTime() !== time) {
    const own = `${new Date(Date.parse(`${name}Z`) + (rhythm.sendAt < rhythm.assembleAt ? day : 0)).toISOString().slice(0, 10)}T${rhythm.sendAt}`;
    assert.deepEqual(minutesShowing(shown, own), [], `${own} is shown by the wall`);
  }
}

describe('a time that a day does not have', () => {
  const slotOf = (timeZone: string, name: string, assembleAt: string): Slot => {
    const noon = Date.parse(`${name}T12:00:00Z`);
    const slots = slotsBetween(
      rhythmOf({ timeZone, assembleAt }),
      new Date(noon - 2 * day),
      new Date(noon + 2 * day),
    );
    return slots.find((slot) => slot.day === name) ?? assert.fail(name);
  };

  it('is as much later as the clocks jump: an hour, half an hour, at midnight, and past it', () => {
    const cases = [
      ['Europe/Kyiv', '2026-03-29', '03:30', '2026-03-29T04:30'],
      ['America/New_York', '2026-03-08', '02:30', '2026-03-08T03:30'],
      ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-04T02:45'],
      ['Africa/Cairo', '2026-04-24', '00:15', '2026-04-24T01:15'],
      ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T01:00'],
      ['America/Nuuk', '2026-03-28', '23:30', '2026-03-29T00:30'],
    ] as const;
    for (const [zone, name, time, shown] of cases)
      assert.equal(wallClock(zone)(slotOf(zone, name, time).at.getTime()), shown, zone);
  });

  it('is none where an island skipped the day itself', () => {
    const rhythm = rhythmOf({ timeZone: 'Pacific/Apia' });
    const slots = slotsBetween(rhythm, new Date('2011-12-27T00:00:00Z'), new Date('2012-01-02T00:00:00Z'));
    const names = slots.map((slot) => slot.day);
    assert.ok(names.includes('2011-12-29') && names.includes('2011-12-31') && !names.includes('2011-12-30'));
  });
});

describe('holidays', () => {
  const holidays = [
    { name: 'Christmas', from: '2025-12-24', to: '2026-01-01', yearly: true },
    { name: 'The move', from: '2026-12-10', to: '2026-12-10', yearly: false },
  ];
  const rhythm = rhythmOf({ holidays });

  it('have no edition, every year where that is said, also over New Year', () => {
    const slots = slotsBetween(rhythm, new Date('2026-12-01T00:00:00Z'), new Date('2028-01-05T00:00:00Z'));
    const names = slots.map((slot) => slot.day);
    for (const off of ['2026-12-10', '2026-12-24', '2027-01-01', '2027-12-31', '2028-01-01'])
      assert.ok(!names.includes(off), off);
    for (const on of ['2026-12-09', '2026-12-23', '2027-01-02', '2027-12-10'])
      assert.ok(names.includes(on), on);
  });

  it('stand between the next editions, with the days on which clocks move', () => {
    const days = calendarOf(rhythm, new Date('2026-12-08T12:00:00Z'), none, 14);
    assert.equal(days.filter(({ kind }) => kind === 'edition').length, 14);
    assert.deepEqual(days.flatMap((one) => (one.kind === 'holiday' ? [one.name] : [])).slice(0, 1), [
      'The move',
    ]);
    const spring = calendarOf(rhythmOf({ assembleAt: '03:30' }), new Date('2026-03-27T12:00:00Z'), none, 3);
    assert.deepEqual(
      spring.map((one) => one.kind === 'edition' && [one.slot.day, one.clocksMove, one.isShifted]),
      [
        ['2026-03-28', 0, false],
        ['2026-03-29', 60, true],
        ['2026-03-30', 0, false],
      ],
    );
  });
});

describe('a rhythm', () => {
  it('that has just been set makes up for nothing that lies before', () => {
    const now = new Date('2026-11-24T08:00:00Z');
    const set = rhythmOf({ assembleAt: '09:00', since: new Date('2026-11-24T07:30:00Z') });
    assert.deepEqual(planOf(set, now, none), { due: null, missed: [] });
    const [next] = calendarOf(set, now, none, 1);
    assert.equal(next?.kind === 'edition' && next.slot.day, '2026-11-25');
  });

  it('whose send lies before the assembly by the clock goes out the day after', () => {
    const [slot] = slotsBetween(
      rhythmOf({ assembleAt: '22:00', sendAt: '06:30' }),
      new Date('2026-11-24T00:00:00Z'),
      new Date('2026-11-24T23:00:00Z'),
    );
    assert.equal(slot?.sendAt?.toISOString(), '2026-11-25T04:30:00.000Z');
  });
});
