import type { Services } from '../services.ts';
import { updateMode } from './queries/modes.ts';

/** Notes whether Stripe's key is of live or of test mode: rights are told apart by it. Without a key nothing changes. */
export async function noteMode({ config, db, log }: Pick<Services, 'config' | 'db' | 'log'>): Promise<void> {
  if (config.stripe === null) return;
  const { livemode } = config.stripe;
  if (await updateMode(db, livemode))
    log.info(
      { livemode },
      'Stripe’s key is of another mode than before: what was bought in that one gives no rights',
    );
}
