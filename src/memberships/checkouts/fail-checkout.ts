import type { Db } from '../../db.ts';
import { closeCheckout, selectCheckout } from '../queries/checkouts.ts';
import { refreshAudience } from '../refresh-audience.ts';

/** Notes that a purchase was not paid, where it is open still; who could not pay is not asked at this moment. */
export async function failCheckout(db: Db, id: number, reason: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await closeCheckout(trx, id, 'failed', reason);
    const { state, subscriberId = null } = (await selectCheckout(trx, id)) ?? {};
    if (state === 'failed' && subscriberId !== null) await refreshAudience(trx, subscriberId, now);
  });
}
