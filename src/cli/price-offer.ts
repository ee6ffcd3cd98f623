import { InvalidArgumentError } from 'commander';
import type { PriceName, PriceOffer } from '../memberships/tiers.ts';
import { parseCurrency, parseMoney } from '../text/money.ts';

const allowed =
  'such as "3 eur/month", "30 eur/year", or "3 eur/month from 2" for amounts of one\'s own are allowed.';

/** A price as it is typed: `3 eur/month`, `eur 3/month`, or `8.50 usd/year from 5`. */
export function priceOffer(text: string): PriceOffer {
  const words = /^(.+?)\s*\/\s*(\w+)(?:\s+from\s+(.+))?$/i.exec(text.trim());
  const money = /^([\d.,\s'’]*\d)\s*([a-z]{3})$|^([a-z]{3})\s*(\d[\d.,\s'’]*)$/i.exec(words?.[1] ?? '');
  if (words === null || money === null) throw new InvalidArgumentError(`prices ${allowed}`);
  const currency = currencyOf(money[2] ?? money[3] ?? '');
  const least = words[3];
  const amount = amountOf(money[1] ?? money[4] ?? '', currency);
  const minimum = least === undefined ? null : amountOf(least, currency);
  return { currency, interval: intervalOf(words[2] ?? ''), amount, minimum };
}

/** Which price is meant: `eur/month`. */
export function priceName(text: string): PriceName {
  const [, currency, interval] = /^\s*([a-z]{3})\s*\/\s*(\w+)\s*$/i.exec(text) ?? [];
  if (currency === undefined || interval === undefined)
    throw new InvalidArgumentError('a currency and an interval such as eur/month are allowed.');
  return { currency: currencyOf(currency), interval: intervalOf(interval) };
}

function currencyOf(text: string): string {
  const currency = parseCurrency(text);
  if (currency !== null) return currency;
  throw new InvalidArgumentError(`${JSON.stringify(text)} is not a currency such as eur, usd or uah.`);
}

function amountOf(text: string, currency: string): number {
  const amount = parseMoney(text, currency);
  if (amount !== null && amount > 0 && amount <= 99_999_999) return amount;
  throw new InvalidArgumentError(
    `${JSON.stringify(text)} is not an amount above nought of ${currency.toUpperCase()} that Stripe can charge; prices ${allowed}`,
  );
}

function intervalOf(text: string): 'month' | 'year' {
  const interval = text.toLowerCase();
  if (interval === 'month' || interval === 'year') return interval;
  throw new InvalidArgumentError(`${JSON.stringify(text)} is not an interval; month and year are allowed.`);
}
