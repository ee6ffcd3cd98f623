import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { noteHeeded, selectUnheeded, type Unheeded } from './queries/news.ts';
import { leave } from './unsubscribe.ts';

const atOnce = 200;

/**
 * Ends the subscriptions of those who have complained, or left by mail: delivery has stopped their mail already. Each
 * such news is heeded once, whoever does it at the same time.
 * @returns how many were heeded
 */
export async function heedReports({ db }: Services, now: Date = new Date()): Promise<number> {
  const unheeded = await selectUnheeded(db, atOnce);
  for (const news of unheeded) await db.transaction().execute((trx) => heed(trx, news, now));
  return unheeded.length;
}

interface News {
  newsletterId?: number | null;
  /** At whom the reader unsubscribed, where that was a mail provider's own page. */
  provider?: string | null;
}

/** Whether there is any that nobody has heeded yet. */
export async function hasUnheeded({ db }: Services): Promise<boolean> {
  return (await selectUnheeded(db, 1)).length > 0;
}

async function heed(trx: Db, { id, kind, subscriberId, data }: Unheeded, now: Date): Promise<void> {
  if (!(await noteHeeded(trx, id)) || subscriberId === null) return;
  const { newsletterId = null, provider = null } = data as News;
  const source =
    kind === 'complained' ? 'complaint' : provider === null ? 'unsubscribe-mail' : `unsubscribe-${provider}`;
  await leave(trx, { subscriberId, newsletterId }, { source }, now);
}
