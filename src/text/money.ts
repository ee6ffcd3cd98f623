// As Stripe counts them (docs.stripe.com/currencies). Intl's own digits are those of cash in CLDR: none for the
// forint, the rupiah or the Colombian peso, of which Stripe takes hundredths.
const undivided = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const inThousandths = new Set('bhd jod kwd omr tnd'.split(' '));
const known = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** How many digits of an amount in minor units stand behind the point: 2 for most, 0 for the yen. */
function minorDigits(currency: string): number {
  if (undivided.has(currency)) return 0;
  return inThousandths.has(currency) ? 3 : 2;
}

/** An ISO 4217 code in lower case, as it is stored; null where there is no such currency. */
export function parseCurrency(text: string): string | null {
  const code = text.trim().toLowerCase();
  return known.has(code) ? code : null;
}

/** An amount in minor units as a language writes it: €8, 8,50 €. */
export function formatMoney(amount: number, currency: string, language: string): string {
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(language === 'en' ? 'en-IE' : language, {
    style: 'currency',
    currency: currency.toUpperCase(),
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount / 10 ** digits);
}

/**
 * An amount as a person types it ("8", "8.50", "8,5 €", "1 000", "1,200.50"), in minor units; null where it is none.
 * Points or commas that group thousands are left out where they cannot be anything else: `8.505` is no amount of euros.
 */
export function parseMoney(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const typed = text.trim().replace(/^[\p{L}\p{Sc}]{1,4}(?=[\s\d])|[\p{L}\p{Sc}]{1,4}\.?$|[\s'’]/gu, '');
  const plain = digits === 3 ? typed : withoutGroups(typed, digits);
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(plain) ?? [];
  if (whole === '' || fraction.length > digits) return null;
  const amount = Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, '0') || 0);
  // Stripe takes thousandths in steps of ten.
  return digits === 3 && amount % 10 !== 0 ? null : amount;
}

function withoutGroups(typed: string, digits: number): string {
  const groups = /^[1-9]\d{0,2}([.,])\d{3}((?:\1\d{3})*)((?:(?!\1)[.,]\d{1,2})?)$/.exec(typed);
  const [, sign = '', others = '', cents = ''] = groups ?? [];
  const isClear = digits === 0 || others !== '' || cents !== '';
  return groups !== null && isClear ? typed.replaceAll(sign, '') : typed;
}

/** The same for a form's field: without a sign, with a point. */
export function plainAmount(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  return (amount / 10 ** digits).toFixed(digits).replace(/\.0+$/, '');
}
