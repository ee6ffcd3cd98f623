import { z } from 'zod';
import type { Stripe } from 'stripe';
import { attach, findCard } from '../billing/cards.ts';
import { invalid, missing } from '../core/api-error.ts';
import { list, must, type Routes, same } from '../core/call.ts';
import {
  expandOnly,
  expandShape,
  int,
  mergeMetadata,
  metadata,
  pageShape,
  read,
  text,
  unheeded,
} from '../core/input.ts';
import { change, emit, idOf } from '../core/world.ts';
import { makeCard } from '../objects/payment-method.ts';

const listShape = { ...pageShape, type: text.optional(), allow_redisplay: unheeded };

/** `/v1/payment_methods` */
export const paymentMethods: Routes = {
  'POST /v1/payment_methods': ({ world, input }) => {
    const given = read(
      z.strictObject({
        ...expandShape,
        type: z.enum(['card']),
        card: z.strictObject({ number: text, exp_month: int, exp_year: int, cvc: unheeded }),
        billing_details: unheeded,
        metadata: metadata.optional(),
      }),
      input,
    );
    const { number, exp_month: month, exp_year: year } = given.card;
    return makeCard(world, { number, month, year });
  },
  'GET /v1/payment_methods': ({ world, input }) => {
    const query = read(z.strictObject({ ...listShape, customer: text.optional() }), input);
    const fits = (one: Stripe.PaymentMethod): boolean =>
      one.customer !== null && same<string>(one.type, query.type);
    const { customer } = query;
    return list('/v1/payment_methods', world.tables.paymentMethods, 'payment_method', query, fits, {
      customer,
    });
  },
  'GET /v1/customers/:id/payment_methods': ({ world, ids: [id], input }) => {
    const query = read(z.strictObject(listShape), input);
    const { id: customer } = must(world.tables.customers, 'customer', id);
    const fits = (one: Stripe.PaymentMethod): boolean => same<string>(one.type, query.type);
    const url = `/v1/customers/${customer}/payment_methods`;
    return list(url, world.tables.paymentMethods, 'payment_method', query, fits, { customer });
  },
  'GET /v1/payment_methods/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.paymentMethods, 'payment_method', id);
  },
  'POST /v1/payment_methods/:id': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({
        ...expandShape,
        card: z.strictObject({ exp_month: int.optional(), exp_year: int.optional() }).optional(),
        metadata: metadata.optional(),
        billing_details: unheeded,
        allow_redisplay: unheeded,
      }),
      input,
    );
    const method = must(world.tables.paymentMethods, 'payment_method', id);
    change(world, 'payment_method.updated', method, (one) => {
      if (one.card !== undefined && given.card?.exp_month !== undefined)
        one.card.exp_month = given.card.exp_month;
      if (one.card !== undefined && given.card?.exp_year !== undefined)
        one.card.exp_year = given.card.exp_year;
      one.metadata = mergeMetadata(one.metadata ?? {}, given.metadata);
    });
    return method;
  },
  'POST /v1/payment_methods/:id/attach': ({ world, ids: [id = ''], input }) => {
    const given = read(z.strictObject({ ...expandShape, customer: text }), input);
    const customer = must(world.tables.customers, 'customer', given.customer, 'customer');
    const method = findCard(world, id);
    if (method === null) throw missing('PaymentMethod', id);
    const owner = idOf(method.customer);
    if (owner !== null && owner !== customer.id)
      throw invalid('The payment method you provided has already been attached to a customer.', {
        code: 'payment_method_unexpected_state',
      });
    attach(world, method, customer);
    return method;
  },
  'POST /v1/payment_methods/:id/detach': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    const method = must(world.tables.paymentMethods, 'payment_method', id);
    const customer = idOf(method.customer);
    if (customer === null)
      throw invalid(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
      );
    method.customer = null;
    for (const one of world.tables.subscriptions.of('customer', customer))
      if (idOf(one.default_payment_method) === method.id) one.default_payment_method = null;
    const owner = world.tables.customers.get(customer);
    if (owner !== null && idOf(owner.invoice_settings.default_payment_method) === method.id)
      owner.invoice_settings.default_payment_method = null;
    emit(world, 'payment_method.detached', method, { customer });
    return method;
  },
};
