import { eachByItself } from '../../each-by-itself.ts';
import type { Services } from '../../services.ts';
import {
  closeCheckout,
  selectCheckout,
  selectOverdueCheckouts,
  updateCheckout,
} from '../queries/checkouts.ts';
import { syncCheckout } from '../stripe/sync-checkout.ts';
import { failCheckout } from './fail-checkout.ts';

const atOnce = 20;
// Stripe tells of the end by itself; this is for what was not heard.
const afterMs = 10 * 60_000;
const askAgainAfterMs = 3_600_000;
const stuckMs = 30 * 24 * 3_600_000;

/** Asks Stripe what became of purchases whose time is over and of which nothing was heard. */
export async function settleOverdueCheckouts(services: Services, now: Date): Promise<void> {
  if (services.stripe === null) return;
  const before = new Date(now.getTime() - afterMs);
  await eachByItself(
    (behind) => selectOverdueCheckouts(services.db, before, behind, atOnce),
    (row) => settleOne(services, row, now),
    (error, { id }) => services.log.error({ err: error, checkout: id }, 'an old purchase was not looked at'),
  );
}

async function settleOne(
  services: Services,
  { id, stripeSessionId }: { id: number; stripeSessionId: string | null },
  now: Date,
): Promise<void> {
  const { db } = services;
  if (stripeSessionId === null) return closeCheckout(db, id, 'expired', 'it never got as far as Stripe');
  const { outcome } = await syncCheckout(services, stripeSessionId, now);
  if (outcome === 'missing' || outcome === 'foreign')
    return closeCheckout(db, id, 'expired', `Stripe does not have it: ${outcome}`);
  const row = await selectCheckout(db, id);
  if (row?.state !== 'open') return;
  // A bank that has not said anything for a month will not.
  if (row.createdAt.getTime() < now.getTime() - stuckMs) return failCheckout(db, id, 'no payment came', now);
  await updateCheckout(db, id, { expiresAt: new Date(now.getTime() + askAgainAfterMs) });
}
