import { type Html, html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import { supportWords } from './words.ts';

export interface ClaimView {
  token: string;
  tier: string;
  terms: string;
  masked: string;
}

/** The link of the mail: a button, since programs that look through mail open links, too. */
export function claimPage(frame: PageFrame, { token, tier, terms, masked }: ClaimView): string {
  const { claim } = supportWords(frame.language);
  const body = html`<h1>${claim.title}</h1><p class="lead">${claim.text(tier, terms, masked)}</p>
<form method="post" action="/claim/${token}"><button>${claim.button}</button></form><p class="small soft">${claim.consent}</p>`;
  return page(frame, { title: claim.title, body, isPrivate: true });
}

/** What came of the button, or of a link that was used before. */
export function claimedPage(frame: PageFrame, outcome: 'claimed' | 'again' | 'second', tier: string): string {
  const { claim } = supportWords(frame.language);
  const title = outcome === 'second' ? claim.second : claim.done;
  const text =
    outcome === 'second' ? claim.secondText : outcome === 'again' ? claim.again : claim.doneText(tier);
  return simple(frame, title, text, '/account', claim.account);
}

/** A link that is cut off or too old: another one can be had by mail. */
export function invalidClaimPage(frame: PageFrame): string {
  const { claim } = supportWords(frame.language);
  return simple(frame, claim.invalid, claim.invalidText, '/claim', claim.lost);
}

export function invalidGiftPage(frame: PageFrame): string {
  const { claim, thanks } = supportWords(frame.language);
  return simple(frame, claim.invalid, claim.invalidText, '/support', thanks.again);
}

/** Asks where the link of a membership that was paid for is to be mailed once more. */
export function lostClaimPage(
  frame: PageFrame,
  { address, error }: { address: string; error: string | null },
): string {
  const { claim } = supportWords(frame.language);
  const wrong = error !== null && html` aria-invalid="true" aria-describedby="address-error"`;
  const body = html`<h1>${claim.lost}</h1><p class="lead">${claim.lostText}</p>
<form method="post" action="/claim"><div class="field"><label for="address">${claim.lostAddress}</label>
${error !== null && html`<p class="wrong" id="address-error" role="alert">${error}</p>`}
<input id="address" name="address" type="email" autocomplete="email" required maxlength="254" value="${address}"${wrong}></div>
<button>${claim.lostButton}</button></form>`;
  return page(frame, { title: claim.lost, body, isPrivate: true });
}

/** The same for every address. */
export function claimMailedPage(frame: PageFrame): string {
  const { claim } = supportWords(frame.language);
  const body = html`<h1>${claim.mailed}</h1><p class="lead">${claim.mailedText}</p>`;
  return page(frame, { title: claim.mailed, body, isPrivate: true });
}

export interface GiftClaimView {
  token: string;
  giver: string;
  recipient: string;
  message: string;
  tier: string;
  months: number;
  benefits: string[];
}

export function giftClaimPage(frame: PageFrame, view: GiftClaimView): string {
  const { giftClaim, gift, claim } = supportWords(frame.language);
  const title = giftClaim.title(view.giver || giftClaim.somebody);
  const body = html`<h1>${title}</h1>
${view.recipient !== '' && html`<p class="lead">${giftClaim.hello(view.recipient)}</p>`}
${view.message !== '' && html`<blockquote class="welcome message">${view.message}</blockquote>`}
<p>${giftClaim.text(view.tier, gift.months(view.months))}</p>
${view.benefits.length > 0 && html`<ul class="yours">${view.benefits.map((text) => html`<li>${text}</li>`)}</ul>`}
<form method="post" action="/gift/${view.token}"><button>${giftClaim.button}</button></form><p class="small soft">${claim.consent}</p>`;
  return page(frame, { title, body, isPrivate: true });
}

export interface GiftClaimedView {
  again: boolean;
  tier: string;
  from: string;
  until: string;
  overlap: { tier: string; date: string; renews: boolean } | null;
}

export function giftClaimedPage(frame: PageFrame, view: GiftClaimedView): string {
  const { giftClaim, claim } = supportWords(frame.language);
  const { overlap } = view;
  const note =
    overlap === null
      ? null
      : overlap.renews
        ? giftClaim.overlapRenews(overlap.tier, overlap.date)
        : giftClaim.overlapEnds(overlap.date);
  const body = html`<h1>${giftClaim.done}</h1>
${view.again && html`<p>${giftClaim.again}</p>`}
<p class="lead">${giftClaim.doneText(view.tier, view.from, view.until)}</p>
${note !== null && html`<p class="done">${note}</p>`}
<p class="small soft">${claim.consent}</p><p><a class="button" href="/account">${claim.account}</a></p>`;
  return page(frame, { title: giftClaim.done, body, isPrivate: true });
}

export function giftRefundedPage(frame: PageFrame): string {
  const { giftClaim, thanks } = supportWords(frame.language);
  return simple(frame, giftClaim.refunded, giftClaim.refundedText, '/support', thanks.again);
}

function simple(frame: PageFrame, title: string, text: string, href: string, label: string): string {
  const more: Html = html`<p><a class="button" href="${href}">${label}</a></p>`;
  const body = html`<h1>${title}</h1><p class="lead">${text}</p>${more}`;
  return page(frame, { title, body, isPrivate: true });
}
