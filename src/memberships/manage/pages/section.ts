import { formatMoney } from '../../../text/money.ts';
import { randomToken } from '../../../tokens.ts';
import { html, type Html } from '../../../views/html.ts';
import type { PageFrame } from '../../../views/layout.ts';
import { fixWords } from '../../dunning/pages/words.ts';
import { formatDay } from '../../format.ts';
import type { Membership } from '../../membership.ts';
import type { Card, StripeFacts } from '../stripe-facts.ts';
import { termsOf } from '../terms.ts';
import { manageWords } from './words.ts';

export interface MembershipView {
  membership: Membership;
  tier: string;
  /** Null: Stripe does not tell them now. */
  facts: StripeFacts | null;
  /** The payment that has failed, where one has. */
  owed: Owed | null;
}

interface Owed {
  amount: number;
  currency: string;
  graceUntil: Date;
  needsAction: boolean;
}

type Fact = [label: string, value: string];

/** One membership: what it is, its one next step, and behind a fold what is done rarely. */
export function membershipCard(frame: PageFrame, view: MembershipView): Html {
  const { membership, tier } = view;
  const words = manageWords(frame.language);
  const byRail = membership.rail === 'stripe' ? '' : words.rails[membership.rail];
  const terms = termsOf(membership, frame.language);
  return html`<div class="sheet"><p class="state state-${membership.state}">${words.states[membership.state]}</p>
${tier !== '' && html`<h3>${tier}</h3>`}<p class="price">${membership.rail === 'stripe' ? terms : byRail}</p>
${notice(frame, view)}
<dl class="facts">${factsOf(frame, view).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${membership.rail === 'stripe' && acts(frame, view)}</div>`;
}

/** What somebody should know of it before all else. */
function notice(frame: PageFrame, { membership, owed }: MembershipView): Html | null {
  const words = manageWords(frame.language);
  const { state, rail, cancelAt, resumeAt } = membership;
  if (rail !== 'stripe') return html`<p class="soft">${words.notRenewed}</p>`;
  if (state === 'past-due') return owed === null ? null : owedText(frame, owed);
  if (state === 'paused')
    return html`<p>${resumeAt === null ? words.pause.open : words.pause.until(formatDay(frame, resumeAt))}</p>`;
  return cancelAt === null ? null : html`<p>${words.cancel.pending(formatDay(frame, cancelAt))}</p>`;
}

function owedText(frame: PageFrame, { amount, currency, graceUntil, needsAction }: Owed): Html {
  const words = fixWords(frame.language);
  return html`<p>${words.owed(formatMoney(amount, currency, frame.language))} ${needsAction && words.confirm} ${words.until(formatDay(frame, graceUntil))}</p>
<p class="soft">${words.leads}</p>`;
}

function factsOf(frame: PageFrame, { membership, facts }: MembershipView): Fact[] {
  const words = manageWords(frame.language);
  const { rail, state, periodEnd, cancelAt, until, amount, currency, since } = membership;
  const day = (date: Date): string => formatDay(frame, date);
  const all: Fact[] = [];
  if (since !== null) all.push([words.since, day(since)]);
  if (rail !== 'stripe') return until === null ? all : [...all, [words.endsOn, day(until)]];
  if (state === 'active' && cancelAt === null && periodEnd !== null && currency !== null)
    all.unshift([words.next, `${day(periodEnd)} · ${formatMoney(amount, currency, frame.language)}`]);
  const card = facts === null ? words.away : facts.card === null ? words.noCard : cardName(frame, facts.card);
  return [...all, [words.card, card]];
}

function cardName({ language }: PageFrame, { brand, last4, month, year }: Card): string {
  const named = brand.charAt(0).toUpperCase() + brand.slice(1);
  return manageWords(language).cardOf(named, last4, `${String(month).padStart(2, '0')}/${year}`);
}

/** One act stands out, by the state; the others are there, and quiet. */
function acts(frame: PageFrame, { membership, owed }: MembershipView): Html {
  const words = manageWords(frame.language);
  const { id, state, cancelAt } = membership;
  const card = (label: string, quiet: boolean): Html => button(id, 'card', label, quiet);
  if (state === 'past-due') {
    const { button: pay, confirmButton } = fixWords(frame.language);
    const fix = owed !== null && button(id, 'fix', owed.needsAction ? confirmButton : pay, false);
    return html`<div class="actions">${fix}${card(words.cardButton, true)}</div>${rarely(frame, membership)}`;
  }
  if (state === 'paused')
    return html`<div class="actions">${button(id, 'resume', words.pause.resume, false)}${card(words.cardButton, true)}</div>${rarely(frame, membership)}`;
  if (cancelAt !== null)
    return html`<div class="actions">${button(id, 'undo', words.cancel.undo, false)}${card(words.cardButton, true)}</div>${rarely(frame, membership)}`;
  return html`<div class="actions"><a class="button" href="/account/membership/${id}/change">${words.changeButton}</a>${card(words.cardButton, true)}</div>${rarely(frame, membership)}`;
}

function button(id: number, act: string, label: string, quiet: boolean): Html {
  return html`<form method="post" action="/account/membership/${id}/${act}">${once()}<button${quiet && html` class="quiet"`}>${label}</button></form>`;
}

/** A form that is sent twice is one act. */
export function once(): Html {
  return html`<input type="hidden" name="once" value="${randomToken()}">`;
}

function rarely(frame: PageFrame, { id, state, cancelAt }: Membership): Html {
  const { pause, cancel } = manageWords(frame.language);
  const pausing =
    state === 'active' &&
    cancelAt === null &&
    html`<details id="pause"><summary>${pause.summary}</summary><p>${pause.text}</p>
<form method="post" action="/account/membership/${id}/pause">${once()}<fieldset><legend>${pause.legend}</legend><div class="row">
${[1, 2, 3].map((count) => html`<label class="choice"><input type="radio" name="months" value="${count}"${count === 1 && html` checked`}><span>${pause.months(count)}</span></label>`)}</div></fieldset>
<button class="quiet">${pause.button}</button></form></details>`;
  return html`${pausing}<p class="leave"><a href="/account/membership/${id}/cancel">${cancelAt === null ? cancel.summary : cancel.sooner}</a></p>`;
}
