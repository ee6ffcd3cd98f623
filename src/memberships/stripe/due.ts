// What the sweep asks every few seconds, apart from what is then done: that loads Stripe's SDK.
import type { Services } from '../../services.ts';
import { selectLastReconciliations } from '../queries/reconciliations.ts';
import { selectTiersToSync } from '../queries/tiers.ts';

const dayMs = 86_400_000;
const againAfterMs = 3_600_000;

/** Whether any event waits to be worked on. */
export { hasDueStripeEvents as hasStripeEventsDue } from '../queries/stripe-events.ts';

/** Whether the nightly one is due: there was none for a day, and none that failed or broke off in the last hour. */
export async function isReconciliationDue({ db, stripe }: Services, now: Date): Promise<boolean> {
  if (stripe === null) return false;
  const { started, succeeded } = await selectLastReconciliations(db);
  const ago = (moment: Date | null): number =>
    moment === null ? Number.POSITIVE_INFINITY : now.getTime() - moment.getTime();
  return ago(succeeded) >= dayMs && ago(started) >= againAfterMs;
}

/** Whether any tier has changed since it was sent to Stripe. */
export async function hasTiersToSync({ db, stripe }: Services, now: Date): Promise<boolean> {
  return stripe !== null && (await selectTiersToSync(db, now)).length > 0;
}
