import type { Stripe } from 'stripe';
import { DueList } from './due.ts';
import { newId } from './ids.ts';
import { Table } from './table.ts';

/** All objects of the account, a table a kind. */
export interface Tables {
  customers: Table<Stripe.Customer>;
  products: Table<Stripe.Product>;
  prices: Table<Stripe.Price>;
  coupons: Table<Stripe.Coupon>;
  promotionCodes: Table<Stripe.PromotionCode>;
  discounts: Table<Stripe.Discount>;
  sessions: Table<Stripe.Checkout.Session>;
  subscriptions: Table<Stripe.Subscription>;
  invoices: Table<Stripe.Invoice>;
  invoicePayments: Table<Stripe.InvoicePayment>;
  paymentIntents: Table<Stripe.PaymentIntent>;
  charges: Table<Stripe.Charge>;
  refunds: Table<Stripe.Refund>;
  disputes: Table<Stripe.Dispute>;
  paymentMethods: Table<Stripe.PaymentMethod>;
  portalSessions: Table<Stripe.BillingPortal.Session>;
  balanceTransactions: Table<Stripe.CustomerBalanceTransaction>;
  events: Table<Stripe.Event>;
}

/** What the account's owner sets in Stripe's dashboard. */
export interface AccountSettings {
  /** Days after the first failure on which a payment is tried again. */
  retryDays: number[];
  /** What becomes of a subscription whose last try failed. */
  afterLastTry: 'cancel' | 'unpaid' | 'past_due';
  /** What the hosted pages call the newsroom. */
  name: string;
}

/** What was asked for when a Checkout session was made, and what its page has been told since. */
export interface SessionPlan {
  items: Stripe.LineItem[];
  subscriptionMetadata: Record<string, string>;
  paymentMetadata: Record<string, string>;
  description: string | null;
  trialDays: number;
  trialEnd: number | null;
  setupFutureUsage: Stripe.PaymentIntent.SetupFutureUsage | null;
  /** Filled in and waiting for the bank's confirmation. */
  pending: { email: string; card: string; name: string } | null;
}

/** A line that waits for the next invoice of a subscription. */
export interface WaitingLine {
  amount: number;
  description: string;
  price: string;
  item: string;
  start: number;
  end: number;
}

/** What is known of objects beside what Stripe shows of them. */
export interface Hidden {
  /** The numbers of cards: they decide what comes of a payment. */
  cards: Map<string, string>;
  /** Cards that their bank has confirmed once, and for later payments too. */
  confirmedCards: Set<string>;
  plans: Map<string, SessionPlan>;
  waitingLines: Map<string, WaitingLine[]>;
  /** What comes of a customer's next payment, whatever their card. */
  nextPayment: Map<string, 'declines' | 'needs-confirmation'>;
  deleted: Map<string, string>;
  /** Dispute and refund states that were set from outside need none; numbers of invoices do. */
  invoiceNumbers: { next: number };
}

/** The account as a whole: its objects, its clock, its news. */
export interface World {
  readonly tables: Tables;
  readonly hidden: Hidden;
  readonly due: DueList;
  readonly settings: AccountSettings;
  /** The clock, in seconds. */
  now(): number;
  /** Where the hosted pages are. */
  origin(): string;
  /** Of the call that is being answered. */
  request: { id: string | null; idempotency_key: string | null };
  /** No news while objects are laid down in bulk. */
  quiet: boolean;
  tell(event: Stripe.Event): void;
}

export const apiVersion = '2026-10-28.endive';

const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

/** Empty tables, each with what its objects are looked up by. */
export function emptyTables(): Tables {
  return {
    customers: new Table({ email: ({ email }) => email }),
    products: new Table(),
    prices: new Table({ product: ({ product }) => idOf(product), lookup_key: (price) => price.lookup_key }),
    coupons: new Table(),
    promotionCodes: new Table({ code: ({ code }) => code.toLowerCase() }),
    discounts: new Table(),
    sessions: new Table({
      customer: ({ customer }) => idOf(customer),
      subscription: ({ subscription }) => idOf(subscription),
      payment_intent: (session) => idOf(session.payment_intent),
    }),
    subscriptions: new Table({ customer: ({ customer }) => idOf(customer) }),
    invoices: new Table({
      customer: ({ customer }) => idOf(customer),
      subscription: ({ parent }) => idOf(parent?.subscription_details?.subscription),
    }),
    invoicePayments: new Table({
      invoice: ({ invoice }) => idOf(invoice),
      payment_intent: ({ payment }) => idOf(payment.payment_intent),
    }),
    paymentIntents: new Table({ customer: ({ customer }) => idOf(customer) }),
    charges: new Table({
      customer: ({ customer }) => idOf(customer),
      payment_intent: (charge) => idOf(charge.payment_intent),
    }),
    refunds: new Table({
      charge: ({ charge }) => idOf(charge),
      payment_intent: (refund) => idOf(refund.payment_intent),
    }),
    disputes: new Table({
      charge: ({ charge }) => idOf(charge),
      payment_intent: (dispute) => idOf(dispute.payment_intent),
    }),
    paymentMethods: new Table({ customer: ({ customer }) => idOf(customer) }),
    portalSessions: new Table(),
    balanceTransactions: new Table({ customer: ({ customer }) => idOf(customer) }),
    events: new Table(),
  };
}

export function emptyHidden(): Hidden {
  return {
    cards: new Map(),
    confirmedCards: new Set(),
    plans: new Map(),
    waitingLines: new Map(),
    nextPayment: new Map(),
    deleted: new Map(),
    invoiceNumbers: { next: 1 },
  };
}

export { idOf };

interface Told {
  object: string;
}

/** Makes an event of an object as it stands now, and passes it on. */
export function emit(world: World, type: Stripe.Event['type'], object: Told, previous?: object): void {
  if (world.quiet) return;
  const event = {
    id: newId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: world.now(),
    data: { object: copy(object), ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 1,
    request: { ...world.request },
    type,
  } as unknown as Stripe.Event;
  world.tables.events.put(event);
  world.tell(event);
}

/** Changes an object, and tells of what has become different, if anything has. */
export function change<T extends Told>(
  world: World,
  type: Stripe.Event['type'],
  object: T,
  alter: (object: T) => void,
): void {
  if (world.quiet) return alter(object);
  const before = copy(object) as Record<string, unknown>;
  alter(object);
  const after = copy(object) as Record<string, unknown>;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const previous = Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, before[name] ?? null]),
  );
  if (Object.keys(previous).length > 0) emit(world, type, object, previous);
}

function copy<T>(object: T): T {
  return JSON.parse(JSON.stringify(object)) as T;
}
