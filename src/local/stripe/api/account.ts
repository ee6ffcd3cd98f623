import { z } from 'zod';
import type { Stripe } from 'stripe';
import { list, must, type Routes } from '../core/call.ts';
import { bool, created, expandOnly, inRange, pageShape, read, text } from '../core/input.ts';

/** `/v1/events`, `/v1/balance` and `/v1/account` */
export const account: Routes = {
  'GET /v1/events': ({ world, input }) => {
    const query = read(
      z.strictObject({
        ...pageShape,
        created,
        type: text.optional(),
        types: z.array(text).max(20).optional(),
        delivery_success: bool.optional(),
      }),
      input,
    );
    const wanted = query.types ?? (query.type === undefined ? null : [query.type]);
    const isWanted = (type: string): boolean =>
      wanted === null ||
      wanted.some((one) => one === type || (one.endsWith('*') && type.startsWith(one.slice(0, -1))));
    const fits = (one: Stripe.Event): boolean => isWanted(one.type) && inRange(one.created, query.created);
    return list('/v1/events', world.tables.events, 'event', query, fits);
  },
  'GET /v1/events/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.events, 'event', id);
  },
  'GET /v1/balance': () =>
    ({
      object: 'balance',
      available: [{ amount: 0, currency: 'eur', source_types: { card: 0 } }],
      livemode: false,
      pending: [{ amount: 0, currency: 'eur', source_types: { card: 0 } }],
    }) satisfies Stripe.Balance,
  'GET /v1/account': ({ world }) =>
    ({
      id: 'acct_sandbox',
      object: 'account',
      business_type: null,
      charges_enabled: true,
      country: 'DE',
      default_currency: 'eur',
      details_submitted: true,
      email: null,
      payouts_enabled: true,
      business_profile: {
        mcc: null,
        name: world.settings.name,
        product_description: null,
        support_address: null,
        support_email: null,
        support_phone: null,
        support_url: null,
        url: null,
        annual_revenue: null,
        estimated_worker_count: null,
        minority_owned_business_designation: null,
      },
      capabilities: { card_payments: 'active' },
      created: 0,
      external_accounts: { object: 'list', data: [], has_more: false, url: '/v1/account/external_accounts' },
      metadata: {},
      type: 'standard',
    }) as const,
};
