import { formatMoney, plainAmount } from '../../../text/money.ts';
import { type Html, html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import type { ChoiceFault, Typed } from '../choice.ts';
import { middleTier, type Offer } from '../offer.ts';
import type { Tier, TierPrice } from '../../tiers.ts';
import { otherWays } from './other-ways.ts';
import { frameNotes, type Known, knownNote } from './known.ts';
import { supportWords } from './words.ts';
import type { SupportWords } from './words/support-words.ts';

export interface SupportView {
  offer: Offer;
  typed: Typed;
  fault: ChoiceFault | null;
  known: Known;
  /** Carried through every step: the link of the mail, the edition. */
  carried: Record<string, string>;
  stopped: boolean;
  isSandbox: boolean;
}

/** Why, what one can give, and how; the first of two steps, which changes nothing. */
export function supportPage(frame: PageFrame, view: SupportView): string {
  const words = supportWords(frame.language);
  const { offer, known } = view;
  const { name } = frame.publication;
  const title = offer.settings.title || words.title;
  const why = paragraphsOf(offer.settings.why);
  const body = html`<div class="support-head"><p class="support-kicker">${words.kicker(name)}</p>
<h1>${title}</h1>
${(why.length > 0 ? why : words.why(name)).map((text, index) => html`<p${index === 0 && html` class="lead"`}>${text}</p>`)}</div>
${frameNotes(words, view)}
${knownNote(words, known)}
${offer.takesMoney ? form(frame, words, view) : nothingOffered(words, offer)}
${otherWays(words, offer, view.carried)}`;
  return page(frame, { title, body, width: 'broad', isPrivate: known.kind === 'by-link' });
}

export function paragraphsOf(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function nothingOffered(words: SupportWords, { settings }: Offer): Html {
  const hasOther = settings.bankTransfer !== '' || settings.otherWays.length > 0;
  return html`<section class="support-empty"><h2>${words.empty.title}</h2><p>${words.empty.text}</p>
${!hasOther && html`<p>${words.empty.noWay}</p>`}</section>`;
}

function form(frame: PageFrame, words: SupportWords, view: SupportView): Html | null {
  const { offer, carried, known } = view;
  if (intervalsOf(offer, known).length === 0) return otherCurrency(words, view);
  return html`<form method="get" action="/support/review" class="support-form" novalidate>
<button class="by-default" tabindex="-1" aria-hidden="true">${words.form.button}</button>
${hidden({ ...carried, currency: offer.currency })}
<div class="support-bar">${howOften(words, view)}${currencies(words, offer)}</div>
${tiers(frame, words, view)}
${onceAmounts(frame, words, view)}
<div class="support-go"><button>${words.form.button}</button>
<p class="small soft">${words.form.next}</p></div>
<ul class="support-promise">${words.form.promise.map((text) => html`<li>${text}</li>`)}</ul>
</form>`;
}

/** A patron gives once at the most, and perhaps not in this currency. */
function otherCurrency(words: SupportWords, { offer, carried }: SupportView): Html | null {
  if (Object.keys(offer.settings.once).length === 0) return null;
  return html`<form method="get" action="/support" class="support-form">${hidden(carried)}<div class="support-bar">${currencies(words, offer)}</div></form>`;
}

export function hidden(fields: Record<string, string>): Html[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** Which of the three are possible; who is a patron already gives once at the most. */
export function intervalsOf(offer: Offer, known: Known): string[] {
  const prices = known.isPatron ? [] : offer.tiers.flatMap((tier) => pricesOf(tier, offer));
  const renewing = ['month', 'year'].filter((interval) =>
    prices.some((price) => price.interval === interval),
  );
  return [...renewing, ...(offer.once === null ? [] : ['once'])];
}

function howOften({ form: words }: SupportWords, { offer, known, typed }: SupportView): Html {
  const intervals = intervalsOf(offer, known);
  const label: Record<string, string> = { month: words.month, year: words.year, once: words.once };
  const chosen = intervals.includes(typed.interval) ? typed.interval : intervals[0];
  return html`<fieldset class="switch"><legend>${words.howOften}</legend>
<div>${intervals.map(
    (interval) =>
      html`<label><input type="radio" name="interval" value="${interval}" id="interval-${interval}"${interval === chosen && html` checked`}><span>${label[interval] ?? ''}</span></label>`,
  )}</div></fieldset>`;
}

function currencies({ form: words }: SupportWords, { currencies: all, currency }: Offer): Html | null {
  if (all.length < 2) return null;
  return html`<div class="currencies" role="group" aria-label="${words.currency}">${all.map(
    (one) =>
      html`<button name="currency" value="${one}" formaction="/support"${one === currency && html` aria-pressed="true"`}>${one.toUpperCase()}</button>`,
  )}</div>`;
}

function tiers(frame: PageFrame, words: SupportWords, view: SupportView): Html | null {
  const { offer, known, typed, fault } = view;
  if (known.isPatron || offer.tiers.length === 0) return null;
  const chosen = offer.tiers.find(({ slug }) => slug === typed.tier) ?? middleTier(offer.tiers);
  const wrong = fault?.field === 'tier';
  return html`<fieldset class="of-tiers"${wrong && html` aria-describedby="tier-wrong"`}><legend>${words.form.chooseTier}</legend>
${wrong && html`<p class="wrong" id="tier-wrong" role="alert">${faultText(frame, words, view)}</p>`}
<div class="tiers">${offer.tiers.map((tier) => tierCard(frame, words, view, tier, tier === chosen))}</div></fieldset>`;
}

function tierCard(
  frame: PageFrame,
  words: SupportWords,
  view: SupportView,
  tier: Tier,
  isChosen: boolean,
): Html {
  const id = `tier-${tier.slug}`;
  return html`<div class="tier">
<input type="radio" name="tier" value="${tier.slug}" id="${id}"${isChosen && html` checked`}>
<label for="${id}"><span class="tier-name">${tier.name}</span>
${priceLine(frame, words, view.offer, tier, 'month')}${priceLine(frame, words, view.offer, tier, 'year')}
${tier.standfirst !== '' && html`<span class="tier-standfirst">${tier.standfirst}</span>`}</label>
${tier.benefits.length > 0 && html`<ul class="tier-benefits">${tier.benefits.map((text) => html`<li>${text}</li>`)}</ul>`}
${ownAmount(frame, words, view, tier)}
</div>`;
}

function priceLine(
  frame: PageFrame,
  { form: words }: SupportWords,
  offer: Offer,
  tier: Tier,
  interval: 'month' | 'year',
): Html | null {
  const price = priceOf(tier, offer, interval);
  if (price === undefined) return null;
  const free = interval === 'year' ? monthsFree(tier, offer) : 0;
  return html`<span class="tier-price of-${interval}"><strong>${formatMoney(price.amount, offer.currency, frame.language)}</strong> ${words.perShort[interval]}${free > 0 && html` <em>${words.monthsFree(free)}</em>`}</span>`;
}

/** How many months a year's price leaves out, where it is whole ones. */
function monthsFree(tier: Tier, offer: Offer): number {
  const [month, year] = [priceOf(tier, offer, 'month'), priceOf(tier, offer, 'year')];
  if (month === undefined || year === undefined) return 0;
  const free = (12 * month.amount - year.amount) / month.amount;
  return Number.isInteger(free) && free > 0 ? free : 0;
}

function ownAmount(frame: PageFrame, words: SupportWords, view: SupportView, tier: Tier): Html | null {
  const { offer, typed, fault } = view;
  const prices = pricesOf(tier, offer).filter(({ minimum }) => minimum !== null);
  if (prices.length === 0) return null;
  const field = `own-${tier.slug}`;
  const wrong = fault?.field === field;
  return html`<div class="tier-own"><label for="${field}">${words.form.own} <span class="soft">(${offer.currency.toUpperCase()})</span></label>
${wrong && html`<p class="wrong" id="${field}-wrong" role="alert">${faultText(frame, words, view)}</p>`}
<input id="${field}" name="${field}" type="text" inputmode="decimal" autocomplete="off" maxlength="20" value="${typed.own[tier.slug] ?? ''}" aria-describedby="${field}-hint${wrong ? ` ${field}-wrong` : ''}"${wrong && html` aria-invalid="true"`}>
<p class="small soft" id="${field}-hint">${prices.map(({ interval, minimum }) => html`<span class="of-${interval}">${words.form.ownFrom[interval](formatMoney(minimum ?? 0, offer.currency, frame.language))}</span>`)}</p></div>`;
}

function onceAmounts(frame: PageFrame, words: SupportWords, view: SupportView): Html | null {
  const { offer, typed, fault } = view;
  if (offer.once === null) return null;
  const { suggested, minimum } = offer.once;
  const money = (amount: number): string => formatMoney(amount, offer.currency, frame.language);
  const isOwn = typed.once === 'own' || typed.onceOwn !== '';
  const chosen =
    suggested.find((amount) => String(amount) === typed.once) ??
    suggested[Math.floor((suggested.length - 1) / 2)];
  const wrong = fault?.field === 'once-own';
  return html`<fieldset class="of-once"><legend>${words.form.chooseOnce}</legend>
<div class="amounts">${suggested.map(
    (amount) =>
      html`<label class="amount"><input type="radio" name="once" value="${amount}"${!isOwn && amount === chosen && html` checked`}><span>${money(amount)}</span></label>`,
  )}</div>
<div class="field once-own"><label for="once-own">${words.form.onceOwn} <span class="hint">(${offer.currency.toUpperCase()}, ${words.form.onceFrom(money(minimum))})</span></label>
${wrong && html`<p class="wrong" id="once-own-wrong" role="alert">${faultText(frame, words, view)}</p>`}
<input id="once-own" name="once-own" type="text" inputmode="decimal" autocomplete="off" maxlength="20" placeholder="${plainAmount(minimum, offer.currency)}" value="${typed.onceOwn}"${wrong && html` aria-invalid="true" aria-describedby="once-own-wrong"`}></div></fieldset>`;
}

function faultText(frame: PageFrame, words: SupportWords, { offer, fault }: SupportView): string {
  if (fault === null) return '';
  const bound = formatMoney(fault.bound, offer.currency, frame.language);
  return words.form.faults[fault.kind](fault.seen, bound);
}

function pricesOf({ prices }: Tier, { currency }: Offer): TierPrice[] {
  return prices.filter((price) => price.currency === currency);
}

function priceOf(tier: Tier, offer: Offer, interval: 'month' | 'year'): TierPrice | undefined {
  return pricesOf(tier, offer).find((price) => price.interval === interval);
}
