import type { Stripe } from 'stripe';
import { change, emit, idOf, type World } from '../core/world.ts';
import { type CardName, cards, makeCard } from '../objects/payment-method.ts';

/** The names by which Stripe's test cards can be given to the API. */
const named: Record<string, CardName> = {
  pm_card_visa: 'pays',
  pm_card_mastercard: 'pays',
  pm_card_chargeDeclined: 'declines',
  pm_card_visa_chargeDeclined: 'declines',
  pm_card_chargeDeclinedInsufficientFunds: 'insufficient-funds',
  pm_card_authenticationRequiredOnSetup: 'needs-confirmation',
  pm_card_authenticationRequired: 'needs-confirmation-always',
  pm_card_chargeCustomerFail: 'fails-when-charged',
};

/** A card by its id, or by the name of one of Stripe's test cards, which makes one. */
export function findCard(world: World, id: string): Stripe.PaymentMethod | null {
  const name = named[id];
  return name === undefined ? world.tables.paymentMethods.get(id) : makeCard(world, { number: cards[name] });
}

/** A customer gets a card. */
export function attach(world: World, method: Stripe.PaymentMethod, customer: Stripe.Customer): void {
  method.customer = customer.id;
  method.billing_details.email ??= customer.email;
  world.tables.paymentMethods.put(method);
  emit(world, 'payment_method.attached', method);
}

/** From now on a customer pays with this card, also for the subscriptions that they have. */
export function makeDefault(world: World, method: Stripe.PaymentMethod, customer: Stripe.Customer): void {
  change(world, 'customer.updated', customer, (one) => {
    one.invoice_settings.default_payment_method = method.id;
  });
  for (const subscription of world.tables.subscriptions.of('customer', customer.id)) {
    if (subscription.ended_at !== null || idOf(subscription.default_payment_method) === null) continue;
    change(world, 'customer.subscription.updated', subscription, (one) => {
      one.default_payment_method = method.id;
    });
  }
}
