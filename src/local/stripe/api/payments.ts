import { z } from 'zod';
import type { Stripe } from 'stripe';
import { refundCharge } from '../billing/refund.ts';
import { invalid } from '../core/api-error.ts';
import { list, must, type Routes, same } from '../core/call.ts';
import {
  created,
  expandOnly,
  expandShape,
  inRange,
  int,
  mergeMetadata,
  metadata,
  pageShape,
  read,
  text,
} from '../core/input.ts';
import { change, idOf, type World } from '../core/world.ts';

const withMetadata = z.strictObject({ ...expandShape, metadata: metadata.optional() });

const ofPayment = z.strictObject({
  ...pageShape,
  created,
  charge: text.optional(),
  payment_intent: text.optional(),
});

/** `/v1/payment_intents`, `/v1/charges` and `/v1/refunds` */
export const payments: Routes = {
  'GET /v1/payment_intents': ({ world, input }) => {
    const query = read(z.strictObject({ ...pageShape, created, customer: text.optional() }), input);
    const { customer } = query;
    const fits = (one: { created: number }): boolean => inRange(one.created, query.created);
    return list('/v1/payment_intents', world.tables.paymentIntents, 'payment_intent', query, fits, {
      customer,
    });
  },
  'GET /v1/payment_intents/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.paymentIntents, 'payment_intent', id);
  },
  'POST /v1/payment_intents/:id': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({ ...expandShape, metadata: metadata.optional(), description: text.optional() }),
      input,
    );
    const intent = must(world.tables.paymentIntents, 'payment_intent', id);
    intent.metadata = mergeMetadata(intent.metadata, given.metadata);
    if (given.description !== undefined) intent.description = given.description || null;
    return intent;
  },
  'GET /v1/charges': ({ world, input }) => {
    const query = read(
      z.strictObject({ ...pageShape, created, customer: text.optional(), payment_intent: text.optional() }),
      input,
    );
    const { customer, payment_intent } = query;
    const fits = (one: { created: number }): boolean => inRange(one.created, query.created);
    return list('/v1/charges', world.tables.charges, 'charge', query, fits, { customer, payment_intent });
  },
  'GET /v1/charges/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.charges, 'charge', id);
  },
  'POST /v1/charges/:id': ({ world, ids: [id], input }) => {
    const given = read(withMetadata, input);
    const charge = must(world.tables.charges, 'charge', id);
    change(world, 'charge.updated', charge, (one) => {
      one.metadata = mergeMetadata(one.metadata, given.metadata);
    });
    return charge;
  },
  'POST /v1/refunds': ({ world, input }) => {
    const given = read(
      z.strictObject({
        ...expandShape,
        charge: text.optional(),
        payment_intent: text.optional(),
        amount: int.optional(),
        reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
        metadata: metadata.optional(),
      }),
      input,
    );
    return refundCharge(world, chargeFor(world, given), {
      amount: given.amount ?? null,
      reason: given.reason ?? null,
      metadata: mergeMetadata({}, given.metadata),
    });
  },
  'GET /v1/refunds': ({ world, input }) => {
    const query = read(ofPayment, input);
    const { charge, payment_intent } = query;
    const fits = (one: { created: number }): boolean => inRange(one.created, query.created);
    return list('/v1/refunds', world.tables.refunds, 'refund', query, fits, { charge, payment_intent });
  },
  'GET /v1/refunds/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.refunds, 'refund', id);
  },
  'POST /v1/refunds/:id': ({ world, ids: [id], input }) => {
    const given = read(withMetadata, input);
    const refund = must(world.tables.refunds, 'refund', id);
    change(world, 'refund.updated', refund, (one) => {
      one.metadata = mergeMetadata(one.metadata ?? {}, given.metadata);
    });
    return refund;
  },
  'GET /v1/disputes': ({ world, input }) => {
    const query = read(ofPayment, input);
    const { charge, payment_intent } = query;
    const fits = (one: Stripe.Dispute): boolean =>
      inRange(one.created, query.created) && same(one.livemode, false);
    return list('/v1/disputes', world.tables.disputes, 'dispute', query, fits, { charge, payment_intent });
  },
  'GET /v1/disputes/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.disputes, 'dispute', id);
  },
};

function chargeFor(
  world: World,
  given: { charge?: string | undefined; payment_intent?: string | undefined },
): Stripe.Charge {
  if (given.charge !== undefined) return must(world.tables.charges, 'charge', given.charge, 'charge');
  if (given.payment_intent === undefined)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
      },
    );
  const intent = must(world.tables.paymentIntents, 'payment_intent', given.payment_intent, 'payment_intent');
  const charge = world.tables.charges.get(idOf(intent.latest_charge) ?? '');
  if (charge === null || intent.status !== 'succeeded')
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
      param: 'payment_intent',
    });
  return charge;
}
