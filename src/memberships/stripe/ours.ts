import type { Stripe } from 'stripe';

// One publication has one database; the value keeps room for several on one account.
const publicationId = '1';

/** What stands in the metadata of each object that we make at Stripe, beside what the object is for. */
export const ourMark: Readonly<Record<'broadsheet', string>> = { broadsheet: publicationId };

/** Whether an object at Stripe carries our mark: an account may have other shops on it. */
export function isMarkedOurs(metadata: Stripe.Metadata | null | undefined): boolean {
  return metadata?.['broadsheet'] === ourMark.broadsheet;
}

/** The checkout of ours that an object came from. */
export function checkoutIdOf(metadata: Stripe.Metadata | null | undefined): number | null {
  const id = metadata?.['checkout'] ?? '';
  return isMarkedOurs(metadata) && /^\d{1,15}$/.test(id) ? Number(id) : null;
}

/** The id of what Stripe gives as an id, or as the whole object where that was asked for. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : value.id;
}

/** Stripe's seconds as a date. */
export function dateOf(seconds: number): Date;
export function dateOf(seconds: number | null | undefined): Date | null;
export function dateOf(seconds: number | null | undefined): Date | null {
  return seconds === null || seconds === undefined ? null : new Date(seconds * 1000);
}
