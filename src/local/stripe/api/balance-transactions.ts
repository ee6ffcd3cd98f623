import { z } from 'zod';
import type { Stripe } from 'stripe';
import { list, must, type Routes } from '../core/call.ts';
import {
  currency,
  emptyable,
  expandShape,
  int,
  mergeMetadata,
  metadata,
  pageShape,
  read,
  text,
} from '../core/input.ts';
import { newId } from '../core/ids.ts';
import { change } from '../core/world.ts';

const shape = z.strictObject({
  ...expandShape,
  amount: int,
  currency,
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
});

/** `/v1/customers/:id/balance_transactions`: what is added to a customer's credit or taken from it by hand. */
export const balanceTransactions: Routes = {
  'POST /v1/customers/:id/balance_transactions': ({ world, ids: [id], input }) => {
    const given = read(shape, input);
    const customer = must(world.tables.customers, 'customer', id);
    change(world, 'customer.updated', customer, (one) => {
      one.balance += given.amount;
    });
    return world.tables.balanceTransactions.put({
      id: newId('cbtxn'),
      object: 'customer_balance_transaction',
      amount: given.amount,
      checkout_session: null,
      created: world.now(),
      credit_note: null,
      currency: given.currency,
      customer: customer.id,
      customer_account: null,
      description: given.description ?? null,
      ending_balance: customer.balance,
      invoice: null,
      livemode: false,
      metadata: mergeMetadata({}, given.metadata),
      type: 'adjustment',
    } satisfies Stripe.CustomerBalanceTransaction);
  },
  'GET /v1/customers/:id/balance_transactions': ({ world, ids: [id = ''], input }) => {
    const query = read(z.strictObject(pageShape), input);
    must(world.tables.customers, 'customer', id);
    const url = `/v1/customers/${id}/balance_transactions`;
    const { balanceTransactions: table } = world.tables;
    return list(url, table, 'customer_balance_transaction', query, () => true, { customer: id });
  },
};
