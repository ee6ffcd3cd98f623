import { type Holiday, holidayOn } from './holidays.ts';
import { instantOf, localDateOf } from './local-day.ts';

/** By which clock and calendar a newsletter's digest makes itself. */
export interface Rhythm {
  timeZone: string;
  /** Local wall-clock time of the assembly. */
  assembleAt: string;
  /** Local time at which an approved edition goes out; one before the assembly's is of the day after. Null: when somebody says so. */
  sendAt: string | null;
  /** ISO: 1 Monday to 7 Sunday. */
  weekdays: number[];
  holidays: Holiday[];
  deadlineMinutes: number;
  /** What was missed is made up for so long. */
  lateMinutes: number;
  /** It is as it is since then: times of before count neither as due nor as missed, but for those that are owed. */
  since: Date;
  /** What was due by a rhythm of before, and had not been made when it was changed. */
  owed: Owed[];
}

/** An edition that is still to be made, whatever the rhythm has become since. */
export interface Owed {
  day: string;
  at: Date;
}

/** One edition of the rhythm. */
export interface Slot {
  /** The local day that it is the edition of, in ISO 8601. */
  day: string;
  /** When it is assembled. */
  at: Date;
  /** What happens then to one that nobody has approved, where it was assembled in time. */
  deadline: Date;
  sendAt: Date | null;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const lookBackMs = 8 * dayMs;
const mostDaysAhead = 800;

/** The edition of a local day, whatever the weekday; null where there is no such day, or it is a holiday. */
export function slotOn(day: Temporal.PlainDate, rhythm: Rhythm): Slot | null {
  const { timeZone, assembleAt, weekdays, holidays } = rhythm;
  if (!weekdays.includes(day.dayOfWeek) || holidayOn(day, holidays) !== null || !isThere(day, timeZone))
    return null;
  return slotAt(day, dateOf(instantOf(day, assembleAt, timeZone)), rhythm);
}

function slotAt(day: Temporal.PlainDate, at: Date, rhythm: Rhythm): Slot {
  const deadline = new Date(at.getTime() + rhythm.deadlineMinutes * minuteMs);
  return { day: day.toString(), at, deadline, sendAt: sendTimeOf(day, at, rhythm) };
}

function sendTimeOf(
  day: Temporal.PlainDate,
  at: Date,
  { timeZone, assembleAt, sendAt }: Rhythm,
): Date | null {
  if (sendAt === null) return null;
  const sendDay = sendAt < assembleAt ? day.add({ days: 1 }) : day;
  const instant = dateOf(instantOf(sendDay, sendAt, timeZone));
  // Where the clocks change between the two, none goes out before it is there.
  return instant < at ? at : instant;
}

/** An island that crosses the date line skips a day. */
function isThere(day: Temporal.PlainDate, timeZone: string): boolean {
  return day.toZonedDateTime(timeZone).toPlainDate().equals(day);
}

/** The editions whose time is after one instant and not after another, in order. */
export function slotsBetween(rhythm: Rhythm, after: Date, until: Date): Slot[] {
  const slots: Slot[] = [];
  // The hour that a spring skips may lie at midnight: what is assembled then is the edition of the day before.
  let day = localDateOf(after, rhythm.timeZone).subtract({ days: 2 });
  const last = localDateOf(until, rhythm.timeZone);
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const slot = slotOn(day, rhythm);
    if (slot !== null && slot.at > after && slot.at <= until) slots.push(slot);
  }
  return slots;
}

/** What of a rhythm is to be done now. */
export interface Plan {
  /** The edition to assemble now, or none. */
  due: Slot | null;
  /** Editions that were to be assembled while nothing ran, and are too late now. */
  missed: Slot[];
}

/** @param ran local days whose run was made, or noted as missed */
export function planOf(rhythm: Rhythm, now: Date, ran: ReadonlySet<string>): Plan {
  const open = openSlots(rhythm, now, ran);
  const isLate = ({ at }: Slot): boolean => isTooLate(at, rhythm.lateMinutes, now);
  return { due: open.find((slot) => !isLate(slot)) ?? null, missed: open.filter(isLate) };
}

/** Editions whose time has come and that have not been made, the oldest first. */
export function openSlots(rhythm: Rhythm, now: Date, ran: ReadonlySet<string>): Slot[] {
  const from = new Date(Math.max(rhythm.since.getTime(), now.getTime() - lookBackMs) - 1);
  const owed = rhythm.owed.map(({ day, at }) => slotAt(Temporal.PlainDate.from(day), at, rhythm));
  const own = slotsBetween(rhythm, from, now).filter(({ day }) => owed.every((one) => one.day !== day));
  return [...owed, ...own].filter(({ day }) => !ran.has(day)).toSorted(byTime);
}

const byTime = (one: Slot, other: Slot): number => one.at.getTime() - other.at.getTime();

/** Whether it is too late to do by itself what was to be done at a time. */
export function isTooLate(at: Date, lateMinutes: number, now: Date): boolean {
  return now.getTime() - at.getTime() > lateMinutes * minuteMs;
}

/** A day of the calendar as a rhythm has it: an edition, or the holiday that there is none for. */
export type CalendarDay =
  | { kind: 'edition'; slot: Slot; isShifted: boolean; clocksMove: number }
  | { kind: 'holiday'; day: string; name: string };

/**
 * The next editions, with the holidays between them. Of each it says by how many minutes the clocks have moved since the
 * one before, and whether it is assembled at another time than the clock's, which that day does not have.
 */
export function calendarOf(
  rhythm: Rhythm,
  now: Date,
  ran: ReadonlySet<string>,
  count: number,
): CalendarDay[] {
  const days: CalendarDay[] = [];
  let editions = 0;
  let offset = offsetOf(now, rhythm.timeZone);
  let day = localDateOf(now, rhythm.timeZone).subtract({ days: 2 });
  for (let ahead = 0; ahead < mostDaysAhead && editions < count; ahead += 1, day = day.add({ days: 1 })) {
    const holiday = rhythm.weekdays.includes(day.dayOfWeek) ? holidayOn(day, rhythm.holidays) : null;
    if (holiday !== null && ahead >= 2)
      days.push({ kind: 'holiday', day: day.toString(), name: holiday.name });
    const slot = slotOn(day, rhythm);
    if (slot === null || slot.at <= now || ran.has(slot.day)) continue;
    const own = offsetOf(slot.at, rhythm.timeZone);
    const isShifted = timeOf(slot.at, rhythm.timeZone) !== rhythm.assembleAt;
    days.push({ kind: 'edition', slot, isShifted, clocksMove: own - offset });
    offset = own;
    editions += 1;
  }
  return days;
}

/** The next edition that is not due yet. */
export function nextSlot(rhythm: Rhythm, now: Date, ran: ReadonlySet<string>): Slot | null {
  const [first] = calendarOf(rhythm, now, ran, 1).filter((day) => day.kind === 'edition');
  return first?.slot ?? null;
}

function offsetOf(at: Date, timeZone: string): number {
  return zoned(at, timeZone).offsetNanoseconds / (minuteMs * 1_000_000);
}

function timeOf(at: Date, timeZone: string): string {
  return zoned(at, timeZone).toPlainTime().toString().slice(0, 5);
}

function zoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function dateOf(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}
