import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Db } from '../db.ts';
import {
  clearAddress,
  insertSuppression,
  liftByIds,
  selectAllSuppressions,
  selectSuppressions,
  wasLiftedBy,
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
const bySignUp = 'subscriber:sign-up';

/**
 * Lifts what a double opt-in of the reader's own lifts: an unsubscribe, a complaint and an erasure. What
 * staff set by hand stays.
 */
export async function liftByOptIn(
  db: Db,
  addressHash: Buffer,
  newsletterIds: number[],
  by: string,
): Promise<void> {
  const live = await selectSuppressions(db, addressHash);
  const lifted = live.filter(({ reason, newsletterId }) => {
    if (reason === 'unsubscribed') return newsletterId === null || newsletterIds.includes(newsletterId);
    return reason === 'complaint' || reason === 'erased';
  });
  await liftByIds(
    db,
    lifted.map(({ id }) => id),
    by,
  );
}

/** Lifts the unsubscribes from these newsletters, and the one from everything, by the person's own act. */
export async function liftUnsubscribed(
  db: Db,
  addressHash: Buffer,
  newsletterIds: number[],
  by: string,
): Promise<void> {
  if (newsletterIds.length === 0) return;
  const live = await selectSuppressions(db, addressHash);
  const lifted = live.filter(
    ({ reason, newsletterId }) =>
      reason === 'unsubscribed' && (newsletterId === null || newsletterIds.includes(newsletterId)),
  );
  await liftByIds(
    db,
    lifted.map(({ id }) => id),
    by,
  );
}

/**
 * Lets the confirmation mail through that a reader asks for 30 days or more after a hard bounce, once: where it
 * bounces again, only staff can lift it.
 */
export async function liftOldBounce(db: Db, addressHash: Buffer, now: Date): Promise<void> {
  const live = await selectSuppressions(db, addressHash);
  const old = live.filter(
    ({ reason, createdAt }) => reason === 'hard-bounce' && now.getTime() - createdAt.getTime() >= 30 * day,
  );
  if (old.length === 0 || (await wasLiftedBy(db, addressHash, bySignUp))) return;
  await liftByIds(
    db,
    old.map(({ id }) => id),
    bySignUp,
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

/** Takes the readable address out of suppressions; their hash goes on working. */
export function forgetAddress(db: Db, addressHash: Buffer): Promise<void> {
  return clearAddress(db, addressHash);
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
