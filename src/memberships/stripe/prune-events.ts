import type { Services } from '../../services.ts';
import { pruneStripeEvents } from '../queries/stripe-events.ts';

const dayMs = 86_400_000;
// Stripe keeps them for thirty days itself, and posts none again after three.
const keptDays = 60;

/** Forgets what Stripe posted once it is long over; what came of it stays. */
export async function pruneEvents({ db }: Services, now: Date): Promise<void> {
  await pruneStripeEvents(db, new Date(now.getTime() - keptDays * dayMs));
}
