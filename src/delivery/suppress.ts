import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Db } from '../db.ts';
import {
  insertSuppression,
  liftByIds,
  selectAllSuppressions,
  selectSuppressions,
  withdrawRows,
} from './queries.ts';

export type SuppressionReason = 'unsubscribed' | 'complaint' | 'hard-bounce' | 'erased' | 'manual';
export type Stream = 'bulk' | 'service' | 'staff';

const streamsOf: Record<SuppressionReason, Stream[]> = {
  unsubscribed: ['bulk'],
  complaint: ['bulk'],
  'hard-bounce': ['bulk', 'service', 'staff'],
  erased: ['bulk'],
  manual: ['bulk'],
};

export interface Suppressing {
  addressHash: Buffer;
  /** For people to read; null once the person is erased. */
  address: string | null;
  reason: SuppressionReason;
  /** Only an unsubscribe may stop a single newsletter. */
  newsletterId?: number;
  /** Only for `manual`; each other reason has its own. */
  streams?: Stream[];
  evidence?: object;
}

/** Writes down who may not be mailed, in the caller's transaction; harmless when it stands already. */
export async function suppress(
  db: Db,
  actor: Actor,
  { addressHash, address, reason, newsletterId, streams, evidence }: Suppressing,
): Promise<void> {
  await insertSuppression(db, {
    addressHash,
    address,
    reason,
    newsletterId: newsletterId ?? null,
    streams: reason === 'manual' && streams ? streams : streamsOf[reason],
    evidence: evidence ?? {},
    createdBy: describeActor(actor),
  });
}

/** The live suppressions of an address. */
export function findSuppressions(db: Db, addressHash: Buffer) {
  return selectSuppressions(db, addressHash);
}

/** Whether a suppression stops this stream for the address, of everything or of this newsletter. */
export async function isSuppressed(
  db: Db,
  addressHash: Buffer,
  stream: Stream,
  newsletterId: number | null = null,
): Promise<boolean> {
  const live = await selectSuppressions(db, addressHash);
  return live.some(
    (one) => one.streams.includes(stream) && (one.newsletterId === null || one.newsletterId === newsletterId),
  );
}

const day = 24 * 3_600_000;

/**
 * Lifts what a double opt-in of the reader's own lifts: an unsubscribe, a complaint and an erasure; a hard
 * bounce once, when 30 days old. What staff set by hand stays.
 */
export async function liftByOptIn(
  db: Db,
  addressHash: Buffer,
  newsletterIds: number[],
  by: string,
  now: Date,
): Promise<void> {
  const live = await selectSuppressions(db, addressHash);
  const lifted = live.filter(({ reason, newsletterId, createdAt }) => {
    if (reason === 'unsubscribed') return newsletterId === null || newsletterIds.includes(newsletterId);
    if (reason === 'hard-bounce') return now.getTime() - createdAt.getTime() >= 30 * day;
    return reason === 'complaint' || reason === 'erased';
  });
  await liftByIds(
    db,
    lifted.map(({ id }) => id),
    by,
  );
}

/** Lifts every suppression of an address, as staff may. */
export async function liftByStaff(db: Db, actor: Actor, addressHash: Buffer): Promise<number> {
  const live = await selectSuppressions(db, addressHash);
  await liftByIds(
    db,
    live.map(({ id }) => id),
    describeActor(actor),
  );
  await recordAudit(
    db,
    actor,
    'suppression.lift',
    `address-hash:${addressHash.toString('hex').slice(0, 16)}`,
    { count: live.length },
  );
  return live.length;
}

/** The newest live suppressions. */
export function listSuppressions(db: Db, limit: number) {
  return selectAllSuppressions(db, limit);
}

/** A "no" counts at once, also in mid-send: rows not yet handed over are suppressed, in the caller's transaction. */
export function withdraw(
  db: Db,
  {
    subscriberId,
    newsletterId,
    reason,
  }: { subscriberId: number; newsletterId: number | null; reason: SuppressionReason },
): Promise<void> {
  return withdrawRows(db, subscriberId, newsletterId, reason);
}
