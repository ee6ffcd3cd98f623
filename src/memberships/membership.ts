import type { Selectable } from 'kysely';
import type { Db } from '../db.ts';
import type { Memberships } from '../db-schema.ts';
import { NotFound } from '../errors.ts';
import { selectMembership, selectMembershipsOf } from './queries/memberships.ts';
import { say } from './say.ts';

export type MembershipState = 'incomplete' | 'active' | 'past-due' | 'paused' | 'ended';
export type Rail = 'stripe' | 'gift' | 'complimentary' | 'transfer' | 'import';
export type Interval = 'month' | 'year';

/** A relationship that is paid for, or given. Amounts in minor units; `until` of none is open-ended. */
export interface Membership
  extends Omit<Selectable<Memberships>, 'state' | 'rail' | 'interval' | 'claimAddressHash'> {
  state: MembershipState;
  rail: Rail;
  interval: Interval | null;
}

/** A row as a membership. */
export function toMembership(row: Selectable<Memberships>): Membership {
  const { claimAddressHash: _, ...rest } = row;
  return {
    ...rest,
    state: row.state as MembershipState,
    rail: row.rail as Rail,
    interval: row.interval as Interval | null,
  };
}

/** What a membership gives, as the log keeps it: nothing of whose it is. */
export function rightsOf({ state, rail, tierId, since, until }: Membership): object {
  return { state, rail, tierId, since, until };
}

/** Every membership of a subscriber, the newest first. */
export async function membershipsOf(db: Db, subscriberId: number): Promise<Membership[]> {
  return (await selectMembershipsOf(db, subscriberId)).map(toMembership);
}

const lasting: MembershipState[] = ['active', 'past-due', 'paused'];

/** Whether it goes on: paid, in its grace time, or resting. */
export function isLive({ state, rail, until }: Membership, now: Date): boolean {
  if (!lasting.includes(state)) return false;
  // At Stripe the state tells it; what is given or recorded has an end, and nobody writes when it comes.
  return rail === 'stripe' || until === null || until > now;
}

/** The live one that a person would manage: Stripe's before those on other rails, then the newest. */
export async function currentMembership(db: Db, subscriberId: number, now: Date): Promise<Membership | null> {
  const live = (await membershipsOf(db, subscriberId)).filter((one) => isLive(one, now));
  return live.find(({ rail }) => rail === 'stripe') ?? live[0] ?? null;
}

/**
 * One membership by its id.
 * @throws NotFound
 */
export async function requireMembership(db: Db, id: number): Promise<Membership> {
  const row = await selectMembership(db, id);
  if (row === undefined) throw new NotFound(say.noMembership(id));
  return toMembership(row);
}
