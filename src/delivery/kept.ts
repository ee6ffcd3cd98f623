import type { Db } from '../db.ts';
import { deleteAttempts, selectAttemptsOf } from './queries/attempts.ts';
import { forgetReports, selectReportsOf } from './queries/reports.ts';
import {
  clearAddress,
  clearDeliveries,
  deleteEvents,
  deleteServiceMails,
  selectDeliveriesOf,
  selectEventsOf,
  selectServiceMailsOf,
  selectSuppressionsOf,
} from './queries/suppressions.ts';

/**
 * A person as this domain knows them: an address may stand in suppressions and service mails without being a
 * subscriber's.
 */
export interface KeptOf {
  subscriberId: number | null;
  addressHash: Buffer;
}

/**
 * What is kept here of a person: suppressions, lifted ones too, and in short the mails of either kind and news about
 * them. `isNamed` where the address can be read in any of it; a keyed hash alone tells nobody.
 */
export async function readKept(db: Db, { subscriberId, addressHash }: KeptOf) {
  const [suppressions, serviceMails, deliveries, attempts, events, reports] = await Promise.all([
    selectSuppressionsOf(db, addressHash),
    selectServiceMailsOf(db, subscriberId, addressHash),
    subscriberId === null ? [] : selectDeliveriesOf(db, subscriberId),
    subscriberId === null ? [] : selectAttemptsOf(db, subscriberId),
    subscriberId === null ? [] : selectEventsOf(db, subscriberId),
    selectReportsOf(db, subscriberId, addressHash),
  ]);
  const isNamed =
    serviceMails.length > 0 || [...suppressions, ...reports].some(({ address }) => address !== null);
  return { isNamed, suppressions, serviceMails, deliveries, attempts, events, reports };
}

/**
 * Takes what tells who somebody is out of everything that is kept here, in the caller's transaction: the counts of
 * sends stay, and the keyed hash in suppressions goes on working.
 */
export async function forgetKept(trx: Db, { subscriberId, addressHash }: KeptOf): Promise<void> {
  await clearAddress(trx, addressHash);
  await forgetReports(trx, subscriberId, addressHash);
  await deleteServiceMails(trx, subscriberId, addressHash);
  if (subscriberId === null) return;
  await deleteEvents(trx, subscriberId);
  await deleteAttempts(trx, subscriberId);
  await clearDeliveries(trx, subscriberId);
}
