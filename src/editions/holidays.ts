import { z } from 'zod';
import { wrong } from '../wrong-values.ts';

const isoDay = z.iso.date({ error: wrong.notDay, abort: true });

/** Days on which no edition assembles itself: one, or a range. */
export const holidaySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    from: isoDay,
    to: isoDay,
    /** On the same days of each later year too. */
    yearly: z.boolean().default(false),
  })
  .refine(({ from, to }) => from <= to, { error: wrong.endsFirst })
  .refine(({ from, to }) => lengthOf(from, to) < mostDays, { error: wrong.longerThanYear });

export type Holiday = z.infer<typeof holidaySchema>;

const mostDays = 366;

function lengthOf(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** The holiday that a day is, or null. */
export function holidayOn(day: Temporal.PlainDate, holidays: Holiday[]): Holiday | null {
  return holidays.find((holiday) => isOn(day, holiday)) ?? null;
}

function isOn(day: Temporal.PlainDate, { from, to, yearly }: Holiday): boolean {
  const first = Temporal.PlainDate.from(from);
  const length = lengthOf(from, to);
  // One that goes on over New Year began the year before.
  const years = yearly ? [day.year - first.year, day.year - first.year - 1].filter((year) => year > 0) : [];
  return [0, ...years].some((year) => {
    const begin = first.add({ years: year });
    return (
      Temporal.PlainDate.compare(day, begin) >= 0 &&
      Temporal.PlainDate.compare(day, begin.add({ days: length })) <= 0
    );
  });
}
