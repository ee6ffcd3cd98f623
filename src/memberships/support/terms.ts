import { formatMoney } from '../../text/money.ts';
import type { Choice } from './choice.ts';
import { supportWords } from './pages/words.ts';

/** Raised with each change of the words of renewal, so that an agreement names what was shown. */
export const termsVersion = '2026-11-28';

/** The terms of a renewal as they are shown and kept; none for what is given once. */
export function renewalTerms(
  choice: Choice,
  { language, publication, publicUrl }: { language: string; publication: string; publicUrl: string },
): string[] {
  if (choice.purpose === 'contribution') return [];
  const values = {
    publication,
    tier: choice.tier.name,
    amount: formatMoney(choice.amount, choice.currency, language),
    cancel: `${publicUrl}/cancel`,
    withdraw: `${publicUrl}/withdraw`,
  };
  return supportWords(language).review.renewal(values, choice.interval);
}

/** The words that somebody agreed to, as they are kept: what was shown, and what was ticked below it. */
export function agreedWording(
  terms: string[],
  language: string,
  immediate: boolean,
  promo: string | null,
): string {
  const { review } = supportWords(language);
  const lines = [
    ...terms,
    ...(promo === null ? [] : [review.code(promo)]),
    review.agree,
    ...(immediate ? [review.immediate] : []),
  ];
  return lines.join('\n');
}
