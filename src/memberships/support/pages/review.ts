import { formatMoney } from '../../../text/money.ts';
import { type Html, html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import type { Choice } from '../choice.ts';
import { frameNotes, type Known } from './known.ts';
import { hidden } from './support.ts';
import { supportWords } from './words.ts';
import type { SupportWords } from './words/support-words.ts';

export interface ReviewView {
  choice: Choice;
  /** The form's fields that say the choice again. */
  fields: Record<string, string>;
  /** Back to the first step, with everything kept. */
  backHref: string;
  known: Known;
  /** What the renewal is agreed to by; none for what is given once. */
  terms: string[];
  overlap: { tier: string; date: string } | null;
  typed: { promo: string; agree: boolean; immediate: boolean };
  fault: { field: 'promo' | 'agree'; message: string } | null;
  isSandbox: boolean;
}

/** The second step: what it is, for whom, on which terms; its button leads to the payment. */
export function reviewPage(frame: PageFrame, view: ReviewView): string {
  const words = supportWords(frame.language);
  const { choice, known } = view;
  const body = html`<h1>${words.review.title}</h1>
${frameNotes(words, view)}
${summary(frame, words, view)}
${view.overlap !== null && html`<p class="done">${words.review.overlap(view.overlap.tier, view.overlap.date)}</p>`}
<form method="post" action="/support/review">
${hidden(view.fields)}
${choice.purpose === 'membership' ? terms(words, view) : html`<p>${words.review.onceTerms(formatMoney(choice.amount, choice.currency, frame.language))}</p>`}
${promo(words, view)}
<button>${words.review.button}</button>
<p class="small soft">${words.review.atStripe}</p></form>`;
  return page(frame, { title: words.review.title, body, isPrivate: known.kind !== 'nobody' });
}

function summary(frame: PageFrame, words: SupportWords, { choice, known, backHref }: ReviewView): Html {
  const money = formatMoney(choice.amount, choice.currency, frame.language);
  const [name, amount] =
    choice.purpose === 'membership'
      ? [choice.tier.name, words.form.per[choice.interval](money)]
      : [words.review.giveOnce, money];
  return html`<div class="summary"><div><p class="tier-name">${name}</p><p class="summary-amount">${amount}</p></div>
<p class="small"><a href="${backHref}">${words.review.change}</a></p>
<p class="small soft summary-payer">${payer(words, known, choice)}</p></div>`;
}

function payer({ review: words }: SupportWords, known: Known, { purpose }: Choice): Html | string | null {
  if (known.kind === 'signed-in') return html`${words.payer} ${known.address}`;
  if (known.kind === 'by-link') return html`${words.payer} ${words.payerByLink(known.address)}`;
  return purpose === 'membership' ? words.payerUnknown : null;
}

function terms({ review: words }: SupportWords, { terms: all, typed, fault }: ReviewView): Html {
  const wrong = fault?.field === 'agree' ? fault.message : null;
  return html`<fieldset class="terms"><legend>${words.terms}</legend>
<ol>${all.map((text) => html`<li>${linked(text)}</li>`)}</ol>
${wrong !== null && html`<p class="wrong" id="agree-wrong" role="alert">${wrong}</p>`}
<label class="tick"><input type="checkbox" name="agree" value="on" required${typed.agree && html` checked`}${wrong !== null && html` aria-invalid="true" aria-describedby="agree-wrong"`}><span>${words.agree}</span></label>
<label class="tick"><input type="checkbox" name="immediate" value="on"${typed.immediate && html` checked`}><span>${words.immediate}</span></label></fieldset>`;
}

/** The addresses in a sentence can be followed; its words stay as they are. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s,]+[^\s,.])/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));
}

function promo({ review: words }: SupportWords, { typed, fault }: ReviewView): Html {
  const wrong = fault?.field === 'promo' ? fault.message : null;
  return html`<div class="field promo"><label for="promo">${words.promo} <span class="hint">(${words.promoHint})</span></label>
${wrong !== null && html`<p class="wrong" id="promo-wrong" role="alert">${wrong}</p>`}
<input id="promo" name="promo" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="60" value="${typed.promo}"${wrong !== null && html` aria-invalid="true" aria-describedby="promo-wrong"`}></div>`;
}

/**
 * Stripe does not answer, or another purchase of theirs is not settled yet: nothing was charged by this one, and one
 * press tries again with all that was chosen.
 */
export function tryAgainPage(
  frame: PageFrame,
  why: 'down' | 'inProgress',
  { action, fields }: { action: string; fields: Record<string, string> },
): string {
  const words = supportWords(frame.language);
  const { title, text } = words[why];
  const body = html`<h1>${title}</h1><p class="lead">${text}</p>
<form method="post" action="${action}">${hidden(fields)}<button>${words.down.button}</button></form>`;
  return page(frame, { title, body, isPrivate: true });
}

/** Who has one already is led to it. */
export function alreadyPatronPage(frame: PageFrame): string {
  const { alreadyPatron, patron } = supportWords(frame.language);
  const body = html`<h1>${alreadyPatron.title}</h1><p class="lead">${alreadyPatron.text}</p>
<p><a class="button" href="/account">${patron.change}</a></p>`;
  return page(frame, { title: alreadyPatron.title, body, isPrivate: true });
}
