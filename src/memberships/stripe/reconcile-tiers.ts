import { selectAllPrices, selectTiers } from '../queries/tiers.ts';
import type { Difference } from './drift.ts';
import type { Reconciling } from './reconciling.ts';
import { compareTier, syncTier } from './sync-tier.ts';

/** Compares each tier with its product and prices: here Stripe is the one that is set right. */
export async function reconcileTiers({
  services,
  stripe,
  dryRun,
  found,
  checked,
  now,
}: Reconciling): Promise<void> {
  for (const tier of await selectTiers(services.db)) {
    const differences: Difference[] = await compareTier(
      services.config,
      stripe,
      tier,
      await selectAllPrices(services.db, tier.id),
    );
    checked(1);
    if (differences.length === 0) continue;
    const id = tier.stripeProductId ?? tier.slug;
    if (!dryRun) await syncTier(services, tier.id, now);
    found({
      what: 'tier',
      id,
      differences,
      mended: !dryRun,
      reason: dryRun ? 'nothing was to be changed' : null,
    });
  }
}
