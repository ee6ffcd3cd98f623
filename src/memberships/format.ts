import { localeOf, longDay } from '../text/long-day.ts';

/** Where and for whom a day is written: of a page, its frame; of a mail, its language and who publishes. */
export interface Written {
  language: string;
  publication: { timeZone: string };
}

/** A day as people of that language write it, such as 5 March 2027, where the newsroom is. */
export function formatDay({ language, publication }: Written, date: Date): string {
  return longDay(date, language, publication.timeZone);
}

/** A moment to the second, with its zone: for receipts. */
export function formatMoment({ language, publication: { timeZone } }: Written, date: Date): string {
  const options = { dateStyle: 'long', timeStyle: 'long', timeZone } as const;
  return new Intl.DateTimeFormat(localeOf(language), options).format(date);
}
