import { byTheWall } from './rhythm.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** A newsletter's rhythm, and whether somebody approves each of its drafts as soon as it is there. */
export interface Course {
  timeZone: string;
  assembleAt: string;
  sendAfter: number | null;
  lateMinutes: number;
  deadlineMinutes: number;
  atDeadline: 'send' | 'hold' | 'hold-and-alert';
  isApproved: boolean;
}

/** What is to come of an edition that was made. */
export type End =
  | { is: 'launched'; at: number; byRule: boolean }
  /** It was approved, and the machine was down for too long at its time. */
  | { is: 'told as missed'; at: number; slotAt: number }
  /** It is approved, and its rhythm names no time that is still to come. */
  | { is: 'waiting'; at: number }
  /** Nobody has approved it; the deadline says so, and why the rule does not send it where it would. */
  | { is: 'held'; at: number; isTooLate: boolean }
  /** The next one was made before its deadline was seen, and says so. */
  | { is: 'replaced'; at: number };

export interface Fate {
  day: string;
  /** When it was assembled or, where it was too late for it, told as missed. */
  made: number;
  end: End | null;
}

export interface Machine {
  /** The first minute from a minute on at which it runs. */
  up(at: number): number;
  /** So long after the beginning of a minute it looks for what is due. */
  tick: number;
}

/** A machine that stops at some minutes, each time for so many. */
export function stoppingMachine(stops: Array<{ from: number; until: number }>, tick: number): Machine {
  const up = (at: number): number => {
    const stop = stops.find(({ from, until }) => at >= from && at < until);
    return stop === undefined ? at : up(stop.until);
  };
  return { up, tick };
}

/** The time so many minutes after another one, and whether it is of the next day. */
export function laterBy(time: string, minutes: number): { time: string; isNextDay: boolean } {
  const later = Temporal.PlainTime.from(time).add({ minutes }).toString().slice(0, 5);
  return { time: later, isNextDay: later < time };
}

/** What must come of each edition of a rhythm from one minute on, every day: reckoned from what is promised alone. */
export function fatesOf(course: Course, machine: Machine, begin: number, days: number): Fate[] {
  const late = course.lateMinutes * minute;
  const slots = Array.from({ length: days + 2 }, (_, index) => {
    const name = new Date(begin + (index - 1) * day).toISOString().slice(0, 10);
    const at = byTheWall(course.timeZone, name, course.assembleAt);
    const made = machine.up(at);
    return { name, at, made, isMissed: made + machine.tick - at > late };
  }).filter(({ at }) => at >= begin);
  return slots.map(({ name, at, made, isMissed }, index) => {
    if (isMissed) return { day: name, made, end: null };
    const next = slots.slice(index + 1).find((slot) => !slot.isMissed)?.made ?? Infinity;
    return { day: name, made, end: endOf(course, machine, { name, at, made, next }) };
  });
}

interface Made {
  name: string;
  at: number;
  made: number;
  next: number;
}

function endOf(course: Course, machine: Machine, { name, at, made, next }: Made): End {
  const { lateMinutes, deadlineMinutes, atDeadline, isApproved } = course;
  const late = lateMinutes * minute;
  const slotAt = sendTime(course, name, at);
  const goesOut = (from: number, byRule: boolean): End => {
    const launched = machine.up(from);
    const isLate = launched > from && launched + machine.tick - from > late;
    return isLate
      ? { is: 'told as missed', at: launched, slotAt: from }
      : { is: 'launched', at: launched, byRule };
  };
  if (isApproved)
    return slotAt !== null && slotAt > made ? goesOut(slotAt, false) : { is: 'waiting', at: made };
  const deadline = made + deadlineMinutes * minute;
  const seen = machine.up(deadline);
  if (seen >= next) return { is: 'replaced', at: next };
  const isTooLate = atDeadline === 'send' && seen - deadline > late;
  if (atDeadline !== 'send' || isTooLate) return { is: 'held', at: seen, isTooLate };
  return goesOut(Math.max(slotAt ?? seen, seen), true);
}

function sendTime({ timeZone, assembleAt, sendAfter }: Course, name: string, at: number): number | null {
  if (sendAfter === null) return null;
  const { time, isNextDay } = laterBy(assembleAt, sendAfter);
  const on = isNextDay ? new Date(Date.parse(`${name}Z`) + day).toISOString().slice(0, 10) : name;
  return Math.max(byTheWall(timeZone, on, time), at);
}
