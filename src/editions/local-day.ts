/**
 * The instant of a wall-clock time on a day in a zone. In the hour that a spring skips it is the same time by
 * the clock before the change, an hour later by the new one; of the hour that comes twice, the first.
 */
export function instantOf(date: Temporal.PlainDate, time: string, timeZone: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

/** Which day it is somewhere. */
export function localDateOf(now: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}
