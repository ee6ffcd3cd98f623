import { type Html, html } from '../../../views/html.ts';
import type { Offer } from '../offer.ts';
import type { SupportWords } from './words/support-words.ts';

/** What there is beside paying here: a gift, a transfer, and whatever the publication has set. */
export function otherWays(
  { other: words }: SupportWords,
  { settings, takesMoney, tiers }: Offer,
  carried: Record<string, string>,
): Html | null {
  const { bankTransfer, otherWays: ways, giftMonths } = settings;
  const hasGifts = takesMoney && tiers.length > 0 && giftMonths.length > 0;
  if (!hasGifts && bankTransfer === '' && ways.length === 0) return null;
  const query = new URLSearchParams(carried).toString();
  return html`<section class="support-other"><h2>${words.title}</h2><div class="ways">
${hasGifts && html`<div class="way"><h3>${words.gift}</h3><p>${words.giftText}</p><p><a href="/support/gift${query === '' ? '' : `?${query}`}">${words.giftLink}</a></p></div>`}
${bankTransfer !== '' && html`<div class="way"><h3>${words.bank}</h3><p class="bank">${bankTransfer}</p></div>`}
${ways.map(
  ({ label, url, text }) =>
    html`<div class="way"><h3><a href="${url}">${label}</a></h3>${text !== '' && html`<p>${text}</p>`}</div>`,
)}</div></section>`;
}
