import { messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { selectTiersToSync } from '../queries/tiers.ts';
import { syncTier } from './sync-tier.ts';

/** Sends every tier to Stripe that has changed; one that Stripe does not take keeps no other back. */
export async function syncTiers(services: Services, now: Date = new Date()): Promise<void> {
  if (services.stripe === null) return;
  for (const tierId of await selectTiersToSync(services.db, now)) {
    await syncTier(services, tierId, now).catch((error: unknown) =>
      services.log.warn(
        { tierId, reason: messageOf(error) },
        'a tier could not be sent to Stripe; it is tried again',
      ),
    );
  }
}
