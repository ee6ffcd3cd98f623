import { messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { endReconciliation, insertReconciliation } from '../queries/reconciliations.ts';
import type { Drift } from './drift.ts';
import { namingRefusal } from './key-refused.ts';
import { requireStripe } from './reading.ts';
import { reconcileCheckouts } from './reconcile-checkouts.ts';
import { reconcilePayments } from './reconcile-payments.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';
import { reconcileTiers } from './reconcile-tiers.ts';
import type { Reconciling } from './reconciling.ts';

const dayMs = 86_400_000;
// Stripe posts an event again for three days; a month leaves room for whoever looks late.
const paymentDays = 35;

export interface ReconcileOptions {
  /** Only say what differs. */
  dryRun?: boolean;
  /** Every payment there ever was, not those of the last 35 days only. */
  all?: boolean;
  onProgress?: (checked: number) => void;
  onDrift?: (drift: Drift) => void;
  signal?: AbortSignal;
}

/** What a comparison found. */
export interface Reconciled {
  checked: number;
  drift: number;
  mended: number;
}

/**
 * Compares tiers, memberships, payments and open purchases with what stands at Stripe, page by page, and mends what
 * differs. One that was interrupted is run again; what it had mended stays so.
 * @throws AppError where no account is configured, or Stripe refuses the key: then the owner is told by mail
 */
export async function reconcile(
  services: Services,
  {
    dryRun = false,
    all = false,
    onProgress,
    onDrift,
    signal = new AbortController().signal,
  }: ReconcileOptions = {},
  now: Date = new Date(),
): Promise<Reconciled> {
  const stripe = requireStripe(services);
  const result: Reconciled = { checked: 0, drift: 0, mended: 0 };
  const run: Reconciling = {
    services,
    stripe,
    dryRun,
    since: all ? null : new Date(now.getTime() - paymentDays * dayMs),
    now,
    signal,
    checked: (count) => {
      result.checked += count;
      onProgress?.(result.checked);
    },
    found: (drift) => {
      result.drift += 1;
      if (drift.mended) result.mended += 1;
      onDrift?.(drift);
      services.log.warn({ ...drift }, 'what we have is not what Stripe has');
    },
  };
  if (dryRun) await namingRefusal(() => compareAll(run));
  else await recorded(services, result, () => namingRefusal(() => compareAll(run)), now);
  return result;
}

async function compareAll(run: Reconciling): Promise<void> {
  await reconcileTiers(run);
  await reconcileSubscriptions(run);
  await reconcilePayments(run);
  // Last: by then what came of them is here.
  await reconcileCheckouts(run);
}

async function recorded(
  { db }: Services,
  result: Reconciled,
  run: () => Promise<void>,
  now: Date,
): Promise<void> {
  const id = await insertReconciliation(db, now);
  try {
    await run();
    await endReconciliation(db, id, { checked: result.checked, drift: result.drift, error: null });
  } catch (error) {
    const reason = messageOf(error).slice(0, 500);
    await endReconciliation(db, id, { checked: result.checked, drift: result.drift, error: reason });
    throw error;
  }
}
