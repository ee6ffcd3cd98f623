import { nameOfActor } from '../../staff/pages/people.ts';
import type { StaffMember } from '../../staff/staff.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import { actForm, actLink, countIn, editLink, linkedSubjectOf, nameOf, told } from './parts.ts';
import { type Clock, countdown, moment, timeText } from './times.ts';
import { type Entry, type Live, momentOf, type Planned, type Prepared } from './today.ts';
import type { DeskEditionWords } from './words/desk-edition-words.ts';

export interface LineView {
  words: DeskEditionWords;
  clock: Clock;
  /** Who looks may approve, hold and stop. */
  mayAct: boolean;
  /** Who looks may change what is written. */
  mayWrite: boolean;
  people: StaffMember[];
}

/** The line of time. */
export function lineOf(view: LineView, line: Entry[]): Html {
  return html`<ol class="line">${line.map((entry) => entryOf(view, entry))}</ol>`;
}

function entryOf(view: LineView, entry: Entry): Html {
  const { words, clock } = view;
  const state = stateOf(entry);
  const at = momentOf(entry);
  const when =
    at === null
      ? html`<b>${isGoingOn(entry) ? words.now : words.waits}</b>`
      : html`${moment(clock, at, entry.timeZone)}${countdown(clock, at)}`;
  return html`<li class="entry entry-${state}"><p class="entry-when">${when}</p>
<article class="entry-body"><p class="state state-${state}">${words.states[state] ?? state}</p>
${bodyOf(view, entry)}</article></li>
`;
}

function isGoingOn(entry: Entry): boolean {
  return entry.kind === 'planned' || (entry.kind === 'live' && entry.state !== 'paused');
}

function stateOf(entry: Entry): string {
  if (entry.kind === 'planned') return entry.isDue ? 'due' : 'planned';
  return entry.kind === 'prepared' && entry.settled !== null ? 'held' : entry.state;
}

function bodyOf(view: LineView, entry: Entry): Html {
  if (entry.kind === 'planned') return plannedBody(view, entry);
  return entry.kind === 'live' ? liveBody(view, entry) : preparedBody(view, entry);
}

function plannedBody({ words, clock }: LineView, planned: Planned): Html {
  const { newsletter, newArticles, minArticles, deadline, atDeadline, sendAt, timeZone, isDue } = planned;
  const { title, enough, tooFew, due } = words.planned;
  const count =
    newArticles < minArticles ? tooFew(newArticles, minArticles) : enough(newArticles, minArticles);
  return html`<h3>${title(newsletter)}</h3>
<p>${isDue && `${due} `}${count} ${words.planned.deadline(timeText(clock, deadline, timeZone), atDeadline)}${sendAt !== null && ` ${words.planned.goes(timeText(clock, sendAt, timeZone))}`}</p>`;
}

function headOf({ words }: LineView, edition: Live | Prepared): Html {
  return html`<h3>${linkedSubjectOf(words, edition)}</h3><p class="entry-name">${nameOf(edition)}</p>`;
}

function preparedBody(view: LineView, edition: Prepared): Html {
  const { words, clock, mayAct, mayWrite } = view;
  const { missing, drift } = edition;
  const changes = drift.map(({ what, title }) => html`<li>${words.drift[what](title)}</li>`);
  return html`${headOf(view, edition)}
${edition.state === 'draft' ? draftText(view, edition) : approvedText(view, edition)}
${missing.length > 0 && html`<div class="missing"><p>${words.draft.missing}</p><ul>${missing.map((one) => html`<li>${told(one, clock.language)}</li>`)}</ul></div>`}
${changes.length > 0 && html`<ul class="missing">${changes}</ul>`}
${(mayAct || mayWrite) && actsOf([...(mayAct ? preparedActs(words, edition) : []), mayWrite && editLink(words, edition)])}`;
}

function draftText({ words, clock }: LineView, edition: Prepared): Html {
  const { draft } = words;
  const { settled, deadline, givesWayAt, slotAt, missing, timeZone } = edition;
  const time = (at: Date): string => timeText(clock, at, timeZone);
  const sentence =
    settled === null
      ? deadline === null
        ? draft.byHand
        : draft.before[deadline.rule](time(deadline.at))
      : settled.by === 'person'
        ? draft.held
        : draft.after;
  return html`<p>${sentence}${settled?.problem != null && html` ${draft.problem} ${told(settled.problem, clock.language)}.`}${slotAt !== null && ` ${draft.goes(time(slotAt))}`}${givesWayAt !== null && ` ${draft.givesWay(time(givesWayAt))}`}${missing.length === 0 && ` ${draft.complete}`}</p>`;
}

function approvedText({ words, clock, people }: LineView, edition: Prepared): Html {
  const { by, byRule, goes, waits, missed } = words.approved;
  const { approval, sendAt, missedAt, state, timeZone } = edition;
  const who = approval === null ? '' : approval.byRule ? byRule : by(nameOfActor(approval.by, people));
  const time = (at: Date): string => timeText(clock, at, timeZone);
  const late = missedAt === null ? waits : missed(time(missedAt));
  const when = state === 'scheduled' && sendAt !== null ? goes(time(sendAt)) : late;
  return html`<p>${when} ${who}</p>`;
}

function preparedActs(words: DeskEditionWords, edition: Prepared): Child[] {
  if (edition.state === 'scheduled')
    return [actForm(words, edition, 'hold'), actLink(words, edition, 'schedule', 'quiet')];
  if (edition.state === 'approved')
    return [actLink(words, edition, 'schedule'), actForm(words, edition, 'hold', 'quiet')];
  return [
    actLink(words, edition, 'approve'),
    edition.deadline?.rule === 'send' && actForm(words, edition, 'hold', 'quiet'),
    actLink(words, edition, 'discard', 'quiet'),
  ];
}

function liveBody(view: LineView, edition: Live): Html {
  const { words, clock, mayAct } = view;
  const { balance, state, reason, heldUntil, expiresAt, warnings, timeZone } = edition;
  const { live } = words;
  const count = countIn(clock.language);
  const progress = live.progress(count(balance.sent), count(balance.eligible));
  const time = (at: Date): string => timeText(clock, at, timeZone);
  return html`${headOf(view, edition)}
<progress max="${Math.max(1, balance.eligible)}" value="${balance.eligible - balance.pending}" aria-label="${`${nameOf(edition)}: ${progress}`}"></progress>
<p><strong>${progress}</strong>, ${live.pending(count(balance.pending))}. ${live.expires(time(expiresAt))} <a href="/desk/editions/${edition.id}/sending" aria-label="${words.about(words.watch, nameOf(edition))}">${words.watch}</a></p>
${heldUntil !== null && html`<p>${live.held(time(heldUntil))} ${reason !== null && told(reason, clock.language)}</p>`}
${state === 'paused' && reason !== null && html`<p>${live.reason} ${told(reason, clock.language)}</p>`}
${warnings.length > 0 && html`<ul class="missing">${warnings.map((one) => html`<li>${told(one, clock.language)}</li>`)}</ul>`}
${mayAct && actsOf(liveActs(words, edition))}`;
}

function liveActs(words: DeskEditionWords, edition: Live): Child[] {
  const stop = actLink(words, edition, 'stop', 'quiet');
  if (edition.state === 'sending') return [actForm(words, edition, 'pause'), stop];
  if (edition.state !== 'paused') return [stop];
  return [
    edition.stops.length > 0 ? actLink(words, edition, 'resume') : actForm(words, edition, 'resume'),
    stop,
  ];
}

function actsOf(acts: Child[]): Html {
  return html`<div class="actions">${acts}</div>`;
}
