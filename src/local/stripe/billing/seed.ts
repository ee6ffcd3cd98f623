import type { Stripe } from 'stripe';
import { emit, type World } from '../core/world.ts';
import { makeCustomer } from '../objects/customer.ts';
import { makePaymentIntent } from '../objects/payment-intent.ts';
import { cards, makeCard } from '../objects/payment-method.ts';
import { makePrice } from '../objects/price.ts';
import { makeProduct } from '../objects/product.ts';
import { tryPayment } from './pay.ts';
import { subscribe } from './subscribe.ts';

export interface SeedOptions {
  product: string;
  amount: number;
  currency: string;
  interval: 'month' | 'year';
  metadata(index: number): Record<string, string>;
  email(index: number): string;
}

/** Lays down so many patrons at once, each with a subscription that is paid for; nobody is told. */
export function seed(world: World, count: number, options: SeedOptions): Stripe.Subscription[] {
  const { product, amount, currency, interval } = options;
  const price = makePrice(world, { product, amount, currency, recurring: { interval } });
  const before = world.quiet;
  world.quiet = true;
  try {
    return Array.from({ length: count }, (_, index) =>
      begin(world, price, options.email(index), options.metadata(index)),
    );
  } finally {
    world.quiet = before;
  }
}

function begin(
  world: World,
  price: Stripe.Price,
  email: string,
  metadata: Record<string, string>,
): Stripe.Subscription {
  const customer = makeCustomer(world, { email });
  const method = makeCard(world, { number: cards.pays, customer: customer.id, email });
  customer.invoice_settings.default_payment_method = method.id;
  const { subscription } = subscribe(world, {
    customer,
    items: [{ price, quantity: 1 }],
    metadata,
    description: null,
    method,
    discounts: [],
    session: null,
    trialEnd: null,
    flexible: true,
    cancelAtPeriodEnd: false,
    pay: 'now',
  });
  return subscription;
}

/** What else may live on the account: a subscription and a payment of somebody's shop. */
export function makeForeign(world: World): {
  subscription: Stripe.Subscription;
  payment: Stripe.PaymentIntent;
} {
  const product = makeProduct(world, { name: 'Somebody else’s subscription' });
  emit(world, 'product.created', product);
  const price = makePrice(world, {
    product: product.id,
    amount: 1_234,
    currency: 'eur',
    recurring: { interval: 'month' },
  });
  emit(world, 'price.created', price);
  const subscription = begin(world, price, 'customer@shop.example', {});
  const payment = makePaymentIntent(world, {
    amount: 4_321,
    currency: 'eur',
    customer: null,
    metadata: { order: '77' },
    description: 'A mug',
    email: 'customer@shop.example',
    setupFutureUsage: null,
  });
  emit(world, 'payment_intent.created', payment);
  tryPayment(world, payment, makeCard(world, { number: cards.pays }), false);
  return { subscription, payment };
}
