import type { Db } from '../../db.ts';
import { lastArrival } from '../queries/mailed.ts';
import { selectCounted } from '../queries/reports.ts';

const day = 24 * 3_600_000;
const enough = 5;
const longEnoughMs = 14 * day;
// So long after its hand-over a mail may still come back.
const returnsWithinMs = 5 * day;

/**
 * Whether an address has failed for now five times or more over fourteen days or more, with nothing in between that got
 * through. Of one mail only one failure counts, however many reports there are of it.
 * @returns the failures where it has, else null
 */
export async function failsForLong(
  trx: Db,
  person: { addressHash: Buffer; subscriberId: number | null },
  now: Date,
): Promise<{ failures: number; since: Date } | null> {
  const arrived = await lastArrival(trx, person, new Date(now.getTime() - returnsWithinMs));
  const counted = await selectCounted(trx, person.addressHash, arrived ?? new Date(0));
  const [first] = counted;
  const last = counted.at(-1);
  if (first === undefined || last === undefined || counted.length < enough) return null;
  return last.at.getTime() - first.at.getTime() >= longEnoughMs
    ? { failures: counted.length, since: first.at }
    : null;
}
