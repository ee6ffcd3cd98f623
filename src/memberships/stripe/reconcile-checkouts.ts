import { selectOpenSessionsBehind } from '../queries/checkouts.ts';
import { orMissing } from './reading.ts';
import { eachAtOnce, type Reconciling } from './reconciling.ts';
import { syncCheckout } from './sync-checkout.ts';

/** Purchases that are open here and no longer at Stripe: their news got lost. */
export async function reconcileCheckouts(run: Reconciling): Promise<void> {
  let last = 0;
  for (let page = await selectOpenSessionsBehind(run.services.db, last); page.length > 0; ) {
    run.signal.throwIfAborted();
    await eachAtOnce(page, async ({ stripeSessionId }) => {
      if (stripeSessionId !== null) await compare(run, stripeSessionId);
    });
    run.checked(page.length);
    last = page.at(-1)?.id ?? last;
    page = await selectOpenSessionsBehind(run.services.db, last);
  }
}

async function compare({ services, stripe, dryRun, found, now }: Reconciling, id: string): Promise<void> {
  const session = await orMissing(stripe.checkout.sessions.retrieve(id));
  if (session?.status === 'open') return;
  const differences = [{ field: 'state', ours: 'open', stripes: session?.status ?? 'not known' }];
  const drift = { what: 'checkout' as const, id, differences };
  if (dryRun) return found({ ...drift, mended: false, reason: 'nothing was to be changed' });
  const { outcome, reason } = await syncCheckout(services, id, now);
  found({ ...drift, mended: outcome === 'written', reason });
}
