import { deskTable } from '../../../../views/desk.ts';
import { type Child, type Html, html } from '../../../../views/html.ts';
import type { CalendarDay, Slot } from '../../../rhythm.ts';
import { dayNameOf, timeText } from '../../times.ts';
import type { NewsletterView } from '../view.ts';
import type { NewsletterWords } from '../words/newsletter-words.ts';

/** The next editions by the newsletter's clock, with holidays between them and the days on which clocks move. */
export function calendarPart({ calendar: words }: NewsletterWords, view: NewsletterView): Html {
  const { title, none, columns } = words;
  const rows = view.calendar.map((day) => rowOf(words, view, day));
  const head = [columns.day, columns.assembled, columns.deadline, columns.goes, columns.note];
  return html`<h2 id="calendar">${title}</h2>${rows.length === 0 ? html`<p>${none}</p>` : deskTable({ caption: title, columns: head, rows })}`;
}

function rowOf(
  words: NewsletterWords['calendar'],
  { newsletter, clock, rules }: NewsletterView,
  day: CalendarDay,
): Child[] {
  if (day.kind === 'holiday')
    return [
      dayNameOf(day.day, clock.language),
      '',
      '',
      '',
      html`<span class="soft">${words.holiday(day.name)}</span>`,
    ];
  const { slot, clocksMove, isShifted } = day;
  const { timeZone } = newsletter;
  // In the column of one zone its name is not said each time.
  const time = (at: Date): string => timeText({ ...clock, now: slot.at, timeZone }, at, timeZone);
  const note = [
    clocksMove > 0 && words.forward(clocksMove),
    clocksMove < 0 && words.backward(-clocksMove),
    isShifted && words.shifted(rules.assembleAt),
    timeZone !== clock.timeZone && elsewhere(words, slot, clock),
  ].filter((part) => part !== false);
  return [
    html`<strong>${dayNameOf(slot.day, clock.language)}</strong>`,
    time(slot.at),
    time(slot.deadline),
    slot.sendAt === null ? html`<span class="soft">${words.said}</span>` : time(slot.sendAt),
    note.join(' '),
  ];
}

/** The same by the clock of the newsroom. */
function elsewhere(
  words: NewsletterWords['calendar'],
  { at, sendAt }: Slot,
  clock: NewsletterView['clock'],
): string {
  const { timeZone } = clock;
  const times = [at, ...(sendAt === null ? [] : [sendAt])].map((one) =>
    timeText({ ...clock, now: one }, one, timeZone),
  );
  return words.elsewhere(times.join(', '), timeZone);
}
