import { z } from 'zod';
import type { Stripe } from 'stripe';
import { collect, markPaid, subscriptionOf } from '../billing/collect.ts';
import { finalize, paymentOf, voidInvoice } from '../billing/invoice.ts';
import { invalid } from '../core/api-error.ts';
import { list, must, type Routes, same } from '../core/call.ts';
import {
  bool,
  created,
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
import { declined } from './subscriptions.ts';

const invoicePaymentsQuery = z.strictObject({
  ...pageShape,
  created,
  invoice: text.optional(),
  status: text.optional(),
  payment: z
    .strictObject({ type: text, payment_intent: text.optional(), payment_record: unheeded })
    .optional(),
});

/** `/v1/invoices` and `/v1/invoice_payments` */
export const invoices: Routes = {
  'GET /v1/invoices': ({ world, input }) => {
    const query = read(
      z.strictObject({
        ...pageShape,
        customer: text.optional(),
        subscription: text.optional(),
        status: text.optional(),
        created,
        due_date: unheeded,
        collection_method: unheeded,
      }),
      input,
    );
    const { customer, subscription } = query;
    const fits = (one: Stripe.Invoice): boolean =>
      same<string | null>(one.status, query.status) && inRange(one.created, query.created);
    return list('/v1/invoices', world.tables.invoices, 'invoice', query, fits, { customer, subscription });
  },
  'GET /v1/invoices/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.invoices, 'invoice', id);
  },
  'POST /v1/invoices/:id': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({ ...expandShape, metadata: metadata.optional(), auto_advance: bool.optional() }),
      input,
    );
    const invoice = must(world.tables.invoices, 'invoice', id);
    change(world, 'invoice.updated', invoice, (one) => {
      one.metadata = mergeMetadata(one.metadata ?? {}, given.metadata);
      if (given.auto_advance !== undefined) one.auto_advance = given.auto_advance;
    });
    return invoice;
  },
  'GET /v1/invoices/:id/lines': ({ world, ids: [id], input }) => {
    read(z.strictObject(pageShape), input);
    return must(world.tables.invoices, 'invoice', id).lines;
  },
  'POST /v1/invoices/:id/finalize': ({ world, ids: [id], input }) => {
    read(z.strictObject({ ...expandShape, auto_advance: bool.optional() }), input);
    const invoice = must(world.tables.invoices, 'invoice', id);
    if (invoice.status !== 'draft')
      throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
    finalize(world, invoice);
    return invoice;
  },
  'POST /v1/invoices/:id/pay': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({
        ...expandShape,
        payment_method: text.optional(),
        paid_out_of_band: bool.optional(),
        off_session: unheeded,
        forgive: unheeded,
      }),
      input,
    );
    const invoice = must(world.tables.invoices, 'invoice', id);
    if (invoice.status === 'paid') throw invalid('Invoice is already paid');
    if (invoice.status === 'draft') finalize(world, invoice);
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
      throw invalid(`This invoice can no longer be paid: it is ${String(invoice.status)}.`);
    if (given.paid_out_of_band === true) {
      markPaid(world, invoice, subscriptionOf(world, invoice));
      return invoice;
    }
    const { payment_method: named } = given;
    const method =
      named === undefined
        ? null
        : must(world.tables.paymentMethods, 'payment_method', named, 'payment_method');
    if (collect(world, invoice, { method }) !== 'succeeded') throw declined(paymentOf(world, invoice));
    return invoice;
  },
  'POST /v1/invoices/:id/void': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    const invoice = must(world.tables.invoices, 'invoice', id);
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
      throw invalid(
        `You can only void open or uncollectible invoices. This one is ${String(invoice.status)}.`,
      );
    voidInvoice(world, invoice);
    return invoice;
  },
  'POST /v1/invoices/:id/mark_uncollectible': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    const invoice = must(world.tables.invoices, 'invoice', id);
    if (invoice.status !== 'open') throw invalid('You can only mark an open invoice as uncollectible.');
    invoice.status = 'uncollectible';
    invoice.next_payment_attempt = null;
    invoice.status_transitions.marked_uncollectible_at = world.now();
    emit(world, 'invoice.marked_uncollectible', invoice);
    return invoice;
  },
  'GET /v1/invoice_payments': ({ world, input }) => {
    const query = read(invoicePaymentsQuery, input);
    const fits = (one: Stripe.InvoicePayment): boolean =>
      same(one.status, query.status) && inRange(one.created, query.created);
    const belonging = { invoice: query.invoice, payment_intent: query.payment?.payment_intent };
    return list(
      '/v1/invoice_payments',
      world.tables.invoicePayments,
      'invoice_payment',
      query,
      fits,
      belonging,
    );
  },
  'GET /v1/invoice_payments/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.invoicePayments, 'invoice_payment', id);
  },
};
