import { type Html, html } from '../../views/html.ts';
import { localDateOf } from '../local-day.ts';

/** By which a page tells the time. */
export interface Clock {
  now: Date;
  language: string;
  /** Where the newsroom is: the times of a newsletter elsewhere say where that is. */
  timeZone: string;
}

/** A time within a sentence: `07:00`, `07:00 tomorrow`, `07:00, Mon 30 Nov`. */
export function timeText(clock: Clock, at: Date, timeZone: string): string {
  const day = dayText(clock, at, timeZone);
  const time = hourText(clock, at, timeZone);
  if (day.isNear) return day.days === 0 ? time : `${time} ${day.text}`;
  return `${time}, ${day.text}`;
}

/** The time in large, and its day below. */
export function moment(clock: Clock, at: Date, timeZone: string): Html {
  const [hour, ...zone] = hourText(clock, at, timeZone).split(' ');
  return html`<time datetime="${at.toISOString()}"><b>${hour}</b> ${[dayText(clock, at, timeZone).text, ...zone].join(', ')}</time>`;
}

/** How long until then; the page's script counts it down. */
export function countdown({ now, language }: Clock, at: Date): Html {
  return html`<span class="countdown" data-until="${at.toISOString()}">${inWords(language, at.getTime() - now.getTime())}</span>`;
}

/** How long: in 28 seconds, in 3 hours. */
export function inWords(language: string, ms: number): string {
  const relative = new Intl.RelativeTimeFormat(language);
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 120) return relative.format(seconds, 'second');
  if (seconds < 7_200) return relative.format(Math.floor(seconds / 60), 'minute');
  if (seconds < 172_800) return relative.format(Math.floor(seconds / 3_600), 'hour');
  return relative.format(Math.floor(seconds / 86_400), 'day');
}

function hourText(clock: Clock, at: Date, timeZone: string): string {
  const isElsewhere = timeZone !== clock.timeZone;
  return new Intl.DateTimeFormat(localeOf(clock.language), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    ...(isElsewhere && { timeZoneName: 'short' }),
  }).format(at);
}

function dayText(
  { now, language }: Clock,
  at: Date,
  timeZone: string,
): { text: string; days: number; isNear: boolean } {
  const { days } = localDateOf(now, timeZone).until(localDateOf(at, timeZone), { largestUnit: 'day' });
  if (Math.abs(days) <= 1)
    return {
      text: new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day'),
      days,
      isNear: true,
    };
  const format = new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(Math.abs(days) > 300 && { year: 'numeric' }),
    timeZone,
  });
  // It may stand at the end of a sentence.
  return { text: format.format(at).replace(/\.$/, ''), days, isNear: false };
}

/** A local day, in ISO 8601, by its name: `Mon 30 Nov`. */
export function dayNameOf(day: string, language: string): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${day}T12:00:00Z`)).replace(/\.$/, '');
}

function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}
