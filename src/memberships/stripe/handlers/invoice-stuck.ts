import { queueOwnerMail } from '../../owner-mail.ts';
import { syncInvoice } from '../sync-invoice.ts';
import { handled, ignored, type StripeHandler } from './handler.ts';

const mailLastsMs = 7 * 86_400_000;

/** Stripe cannot finalise an invoice, and collects nothing of it until somebody sees to that: the owner is told, once. */
export const invoiceStuck: StripeHandler = async (services, { object: { id } }, now) => {
  if (id === undefined) return ignored('it names no invoice');
  const result = handled(await syncInvoice(services, id, now));
  if (result.state === 'applied')
    await queueOwnerMail(services.db, services, {
      kind: 'invoice-stuck',
      key: `invoice-stuck:${id}`,
      props: { invoice: id },
      expiresAt: new Date(now.getTime() + mailLastsMs),
    });
  return result;
};
