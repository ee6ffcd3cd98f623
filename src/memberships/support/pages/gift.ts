import { formatMoney } from '../../../text/money.ts';
import { type Html, html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import type { GiftFault, TypedGift } from '../read-gift.ts';
import type { GiftOffer } from '../gift-offer.ts';
import { frameNotes, type Known, knownNote } from './known.ts';
import { hidden } from './support.ts';
import { supportWords } from './words.ts';
import type { SupportWords } from './words/support-words.ts';

export interface GiftView {
  offers: GiftOffer[];
  currency: string;
  currencies: string[];
  typed: TypedGift;
  fault: GiftFault | null;
  timeZone: string;
  /** The first and the last day that may be chosen. */
  days: { first: string; last: string };
  known: Known;
  carried: Record<string, string>;
  isSandbox: boolean;
}

/** Give somebody a membership: what, for whom, with which words, on which day. */
export function giftPage(frame: PageFrame, view: GiftView): string {
  const words = supportWords(frame.language);
  const { gift } = words;
  // A giver who is a patron is welcome all the same: only who they are is said.
  const known = view.known.kind === 'nobody' ? view.known : { ...view.known, isPatron: false };
  const body = html`<h1>${gift.title}</h1><p class="lead">${gift.lead(frame.publication.name)}</p>
${frameNotes(words, view)}
${knownNote(words, known)}
${view.offers.length === 0 ? html`<p>${gift.noMonths}</p><p><a class="button" href="/support">${words.thanks.again}</a></p>` : form(frame, words, view)}`;
  return page(frame, { title: gift.title, body, width: 'wide', isPrivate: view.known.kind === 'by-link' });
}

function form(frame: PageFrame, words: SupportWords, view: GiftView): Html {
  const { gift } = words;
  return html`${currencies(words, view)}
<form method="post" action="/support/gift">
${hidden({ ...view.carried, currency: view.currency })}
${choose(frame, words, view)}
<fieldset><legend>${gift.forWhom}</legend>
${field(view, 'recipientName', gift.recipientName, gift.optional, 'text', 'off', 100)}
${field(view, 'recipientAddress', gift.recipientAddress, gift.recipientHint, 'email', 'off', 254)}
${message(words, view)}
${deliverOn(words, view)}
${field(view, 'giverName', gift.giverName, gift.giverHint, 'text', 'name', 100)}</fieldset>
<p>${gift.terms}</p>
<button>${gift.button}</button><p class="small soft">${words.review.atStripe}</p></form>`;
}

function currencies(
  { form: words }: SupportWords,
  { currencies: all, currency, carried }: GiftView,
): Html | null {
  if (all.length < 2) return null;
  const { key: _key, ...inLink } = carried;
  const href = (one: string): string =>
    `/support/gift?${new URLSearchParams({ ...inLink, currency: one }).toString()}`;
  return html`<nav class="currencies" aria-label="${words.currency}">${all.map(
    (one) =>
      html`<a href="${href(one)}"${one === currency && html` aria-current="true"`}>${one.toUpperCase()}</a>`,
  )}</nav>`;
}

function choose(
  frame: PageFrame,
  { gift: words }: SupportWords,
  { offers, currency, typed, fault }: GiftView,
): Html {
  const wrong = fault?.field === 'gift' ? fault.message : null;
  return html`<fieldset${wrong !== null && html` aria-describedby="gift-wrong"`}><legend>${words.choose}</legend>
${wrong !== null && html`<p class="wrong" id="gift-wrong" role="alert">${wrong}</p>`}
${offers.map(
  ({
    tier,
    lengths,
  }) => html`<div class="gift-tier"><p class="tier-name" id="gift-${tier.slug}">${tier.name}</p>
${tier.standfirst !== '' && html`<p class="small soft">${tier.standfirst}</p>`}
<div class="amounts" role="group" aria-labelledby="gift-${tier.slug}">${lengths.map(
    ({ months, amount, value }) =>
      html`<label class="amount"><input type="radio" name="gift" value="${value}"${value === typed.gift && html` checked`}><span>${words.months(months)} <strong>${formatMoney(amount, currency, frame.language)}</strong></span></label>`,
  )}</div></div>`,
)}</fieldset>`;
}

function field(
  { typed, fault }: GiftView,
  name: 'recipientName' | 'recipientAddress' | 'giverName',
  label: string,
  hint: string,
  type: 'text' | 'email',
  autocomplete: string,
  max: number,
): Html {
  const wrong = fault?.field === name ? fault.message : null;
  return html`<div class="field"><label for="${name}">${label} <span class="hint">(${hint})</span></label>
${wrong !== null && html`<p class="wrong" id="${name}-wrong" role="alert">${wrong}</p>`}
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" maxlength="${max}" value="${typed[name]}"${type === 'email' && html` required`}${wrong !== null && html` aria-invalid="true" aria-describedby="${name}-wrong"`}></div>`;
}

function message({ gift: words }: SupportWords, { typed, fault }: GiftView): Html {
  const wrong = fault?.field === 'message' ? fault.message : null;
  return html`<div class="field"><label for="message">${words.message} <span class="hint">(${words.optional}; ${words.messageHint})</span></label>
${wrong !== null && html`<p class="wrong" id="message-wrong" role="alert">${wrong}</p>`}
<textarea class="words" id="message" name="message" rows="5"${wrong !== null && html` aria-invalid="true" aria-describedby="message-wrong"`}>
${typed.message}</textarea></div>`;
}

function deliverOn({ gift: words }: SupportWords, { typed, fault, timeZone, days }: GiftView): Html {
  const wrong = fault?.field === 'deliverOn' ? fault.message : null;
  return html`<div class="field"><label for="deliverOn">${words.deliverOn} <span class="hint">(${words.deliverHint(timeZone)})</span></label>
${wrong !== null && html`<p class="wrong" id="deliverOn-wrong" role="alert">${wrong}</p>`}
<input id="deliverOn" name="deliverOn" type="date" min="${days.first}" max="${days.last}" required value="${typed.deliverOn}"${wrong !== null && html` aria-invalid="true" aria-describedby="deliverOn-wrong"`}></div>`;
}
