import { localeOf, longDay } from '../text/long-day.ts';

/** A day as people of that language write it, such as 5 March 2027. */
export function formatDay(date: Date, language: string): string {
  return longDay(date, language, 'UTC');
}

/** A moment to the second, with its zone: for receipts. */
export function formatMoment(date: Date, language: string): string {
  const options = { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(localeOf(language), options).format(date);
}
