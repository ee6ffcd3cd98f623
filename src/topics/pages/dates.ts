import { localeOf, longDay } from '../../text/long-day.ts';

/** Instants and days as they are written in one language, by the publication's clock. */
export interface Dates {
  instant(at: Date): string;
  /** The day of an instant. */
  date(at: Date): string;
  /** Of `2026-12-24`. */
  day(day: string): string;
}

export function datesIn(language: string, timeZone: string): Dates {
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone } as const;
  const instant = new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', ...long, ...clock });
  return {
    instant: (at) => instant.format(at),
    date: (at) => longDay(at, language, timeZone),
    day: (text) => longDay(new Date(text), language, 'UTC'),
  };
}
