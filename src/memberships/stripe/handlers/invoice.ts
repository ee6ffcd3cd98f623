import { syncInvoice } from '../sync-invoice.ts';
import { handled, ignored, type StripeHandler } from './handler.ts';

/** An invoice was paid, failed, waits for the bank, or was given up. */
export const invoice: StripeHandler = async (services, { object }, now) =>
  object.id === undefined
    ? ignored('it names no invoice')
    : handled(await syncInvoice(services, object.id, now));
