import { sql } from 'kysely';
import type { Db } from '../../src/db.ts';
import { defaultRules } from '../../src/editions/rules.ts';
import type { Rhythm } from '../../src/editions/rhythm.ts';

/** A rhythm as a newsletter begins with it, every day, but for what is given. */
export function rhythmOf(changes: Partial<Rhythm> = {}): Rhythm {
  const { assembleAt, sendAt, weekdays, holidays, deadlineMinutes, lateMinutes } = defaultRules;
  const rules = { assembleAt, sendAt, weekdays, holidays, deadlineMinutes, lateMinutes };
  return { timeZone: 'Europe/Kyiv', since: new Date(0), owed: [], ...rules, ...changes };
}

/** Has all rules and zones been what they are for ever, so that a test can be about any day. */
export async function sinceEver(db: Db): Promise<void> {
  await sql`update assembly_rules set rhythm_since = to_timestamp(0)`.execute(db);
  await sql`update newsletters set zone_since = to_timestamp(0)`.execute(db);
}

/** Zones whose clocks move by an hour, by half of one, at midnight, around Ramadan, and not at all. */
export const tenZones = [
  'Europe/Kyiv',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'Africa/Cairo',
  'America/Santiago',
  'America/Nuuk',
  'Asia/Kathmandu',
] as const;

const hourMs = 3_600_000;

/** What a clock on the wall shows, told by another part of the machine than the one that rhythms are reckoned by. */
export function wallClock(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => format.format(at).replace(' ', 'T');
}

/**
 * When a clock on the wall shows a time of a day first; of a time that it leaves out, when the clock of before the change
 * would have shown it.
 */
export function byTheWall(timeZone: string, day: string, time: string): number {
  const shown = wallClock(timeZone);
  const text = `${day}T${time}`;
  const asUtc = Date.parse(`${text}Z`);
  const aheadAt = (at: number): number => Date.parse(`${shown(at)}Z`) - at;
  // A day before and after there is one offset each, of which a change between the two makes another.
  const [before, after] = [asUtc - 24 * hourMs, asUtc + 24 * hourMs].map((at) => asUtc - aheadAt(at));
  const [first, later] = [before ?? 0, after ?? 0];
  return shown(first) !== text && shown(later) === text ? later : first;
}

/** A time of a day that clocks leave out, or show twice. */
export interface OddTime {
  day: string;
  time: string;
}

/** From the middle of each stretch by which the clocks of a zone move in a year, in order. */
export function oddTimesOf(timeZone: string, year: number): OddTime[] {
  const shown = wallClock(timeZone);
  const aheadAt = (at: number): number => Date.parse(`${shown(at)}Z`) - at;
  const found: OddTime[] = [];
  const end = Date.UTC(year + 1, 0);
  for (let from = Date.UTC(year, 0); from < end; from += 24 * hourMs) {
    const before = aheadAt(from);
    const by = aheadAt(from + 24 * hourMs) - before;
    if (by === 0) continue;
    let at = from;
    while (aheadAt(at) === before) at += hourMs / 4;
    // Clocks that go forward leave out what follows; those that go back show again what was before.
    const [day = '', time = ''] = new Date(at + before + by / 2).toISOString().slice(0, 16).split('T');
    found.push({ day, time });
  }
  return found;
}
