import type { Stripe } from 'stripe';

/** What of an event's object is kept: the ids by which it is fetched again. No address, and no link to a page. */
export interface StoredObject {
  id?: string;
  customer?: string;
  subscription?: string;
  invoice?: string;
  paymentIntent?: string;
  charge?: string;
  product?: string;
}

/** What Stripe posted, as it is stored. */
export interface StoredEvent {
  id: string;
  type: string;
  object: StoredObject;
}

/** The ids in the object of an event, of whatever version of the API it is. */
export function storedObject({ data }: Stripe.Event): StoredObject {
  const object = data.object as unknown;
  const found: Record<keyof StoredObject, string | null> = {
    id: idAt(object, 'id'),
    customer: idAt(object, 'customer'),
    // An invoice names it below its parent since 2025, above before.
    subscription:
      idAt(object, 'subscription') ?? idAt(at(at(object, 'parent'), 'subscription_details'), 'subscription'),
    invoice: idAt(object, 'invoice'),
    paymentIntent: idAt(object, 'payment_intent'),
    charge: idAt(object, 'charge'),
    product: idAt(object, 'product'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, id]) => id !== null));
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function idAt(value: unknown, key: string): string | null {
  const found = at(value, key);
  const id = typeof found === 'string' ? found : at(found, 'id');
  return typeof id === 'string' && /^\w{1,255}$/.test(id) ? id : null;
}
