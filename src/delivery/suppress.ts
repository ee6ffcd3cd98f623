import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { describeHash } from '../address-hash.ts';
import type { Db } from '../db.ts';
import { withdrawRows } from './queries/sends.ts';
import {
  insertSuppression,
  liftByIds,
  liveSuppressions,
  lockSuppression,
  selectAllSuppressions,
  selectSuppressions,
  updateStreams,
  wasLiftedBy,
} from './queries/suppressions.ts';

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
  /** Only an unsubscribe may stop a single newsletter; none means all. */
  newsletterId?: number | null;
  /** Only for `manual`; each other reason has its own. */
  streams?: Stream[];
  evidence?: object;
}

/**
 * Writes down who may not be mailed, in the caller's transaction and before `withdraw`: a launch in progress finds
 * either the suppression or its rows. Where the same one stands already, it stops the streams of both.
 * @returns false where the same one stood already
 */
export async function suppress(
  db: Db,
  actor: Actor,
  { addressHash, address, reason, newsletterId = null, streams: asked, evidence = {} }: Suppressing,
): Promise<boolean> {
  const streams: string[] = reason === 'manual' && asked ? asked : streamsOf[reason];
  const createdBy = describeActor(actor);
  const about = { addressHash, reason, newsletterId };
  const live = await lockSuppression(db, about);
  if (live === undefined) {
    await insertSuppression(db, { ...about, address, streams, evidence, createdBy });
    return true;
  }
  const all = [...new Set([...live.streams, ...streams])];
  if (all.length > live.streams.length)
    await updateStreams(db, live.id, { streams: all, address, createdBy });
  return false;
}

/** The live suppressions of an address. */
export function findSuppressions(db: Db, addressHash: Buffer) {
  return selectSuppressions(db, addressHash);
}

/**
 * Who may not be mailed now, as a query that subscribers compose on: the keyed hash of an address, and the
 * newsletter that it is about, or null for all of them.
 */
export function suppressedNow(db: Db) {
  return liveSuppressions(db);
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

/** The reasons that staff may lift: the others are a person's own word. */
export const liftableByStaff = ['hard-bounce', 'manual'];

export interface Lifted {
  /** The reasons of what was lifted. */
  lifted: string[];
  /** The reasons of what still stands: these a person's own double opt-in lifts. */
  left: string[];
}

/** Lifts what staff may lift of an address: hard bounces, and what was set by hand. A person's own "no" stays. */
export function liftByStaff(db: Db, actor: Actor, addressHash: Buffer): Promise<Lifted> {
  demand(actor, 'subscribers.change');
  return db.transaction().execute(async (trx) => {
    const live = await selectSuppressions(trx, addressHash);
    const lifted = live.filter(({ reason }) => liftableByStaff.includes(reason));
    const reasonsOf = (rows: typeof live): string[] => rows.map(({ reason }) => reason);
    const result = {
      lifted: reasonsOf(lifted),
      left: reasonsOf(live.filter((one) => !lifted.includes(one))),
    };
    const by = describeActor(actor);
    await liftByIds(
      trx,
      lifted.map(({ id }) => id),
      by,
    );
    if (lifted.length > 0)
      await recordAudit(trx, actor, 'suppression.lift', describeHash(addressHash), result);
    return result;
  });
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
