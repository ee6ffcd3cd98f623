import type { Db } from '../../db.ts';
import { selectArrivals } from '../queries/mailed.ts';
import { selectCounted } from '../queries/reports.ts';

const day = 24 * 3_600_000;
const enough = 5;
const longEnoughMs = 14 * day;
// So long after its hand-over a mail may still come back.
const returnsWithinMs = 5 * day;

/** The mail that has failed now, and who it went to. */
interface Failing {
  addressHash: Buffer;
  subscriberId: number | null;
  editionId: number | null;
  serviceMailId: number | null;
}

/**
 * Whether an address has failed for now five times or more over fourteen days or more, with nothing in between that got
 * through. Of one mail only one failure counts, however many reports there are of it. A mail in between that may still
 * come back leaves it open until the next failure.
 * @returns the failures where it has, else null
 */
export async function failsForLong(
  trx: Db,
  failing: Failing,
  now: Date,
): Promise<{ failures: number; since: Date } | null> {
  const { last: arrived, isOpen } = await selectArrivals(
    trx,
    failing,
    failing,
    new Date(now.getTime() - returnsWithinMs),
  );
  if (isOpen) return null;
  const counted = await selectCounted(trx, failing.addressHash, arrived ?? new Date(0));
  const [first] = counted;
  const last = counted.at(-1);
  if (first === undefined || last === undefined || counted.length < enough) return null;
  return last.at.getTime() - first.at.getTime() >= longEnoughMs
    ? { failures: counted.length, since: first.at }
    : null;
}
