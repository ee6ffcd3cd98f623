import { formatMoney } from '../../text/money.ts';
import { supportWords } from './pages/words.ts';

/** What a promo code was refused for, in words. */
export function promoFault(
  refused: { refused: 'unknown' } | { refused: 'minimum'; least: number } | { refused: 'not-for-this' },
  code: string,
  { language, currency }: { language: string; currency: string },
): string {
  const { review: words } = supportWords(language);
  if (refused.refused === 'minimum')
    return words.codeMinimum(code, formatMoney(refused.least, currency, language));
  return refused.refused === 'unknown' ? words.badCode(code) : words.codeNotForThis(code);
}
