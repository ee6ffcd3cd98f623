import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { Stripe } from 'stripe';
import { closeDispute, openDispute } from '../../src/local/stripe/billing/dispute.ts';
import { makeForeign, seed, type SeedOptions } from '../../src/local/stripe/billing/seed.ts';
import { failRefund } from '../../src/local/stripe/billing/refund.ts';
import { must } from '../../src/local/stripe/core/call.ts';
import { idOf } from '../../src/local/stripe/core/world.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/local/stripe/sandbox.ts';
import {
  type AccountName,
  accounts,
  type CardName,
  cards,
} from '../../src/local/stripe/objects/payment-method.ts';
import { sandboxKeyPrefix, type StripeSettings } from '../../src/stripe-settings.ts';

/** What somebody fills in at Checkout. */
export interface Payer {
  card?: CardName | AccountName;
  email?: string;
  name?: string;
  promo?: string;
  /** What they say to their bank, where it asks. */
  bank?: 'confirm' | 'refuse';
}

/** A Stripe of a test's own. */
export interface TestStripe extends Sandbox {
  /** For `createTestServices({ stripe: … })`. */
  config: StripeSettings;
  /** The SDK, connected to it. */
  stripe: Stripe;
  /**
   * Goes through hosted Checkout as a browser without scripts does.
   * @returns the address that it led back to, or null with what the page said instead
   */
  pay(url: string | null, payer?: Payer): Promise<{ to: string | null; page: string }>;
  /** The bank sends a refund back. */
  failRefund(id: string): void;
  /** A cardholder has a charge taken back by their bank. */
  dispute(charge: string): Stripe.Dispute;
  closeDispute(id: string, outcome: 'won' | 'lost'): void;
  /** What comes of a customer's next payment, whatever their card. */
  nextPayment(customer: string, fate: 'declines' | 'needs-confirmation'): void;
  /** A subscription and a payment on the same account that are not ours. */
  foreign(): ReturnType<typeof makeForeign>;
  /** So many patrons at once, without any events. */
  seed(count: number, options: SeedOptions): Stripe.Subscription[];
}

/** Starts a sandbox on a free port of this machine; it ends with the file's tests. */
export async function startStripeSandbox(
  options: Partial<Pick<SandboxOptions, 'startAt' | 'settings' | 'retryMs'>> = {},
): Promise<TestStripe> {
  const secretKey = `${sandboxKeyPrefix}${randomBytes(12).toString('hex')}`;
  const webhookSecret = `whsec_${randomBytes(24).toString('hex')}`;
  const sandbox = await startSandbox({ port: 0, host: '127.0.0.1', secretKey, webhookSecret, ...options });
  after(() => sandbox.stop());
  const apiBase = sandbox.origin;
  const config: StripeSettings = { secretKey, webhookSecret, apiBase, livemode: false, isSandbox: true };
  const stripe = new Stripe(secretKey, {
    host: '127.0.0.1',
    port: Number(new URL(apiBase).port),
    protocol: 'http',
    telemetry: false,
  });
  return {
    ...sandbox,
    config,
    stripe,
    pay: (url, payer = {}) => pay(apiBase, url, payer),
    failRefund: (id) => {
      const { tables } = sandbox.world();
      const refund = must(tables.refunds, 'refund', id);
      failRefund(sandbox.world(), must(tables.charges, 'charge', idOf(refund.charge) ?? undefined), refund);
    },
    dispute: (charge) => openDispute(sandbox.world(), must(sandbox.world().tables.charges, 'charge', charge)),
    closeDispute: (id, outcome) =>
      void closeDispute(sandbox.world(), must(sandbox.world().tables.disputes, 'dispute', id), outcome),
    nextPayment: (customer, fate) => void sandbox.world().hidden.nextPayment.set(customer, fate),
    foreign: () => makeForeign(sandbox.world()),
    seed: (count, given) => seed(sandbox.world(), count, given),
  };
}

async function pay(
  apiBase: string,
  url: string | null,
  { card = 'pays', email = '', name = '', promo = '', bank = 'confirm' }: Payer,
): Promise<{ to: string | null; page: string }> {
  if (url === null) throw new Error('the session has no address: it is not open');
  const address = new URL(new URL(url).pathname, apiBase).href;
  const first = await post(address, {
    email,
    name,
    card: { ...cards, ...accounts }[card],
    promo,
    deed: 'pay',
  });
  if (first.to === null || !new URL(first.to, apiBase).pathname.endsWith('/confirm')) return first;
  return post(new URL(first.to, apiBase).href, { deed: bank });
}

async function post(url: string, form: Record<string, string>): Promise<{ to: string | null; page: string }> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  return { to: response.headers.get('location'), page: await response.text() };
}
