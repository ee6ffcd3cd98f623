/** How dates of a language of ours are written: in English by day and month, as in Europe. */
export function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}

/** A day as a page writes it out, such as 28 November 2026, where the newsroom is. */
export function longDay(at: Date, language: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone });
  // With its point a sentence could not end there.
  return format.format(at).replace(/ р\.$/, ' року');
}

/** The same of a local date such as 2026-11-28. */
export function longDate(date: string, language: string): string {
  return longDay(new Date(`${date}T12:00:00Z`), language, 'UTC');
}
