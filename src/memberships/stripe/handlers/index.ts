import { changeConfirmed } from './change-confirmed.ts';
import { checkoutSession } from './checkout-session.ts';
import { customer, paymentMethod } from './customer.ts';
import type { StripeHandler } from './handler.ts';
import { invoice } from './invoice.ts';
import { invoiceStuck } from './invoice-stuck.ts';
import { invoiceUpcoming } from './invoice-upcoming.ts';
import { payment } from './payment.ts';
import { product, tierPrice } from './product.ts';
import { subscription } from './subscription.ts';

/** What is done about each type of event; the webhook endpoint is to be subscribed to these. */
export const stripeHandlers = {
  'checkout.session.completed': checkoutSession,
  'checkout.session.async_payment_succeeded': checkoutSession,
  'checkout.session.async_payment_failed': checkoutSession,
  'checkout.session.expired': checkoutSession,
  'customer.subscription.created': subscription,
  'customer.subscription.updated': subscription,
  'customer.subscription.deleted': subscription,
  'customer.subscription.paused': subscription,
  'customer.subscription.resumed': subscription,
  'customer.subscription.pending_update_applied': changeConfirmed,
  'customer.subscription.pending_update_expired': subscription,
  'invoice.paid': invoice,
  'invoice.payment_failed': invoice,
  'invoice.payment_action_required': invoice,
  'invoice.finalization_failed': invoiceStuck,
  'invoice.marked_uncollectible': invoice,
  'invoice.voided': invoice,
  'invoice.upcoming': invoiceUpcoming,
  'charge.refunded': payment,
  'refund.created': payment,
  'refund.updated': payment,
  'refund.failed': payment,
  'charge.dispute.created': payment,
  'charge.dispute.closed': payment,
  'charge.dispute.funds_withdrawn': payment,
  'charge.dispute.funds_reinstated': payment,
  'payment_method.updated': paymentMethod,
  'payment_method.automatically_updated': paymentMethod,
  'product.created': product,
  'product.updated': product,
  'product.deleted': product,
  'price.created': tierPrice,
  'price.updated': tierPrice,
  'price.deleted': tierPrice,
  'customer.updated': customer,
  'customer.deleted': customer,
} satisfies Record<string, StripeHandler>;

/** The handler of a type, if there is one. */
export function handlerOf(type: string): StripeHandler | null {
  return Object.hasOwn(stripeHandlers, type) ? stripeHandlers[type as keyof typeof stripeHandlers] : null;
}
