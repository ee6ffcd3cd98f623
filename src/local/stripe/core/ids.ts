import { randomUUID } from 'node:crypto';
import type { Stripe } from 'stripe';

/** An id as Stripe's are: what it is of, and random letters. */
export function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}

/** A decimal as it goes over the wire, a text; the SDK makes its own type of it on arrival. */
export function decimal(amount: number): Stripe.Decimal {
  return String(amount) as unknown as Stripe.Decimal;
}
