import type { Stripe } from 'stripe';
import type { Config } from '../../config.ts';
import { installationMark } from '../../installation-mark.ts';

/** What stands in the metadata of each object that we make at Stripe, beside what the object is for. */
export function ourMark({ suppressionKey }: Keyed): Record<'broadsheet', string> {
  return { broadsheet: installationMark(suppressionKey) };
}

/** Whether an object at Stripe carries our mark: an account may have other shops on it, other newsrooms of ours as well. */
export function isMarkedOurs(config: Keyed, metadata: Stripe.Metadata | null | undefined): boolean {
  return metadata?.['broadsheet'] === ourMark(config).broadsheet;
}

/** The checkout of ours that an object came from. */
export function checkoutIdOf(config: Keyed, metadata: Stripe.Metadata | null | undefined): number | null {
  const id = metadata?.['checkout'] ?? '';
  return isMarkedOurs(config, metadata) && /^\d{1,15}$/.test(id) ? Number(id) : null;
}

type Keyed = Pick<Config, 'suppressionKey'>;

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
