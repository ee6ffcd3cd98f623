import { formatMoney } from '../../../text/money.ts';
import { html, type Html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import { formatDay } from '../../format.ts';
import type { Membership } from '../../membership.ts';
import type { Tier } from '../../tiers.ts';
import type { Difference } from '../preview.ts';
import type { Change } from '../read-change.ts';
import { termsOf } from '../terms.ts';
import { manageWords } from './words.ts';

export interface ChangeFormView {
  membership: Membership;
  tiers: Tier[];
  fields: { tier: string; interval: string; amount: string };
  error: string | null;
}

/** Tier, how often, and an amount of one's own, if one likes; the difference is on the next page. */
export function changePage(frame: PageFrame, { membership, tiers, fields, error }: ChangeFormView): string {
  const { change: words } = manageWords(frame.language);
  const { currency, id } = membership;
  const least = Math.min(
    ...tiers.flatMap(({ prices }) =>
      prices.filter((one) => one.currency === currency).map(({ amount, minimum }) => minimum ?? amount),
    ),
  );
  const hint = words.amountHint(formatMoney(least, currency ?? 'eur', frame.language));
  const wrong = error !== null && html` aria-invalid="true" aria-describedby="amount-error"`;
  const interval = (value: string, label: string): Html =>
    html`<label class="choice"><input type="radio" name="interval" value="${value}"${fields.interval === value && html` checked`}><span>${label}</span></label>`;
  const body = html`<h1>${words.title}</h1><p class="lead">${words.text}</p>
<form method="post" action="/account/membership/${id}/preview">
<fieldset><legend>${words.tier}</legend>${tiers.map((tier) => tierChoice(frame, membership, tier, fields.tier))}</fieldset>
<fieldset><legend>${words.interval}</legend><div class="row">${interval('month', words.monthly)}${interval('year', words.yearly)}</div></fieldset>
<div class="field"><label for="amount">${words.amount} <span class="hint">(${hint})</span></label>
${error !== null && html`<p class="wrong" id="amount-error" role="alert">${error}</p>`}
<input id="amount" name="amount" type="text" inputmode="decimal" maxlength="12" value="${fields.amount}"${wrong}></div>
<button>${words.button}</button></form>
<p><a href="/account">${manageWords(frame.language).cancel.back}</a></p>`;
  return page(frame, { title: words.title, body, isPrivate: true });
}

function tierChoice(frame: PageFrame, { currency }: Membership, tier: Tier, chosen: string): Html {
  const prices = tier.prices
    .filter((one) => one.currency === currency)
    .toSorted((a, b) => a.interval.localeCompare(b.interval))
    .map((price) => termsOf(price, frame.language));
  return html`<label class="choice"><input type="radio" name="tier" value="${tier.slug}"${tier.slug === chosen && html` checked`}>
<span><strong>${tier.name}</strong>${prices.join(' · ')}</span></label>`;
}

interface ReviewView {
  membership: Membership;
  tier: string;
  change: Change;
  difference: Difference;
  token: string;
}

/** What is charged or credited today, what from then on, and when; then the button. */
export function changeReviewPage(frame: PageFrame, view: ReviewView): string {
  const { membership, tier, change, difference, token } = view;
  const { change: words } = manageWords(frame.language);
  const money = (amount: number): string => formatMoney(amount, membership.currency ?? 'eur', frame.language);
  const terms = termsOf({ ...change, currency: membership.currency }, frame.language);
  const { charged, credited, balance, now } = difference;
  const today =
    now > 0 ? words.chargedNow(money(now)) : now < 0 ? words.creditedNow(money(-now)) : words.nothingNow;
  const row = (label: string, amount: number): Html | null =>
    amount === 0 ? null : html`<div><dt>${label}</dt><dd>${money(amount)}</dd></div>`;
  const body = html`<h1>${words.reviewTitle}</h1>
<div class="sheet"><h2>${tier}</h2><p class="price">${terms}</p>
<h3 class="part">${words.today}</h3><p><strong>${today}</strong></p>
<dl class="facts">${row(words.newPart, charged)}${row(words.unused, credited)}${row(words.balance, balance)}</dl>
<h3 class="part">${words.fromThen}</h3><p>${words.thenOn(terms, formatDay(frame, difference.nextAt))}</p></div>
<form method="post" action="/account/membership/${membership.id}/change"><input type="hidden" name="change" value="${token}">
<p class="consent">${words.agree(terms, frame.publication.name)}</p>
<div class="actions"><button>${words.confirm}</button><a class="button quiet" href="/account/membership/${membership.id}/change">${words.back}</a></div></form>`;
  return page(frame, { title: words.reviewTitle, body, isPrivate: true });
}

/** A change that was not made, and why; nothing is lost. */
export function notChangedPage(frame: PageFrame, { id }: Membership, why: 'declined' | 'old'): string {
  const { change: words } = manageWords(frame.language);
  const [title, text] =
    why === 'declined' ? [words.declinedTitle, words.declined] : [words.oldTitle, words.old];
  const again = html`<a class="button${why === 'declined' && ' quiet'}" href="/account/membership/${id}/change">${words.back}</a>`;
  const card = html`<form method="post" action="/account/membership/${id}/card"><button>${words.tryCard}</button></form>`;
  const body = html`<h1>${title}</h1><p class="lead">${text}</p><div class="actions">${why === 'declined' && card}${again}</div>`;
  return page(frame, { title, body, isPrivate: true });
}
