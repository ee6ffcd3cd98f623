import type { Db } from '../db.ts';
import { selectEntitlements } from './queries/entitlements.ts';

/** A right that somebody has now; `until` of none is open-ended. */
export interface Entitlement {
  /** Null where the membership is of no tier. */
  tierSlug: string | null;
  since: Date;
  until: Date | null;
  membershipId: number;
  rail: string;
}

/** What somebody is a patron of, on whatever rail, the oldest first. More than one: they overlap. */
export function entitlementsOf(db: Db, subscriberId: number, now: Date = new Date()): Promise<Entitlement[]> {
  return selectEntitlements(db, subscriberId, now);
}

/** Whether somebody is a patron, of whatever tier and on whatever rail. */
export async function isPatron(db: Db, subscriberId: number, now: Date = new Date()): Promise<boolean> {
  return (await selectEntitlements(db, subscriberId, now)).length > 0;
}
