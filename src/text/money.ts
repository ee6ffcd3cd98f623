// Stripe counts these in hundredths, though they have no smaller coin.
const inHundredths = new Set(['isk', 'ugx']);

/** How many digits of an amount in minor units stand behind the point: 2 for most, 0 for the yen. */
function minorDigits(currency: string): number {
  if (inHundredths.has(currency)) return 2;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
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

/** An amount as a person types it ("8", "8.50", "8,5 €", "1 000"), in minor units; null where it is none. */
export function parseMoney(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const typed = text.trim().replace(/^[\p{L}\p{Sc}]{1,4}(?=[\s\d])|[\p{L}\p{Sc}]{1,4}\.?$|[\s'’]/gu, '');
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(typed) ?? [];
  if (whole === '' || fraction.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, '0') || 0);
}

/** The same for a form's field: without a sign, with a point. */
export function plainAmount(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  return (amount / 10 ** digits).toFixed(digits).replace(/\.0+$/, '');
}
