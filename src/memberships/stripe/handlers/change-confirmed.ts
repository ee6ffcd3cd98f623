import { tellConfirmedChange } from '../../manage/change.ts';
import { idOf } from '../ours.ts';
import { orMissing, requireStripe } from '../reading.ts';
import { syncInvoice } from '../sync-invoice.ts';
import { handled, ignored, type StripeHandler } from './handler.ts';

/** A change that waited for the bank was made: its invoice is paid, and the patron is told. */
export const changeConfirmed: StripeHandler = async (services, { object }, now) => {
  const { id } = object;
  if (id === undefined) return ignored('it names no subscription');
  const subscription = await orMissing(requireStripe(services).subscriptions.retrieve(id));
  const invoiceId = idOf(subscription?.latest_invoice);
  if (invoiceId === null) return ignored('it has no invoice');
  const synced = await syncInvoice(services, invoiceId, now);
  await tellConfirmedChange(services, id, now);
  return handled(synced);
};
