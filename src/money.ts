import { InvalidInput } from './errors.ts';

// As Stripe counts them (docs.stripe.com/currencies). Intl's own digits are those of cash in CLDR: none for the
// forint, the rupiah or the Colombian peso, of which Stripe takes hundredths.
const undivided = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const inThousandths = new Set('bhd jod kwd omr tnd'.split(' '));

// The most that Stripe charges at once, in minor units.
const most = 99_999_999;

const known = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** How many digits the minor unit of a currency has: 2 for eur, 0 for jpy. */
export function minorDigits(currency: string): number {
  if (undivided.has(currency)) return 0;
  return inThousandths.has(currency) ? 3 : 2;
}

/**
 * An ISO 4217 code in lower case, as it is stored.
 * @throws InvalidInput
 */
export function parseCurrency(text: string): string {
  const code = text.trim().toLowerCase();
  if (known.has(code)) return code;
  throw new InvalidInput(`${JSON.stringify(text)} is not a currency such as eur, usd or uah`);
}

/**
 * Minor units of what a person wrote, such as `3`, `3.50`, `3,50` or `1 200`.
 * @throws InvalidInput where it is no amount of that currency, or not above nought
 */
export function parseAmount(text: string, currency: string): number {
  const digits = minorDigits(currency);
  const match = /^(\d+)(?:[.,](\d+))?$/.exec(withoutGroups(text, digits));
  const [, whole = '', fraction = ''] = match ?? [];
  const shown = `${JSON.stringify(text.slice(0, 40))} is not an amount of ${currency.toUpperCase()}`;
  if (match === null) throw new InvalidInput(`${shown}; write it as ${example(currency)}`);
  if (fraction.length > digits)
    throw new InvalidInput(`${shown}: it has ${digits} digits after the point at the most`);
  const amount = Number(whole + fraction.padEnd(digits, '0'));
  if (amount < 1 || amount > most)
    throw new InvalidInput(
      `${shown} that can be paid: ${example(currency, 1)} to ${example(currency, most)}`,
    );
  // Stripe takes thousandths in steps of ten.
  if (digits === 3 && amount % 10 !== 0) throw new InvalidInput(`${shown}: its last digit must be 0`);
  return amount;
}

/** The amount as people of that language write it, such as €3, 3,50 € or ¥300. */
export function formatMoney(amount: number, currency: string, language: string): string {
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount / 10 ** digits);
}

/** Without spaces and apostrophes, and without points or commas that only group thousands. */
function withoutGroups(text: string, digits: number): string {
  const close = text.trim().replaceAll(/[\s'’]/g, '');
  if (digits === 3) return close;
  const groups = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?$/.exec(close);
  return groups === null ? close : close.replaceAll(groups[1] ?? '', '');
}

function example(currency: string, amount = 3.5 * 10 ** minorDigits(currency)): string {
  const digits = minorDigits(currency);
  return (Math.ceil(amount) / 10 ** digits).toFixed(digits);
}
