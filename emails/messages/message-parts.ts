import type { MemberTexts } from '../member-texts/member-texts.ts';
import type { Fact } from './message.ts';

export { defineMessage, link } from './message.ts';

/** A row of facts, or none where there is no value. */
export function fact(label: string, value: string): Fact[] {
  return value === '' ? [] : [{ label, value }];
}

/** An amount with how often it is paid. */
export function termsOf(texts: MemberTexts, amount: string, interval: 'month' | 'year' | null): string {
  if (amount === '' || interval === null) return amount;
  return interval === 'month' ? texts.monthly(amount) : texts.yearly(amount);
}

/** The ways out, such as there are. */
export function linksOf(
  { links }: MemberTexts,
  { cancelUrl, withdrawUrl = null }: { cancelUrl: string | null; withdrawUrl?: string | null },
): Array<{ label: string; url: string }> {
  return [
    ...(cancelUrl === null ? [] : [{ label: links.cancel, url: cancelUrl }]),
    ...(withdrawUrl === null ? [] : [{ label: links.withdraw, url: withdrawUrl }]),
  ];
}
