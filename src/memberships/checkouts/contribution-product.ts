import { randomBytes } from 'node:crypto';
import { Stripe } from 'stripe';
import { z } from 'zod';
import { json } from '../../db.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { selectSupport, upsertSupport } from '../queries/support.ts';
import { ourMark } from '../stripe/ours.ts';
import { requireStripe } from '../stripe/reading.ts';

const schema = z.object({ id: z.string(), name: z.string(), livemode: z.boolean() }).nullable();

/**
 * The product that contributions are of at Stripe: made once, under an id of ours, and named after the publication.
 * @returns its id
 * @throws Stripe's errors
 */
export async function contributionProduct(services: Services): Promise<string> {
  const { db, config } = services;
  const livemode = config.stripe?.livemode ?? false;
  const { name: publication } = await requirePublication(db);
  const name = `Contribution: ${publication}`;
  const known = schema.parse((await selectSupport(db))?.contributionProduct ?? null);
  if (known !== null && known.livemode === livemode && known.name === name) return known.id;
  const id = known?.livemode === livemode ? known.id : `broadsheet_once_${randomBytes(8).toString('hex')}`;
  await put(services, id, name);
  await upsertSupport(db, { contributionProduct: json({ id, name, livemode }) });
  return id;
}

async function put(services: Services, id: string, name: string): Promise<void> {
  const { products } = requireStripe(services);
  try {
    await products.create({ id, name, metadata: ourMark }, { idempotencyKey: `broadsheet-${id}` });
  } catch (error) {
    const exists =
      error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_already_exists';
    const isOther = error instanceof Stripe.errors.StripeIdempotencyError;
    if (!exists && !isOther) throw error;
  }
  await products.update(
    id,
    { name },
    { idempotencyKey: `broadsheet-${id}-${Buffer.from(name).toString('hex').slice(0, 160)}` },
  );
}
