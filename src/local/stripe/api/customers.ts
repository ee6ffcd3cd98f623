import { z } from 'zod';
import { list, must, type Routes, same } from '../core/call.ts';
import {
  created,
  emptyable,
  expandOnly,
  expandShape,
  inRange,
  mergeMetadata,
  metadata,
  pageShape,
  read,
  text,
  unheeded,
} from '../core/input.ts';
import { change, emit } from '../core/world.ts';
import { endSubscription } from '../billing/end.ts';
import { makeCustomer } from '../objects/customer.ts';
import { missing } from '../core/api-error.ts';

const shape = {
  ...expandShape,
  email: emptyable(text).optional(),
  name: emptyable(text).optional(),
  description: emptyable(text).optional(),
  phone: emptyable(text).optional(),
  metadata: metadata.optional(),
  preferred_locales: z.array(text).optional(),
  invoice_settings: z.strictObject({ default_payment_method: text.optional() }).optional(),
  address: unheeded,
  shipping: unheeded,
  tax: unheeded,
};

/** `/v1/customers` */
export const customers: Routes = {
  'POST /v1/customers': ({ world, input }) => {
    const { expand: _, preferred_locales: locales, ...given } = read(z.strictObject(shape), input);
    const { email = null, name = null, description = null, phone = null } = given;
    const customer = makeCustomer(world, {
      email,
      name,
      description,
      phone,
      metadata: mergeMetadata({}, given.metadata),
      ...(locales === undefined ? {} : { locales }),
    });
    emit(world, 'customer.created', customer);
    return customer;
  },
  'GET /v1/customers': ({ world, input }) => {
    const query = read(z.strictObject({ ...pageShape, email: text.optional(), created }), input);
    const fits = (one: { email: string | null; created: number }): boolean =>
      same(one.email, query.email ?? undefined) && inRange(one.created, query.created);
    return list('/v1/customers', world.tables.customers, 'customer', query, fits, { email: query.email });
  },
  'GET /v1/customers/:id': ({ world, ids: [id = ''], input }) => {
    read(expandOnly, input);
    if (world.hidden.deleted.has(id)) return { id, object: 'customer', deleted: true };
    return must(world.tables.customers, 'customer', id);
  },
  'POST /v1/customers/:id': ({ world, ids: [id], input }) => {
    const given = read(z.strictObject(shape), input);
    const customer = must(world.tables.customers, 'customer', id);
    change(world, 'customer.updated', customer, (one) => {
      for (const name of ['email', 'name', 'description', 'phone'] as const)
        if (given[name] !== undefined) one[name] = given[name];
      one.metadata = mergeMetadata(one.metadata, given.metadata);
      if (given.preferred_locales !== undefined) one.preferred_locales = given.preferred_locales;
      const card = given.invoice_settings?.default_payment_method;
      if (card !== undefined) one.invoice_settings.default_payment_method = card === '' ? null : card;
    });
    return world.tables.customers.put(customer);
  },
  'DELETE /v1/customers/:id': ({ world, ids: [id = ''], input }) => {
    read(z.strictObject({}), input);
    if (world.hidden.deleted.has(id)) throw missing('customer', id);
    const customer = must(world.tables.customers, 'customer', id);
    for (const subscription of world.tables.subscriptions.of('customer', id))
      if (subscription.ended_at === null) endSubscription(world, subscription, 'cancellation_requested');
    world.hidden.deleted.set(id, 'customer');
    emit(world, 'customer.deleted', customer);
    world.tables.customers.remove(id);
    return { id, object: 'customer', deleted: true };
  },
};
