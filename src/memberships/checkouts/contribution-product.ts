import { randomUUID } from 'node:crypto';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import { json } from '../../db.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { selectSupport, upsertSupport } from '../queries/support.ts';
import { ourMark } from '../stripe/ours.ts';
import { orMissing, requireStripe } from '../stripe/reading.ts';

const schema = z.object({ id: z.string(), name: z.string(), livemode: z.boolean() }).nullable();

/**
 * The product that contributions are of at Stripe, named after the publication: made where there is none yet, or none
 * any more, and set right where it was renamed or archived.
 * @returns its id
 * @throws Stripe's errors
 */
export async function contributionProduct(services: Services): Promise<string> {
  const { db, config } = services;
  const livemode = config.stripe?.livemode ?? false;
  const { name: publication } = await requirePublication(db);
  const name = `Contribution: ${publication}`;
  const known = schema.parse((await selectSupport(db))?.contributionProduct ?? null);
  const there = known?.livemode === livemode ? await productThere(services, known.id) : null;
  if (there?.active && there.name === name) return there.id;
  const id = await put(services, there, name);
  await upsertSupport(db, { contributionProduct: json({ id, name, livemode }) });
  return id;
}

async function productThere(services: Services, id: string): Promise<Stripe.Product | null> {
  const product: Stripe.Product | Stripe.DeletedProduct | null = await orMissing(
    requireStripe(services).products.retrieve(id),
  );
  return product === null || product.deleted ? null : product;
}

async function put(services: Services, there: Stripe.Product | null, name: string): Promise<string> {
  const { products } = requireStripe(services);
  // A key of its own each time: one that was used yesterday would answer with yesterday's product, and change nothing.
  const options = { idempotencyKey: randomUUID() };
  const { id } =
    there === null
      ? await products.create({ name, metadata: ourMark(services.config) }, options)
      : await products.update(there.id, { name, active: true }, options);
  return id;
}
