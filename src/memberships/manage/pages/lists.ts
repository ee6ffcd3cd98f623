import { longDate } from '../../../text/long-day.ts';
import { formatMoney } from '../../../text/money.ts';
import { html, type Html } from '../../../views/html.ts';
import type { PageFrame } from '../../../views/layout.ts';
import { formatDay } from '../../format.ts';
import type { GiftStatus } from '../../gifts/gifts-of.ts';
import type { Invoice } from '../stripe-facts.ts';
import { manageWords } from './words.ts';

/** A payment as we have recorded it. */
export interface PaymentView {
  id: number;
  amount: number;
  currency: string;
  settledAt: Date | null;
  refunded: number;
  stripeInvoiceId: string | null;
}

interface Line {
  at: Date;
  amount: string;
  state: string;
  url: string | null;
}

/**
 * Invoices with their pages at Stripe, and payments that have none.
 * @param invoices null: Stripe does not tell them now, and our own record stands in
 */
export function invoiceList(frame: PageFrame, payments: PaymentView[], invoices: Invoice[] | null): Html {
  const words = manageWords(frame.language).invoices;
  const lines = linesOf(frame, payments, invoices ?? []);
  const link = (url: string): Html => html`<a href="${url}" rel="noreferrer">${words.open}</a>`;
  const rows = lines.map(
    ({ at, amount, state, url }) =>
      html`<li><span>${formatDay(frame, at)}</span><strong>${amount}</strong><span class="soft">${state}</span>${url === null ? html`<span></span>` : link(url)}</li>`,
  );
  return html`<details id="invoices"><summary>${words.title}</summary>
${invoices === null && payments.length > 0 && html`<p class="soft small">${words.away}</p>`}
${lines.length === 0 ? html`<p class="soft">${words.none}</p>` : html`<ul class="ledger">${rows}</ul>`}</details>`;
}

function linesOf({ language }: PageFrame, payments: PaymentView[], invoices: Invoice[]): Line[] {
  const { states } = manageWords(language).invoices;
  const known = new Set(invoices.map(({ id }) => id));
  const paidOf = new Map(payments.map((one) => [one.stripeInvoiceId, one]));
  const ofPayment = (one: PaymentView): string =>
    one.refunded === 0 ? states.paid : one.refunded < one.amount ? states.part : states.refunded;
  const fromStripe = invoices.map(({ id, at, amount, currency, state, url }) => {
    const paid = paidOf.get(id);
    const said = paid === undefined ? states[state] : ofPayment(paid);
    return { at, amount: formatMoney(amount, currency, language), state: said, url };
  });
  const others = payments.filter(({ stripeInvoiceId: id }) => id === null || !known.has(id));
  const fromUs = others.flatMap((one) => {
    if (one.settledAt === null) return [];
    const amount = formatMoney(one.amount, one.currency, language);
    return [{ at: one.settledAt, amount, state: ofPayment(one), url: null }];
  });
  return [...fromStripe, ...fromUs].toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

/**
 * What became of the gifts that somebody gave.
 * @param linkOf where one is accepted, for its giver to pass on where our mail did not arrive
 */
export function giftList(
  frame: PageFrame,
  gifts: GiftStatus[],
  linkOf: (giftId: number) => string,
): Html | null {
  if (gifts.length === 0) return null;
  const { gifts: words } = manageWords(frame.language);
  const stateOf = ({ state, deliverOn }: GiftStatus): string =>
    words.states[state](longDate(deliverOn, frame.language));
  return html`<h3>${words.title}</h3><ul class="ledger gifts">${gifts.map(
    (gift) =>
      html`<li><strong>${words.to(gift.otherName, gift.tierName, gift.months)}</strong><span class="soft">${stateOf(gift)}</span>${
        gift.state === 'lost' && html`<a href="${linkOf(gift.id)}">${words.handOn}</a> `
      }${
        gift.state !== 'refunded' && html`<a href="/withdraw?about=gift.${gift.id}">${words.withdraw}</a>`
      }</li>`,
  )}</ul>`;
}

/** The terms that were agreed to, in their words. */
export function agreementList(frame: PageFrame, all: Array<{ wording: string; at: Date }>): Html | null {
  if (all.length === 0) return null;
  const { agreed } = manageWords(frame.language);
  return html`<details id="agreed"><summary>${agreed.title}</summary>${all.map(
    ({ wording, at }) =>
      html`<blockquote><p>${wording}</p><footer class="soft small">${agreed.on(formatDay(frame, at))}</footer></blockquote>`,
  )}</details>`;
}
