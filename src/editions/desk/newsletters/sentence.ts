import type { Rules } from '../../rules.ts';
import type { NewsletterWords } from './words/newsletter-words.ts';

type Told = Pick<Rules, 'enabled' | 'assembleAt' | 'sendAt' | 'weekdays' | 'deadlineMinutes' | 'atDeadline'>;

/** A rhythm in one sentence: when it is assembled, when it goes out, and what becomes of what nobody approves. */
export function sentenceOf(rules: Told, language: string, { rhythm }: NewsletterWords): string {
  if (!rules.enabled) return rhythm.byHand;
  const { assembleAt, sendAt, deadlineMinutes, atDeadline } = rules;
  const start = Temporal.PlainTime.from(assembleAt);
  const deadline = start.add({ minutes: deadlineMinutes }).toString().slice(0, 5);
  const isBefore = sendAt !== null && minutesTo(start, sendAt) > deadlineMinutes;
  return rhythm.sentence({
    days: daysOf(rules.weekdays, language, rhythm),
    assembleAt,
    sendAt,
    deadline,
    rule: atDeadline,
    ruleSendsAt: isBefore ? sendAt : null,
  });
}

/** By the clock, over midnight where it must be. */
function minutesTo(start: Temporal.PlainTime, sendAt: string): number {
  const minutes = start.until(Temporal.PlainTime.from(sendAt)).total('minutes');
  return minutes < 0 ? minutes + 1_440 : minutes;
}

function daysOf(weekdays: number[], language: string, words: NewsletterWords['rhythm']): string {
  const sorted = weekdays.toSorted((one, other) => one - other);
  if (sorted.length === 7) return words.everyDay;
  if (sorted.join('') === '12345') return words.workdays;
  const names = sorted.map((day) => weekdayName(day, language));
  return new Intl.ListFormat(language === 'en' ? 'en-GB' : language).format(names);
}

/** By its number in ISO 8601: 1 is Monday. */
export function weekdayName(day: number, language: string, length: 'long' | 'short' = 'long'): string {
  const format = new Intl.DateTimeFormat(language, { weekday: length, timeZone: 'UTC' });
  // 2024 began with a Monday.
  return format.format(Date.UTC(2024, 0, day));
}
