import { formatMoney } from '../../../text/money.ts';
import { html, type Html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import { formatDay } from '../../format.ts';
import type { Membership } from '../../membership.ts';
import type { Tier } from '../../tiers.ts';
import { termsOf } from '../terms.ts';
import { once } from './section.ts';
import { manageWords } from './words.ts';

/** One question, that need not be answered, and the button; below it one offer at the most. */
export function cancelPage(
  frame: PageFrame,
  membership: Membership,
  { tiers, owed }: { tiers: Tier[]; owed: { amount: number; currency: string } | null },
): string {
  const { cancel: words } = manageWords(frame.language);
  const { id, state, periodEnd, cancelAt } = membership;
  const end = cancelAt ?? periodEnd;
  const day = end === null ? '' : formatDay(frame, end);
  // What is cancelled already can only end sooner.
  const isCancelled = cancelAt !== null && state === 'active';
  const mayWait = state === 'active' && !isCancelled;
  const now = state === 'paused' ? words.nowPaused : words.now;
  const choice = (value: string, label: string, checked: boolean): Html =>
    html`<label class="choice"><input type="radio" name="when" value="${value}"${checked && html` checked`}><span>${label}</span></label>`;
  const title = isCancelled ? words.sooner : words.title;
  const body = html`<h1>${title}</h1>${state === 'active' && html`<p class="lead">${cancelAt === null ? words.text(day) : words.pending(day)}</p>`}
${owed !== null && html`<p>${words.owed(formatMoney(owed.amount, owed.currency, frame.language))}</p>`}
<form method="post" action="/account/membership/${id}/cancel">${once()}
<fieldset><legend>${words.when}</legend>${mayWait && choice('at-end', words.atEnd(day), true)}${choice('now', now, !mayWait)}</fieldset>
<fieldset><legend>${words.why} <span class="soft">${words.whyHint}</span></legend>
${Object.entries(words.reasons).map(([value, label]) => html`<label class="pick"><input type="radio" name="why" value="${value}"><span>${label}</span></label>`)}
</fieldset>
<div class="field"><label for="said">${words.said}</label><input id="said" name="said" type="text" maxlength="300"></div>
<div class="actions"><button>${isCancelled ? words.sooner : words.button}</button><a class="button quiet" href="/account">${isCancelled ? words.back : words.keep}</a></div></form>
${offer(frame, membership, tiers)}`;
  return page(frame, { title, body, isPrivate: true });
}

/** A lower tier where there is one, else a pause. */
function offer(frame: PageFrame, membership: Membership, tiers: Tier[]): Html | null {
  const { cancel: words } = manageWords(frame.language);
  if (membership.state !== 'active' || membership.cancelAt !== null) return null;
  const { id, currency, interval, amount } = membership;
  const lower = tiers
    .flatMap(({ name, slug, prices }) => prices.map((price) => ({ name, slug, ...price })))
    .filter((one) => one.currency === currency && one.interval === interval && one.amount < amount)
    .toSorted((a, b) => b.amount - a.amount)[0];
  const [text, label, href] =
    lower === undefined
      ? [words.offerPause, words.offerPauseButton, '/account#pause']
      : [
          words.offerLess(lower.name, termsOf(lower, frame.language)),
          words.offerLessButton,
          `/account/membership/${id}/change?tier=${lower.slug}`,
        ];
  return html`<aside class="offer"><h2>${words.offer}</h2><p>${text}</p><p><a href="${href}">${label}</a></p></aside>`;
}
