import type { Services } from '../../services.ts';
import { requireStripe } from '../stripe/reading.ts';
import { NotNow, requireOwn } from './own.ts';

/**
 * The address of Stripe's own page for a new card, which leads back to the account. It is never kept.
 * @throws NotFound, NotNow
 */
export async function openPortal(
  services: Services,
  { subscriberId, membershipId, language }: { subscriberId: number; membershipId: number; language: string },
): Promise<string> {
  const states = ['active', 'past-due', 'paused'] as const;
  const { stripeCustomerId } = await requireOwn(services.db, subscriberId, membershipId, [...states]);
  if (stripeCustomerId === null) throw new NotNow('no-card', 'no card is kept for this membership');
  const home = `${services.config.publicUrl}/account`;
  // Without a key of ours: it writes nothing that lasts, and a page that was opened before is good once, and soon not.
  const session = await requireStripe(services).billingPortal.sessions.create({
    customer: stripeCustomerId,
    return_url: home,
    locale: ['de', 'en'].includes(language) ? language : 'auto',
    flow_data: {
      type: 'payment_method_update',
      after_completion: { type: 'redirect', redirect: { return_url: home } },
    },
  });
  return session.url;
}
