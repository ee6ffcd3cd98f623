import type { Selectable } from 'kysely';
import type { Actor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { membershipChanged } from '../changed.ts';
import { type Membership, requireMembership, rightsOf, toMembership } from '../membership.ts';
import { updateMembership } from '../queries/memberships.ts';
import {
  insertMembership,
  insertTransfer,
  lockCurrentOnRail,
  lockPerson,
  lockReference,
  selectTransfer,
} from '../queries/rails.ts';
import { requireTier } from '../tiers.ts';
import { addMonths, refuseWrongMonths } from './calendar.ts';
import { overlapOf } from './overlap.ts';
import { requirePerson } from './person.ts';
import { say } from '../say.ts';

export interface Transfer {
  actor: Actor;
  address: string;
  tier: string;
  /** In minor units. */
  amount: number;
  currency: string;
  months: number;
  /** As the bank names it; one reference is one payment. */
  reference: string;
  /** When it arrived; null: now. */
  date: Date | null;
}

export interface Recorded {
  outcome: 'recorded' | 'extended' | 'unchanged';
  membership: Membership;
  /** What the person has beside it. */
  overlap: Membership[];
}

/**
 * Records money that came by bank transfer, once by its reference, and what it pays for: a membership that goes on
 * without a gap where one is current, or begins on the day that the money came.
 * @throws InvalidInput, NotFound for an unknown tier; Conflict where the reference stands for another payment
 */
export async function recordTransfer(
  services: Services,
  transfer: Transfer,
  now: Date = new Date(),
): Promise<Recorded> {
  const { actor, address, date } = transfer;
  demand(actor, 'memberships.change');
  const reference = transfer.reference.trim();
  if (reference === '') throw new InvalidInput('--reference is empty; give what the bank calls the payment');
  if (date !== null && date > now)
    throw new InvalidInput(`--date is ${date.toISOString()}, which is to come`);
  refuseWrongMonths(transfer.months);
  const tier = await requireTier(services.db, transfer.tier);
  const attestation = `paid by bank transfer ${reference}`;
  const subscriberId = await requirePerson(services, { actor, address, attestation }, now);
  const recorded = await services.db.transaction().execute(async (trx) => {
    await lockReference(trx, reference);
    await lockPerson(trx, subscriberId);
    const known = await selectTransfer(trx, reference);
    if (known !== undefined) return alreadyRecorded(trx, transfer, known, subscriberId);
    const at = date ?? now;
    const row = await lockCurrentOnRail(trx, subscriberId, 'transfer', at);
    const membership = await carryOn(trx, row, { ...transfer, subscriberId, tierId: tier.id, at }, now);
    const { amount, currency } = transfer;
    const paid = { subscriberId, membershipId: membership.id, amount, currency, reference, settledAt: at };
    await insertTransfer(trx, paid);
    const subject = `membership:${membership.id}`;
    const change = changeOf(row === undefined ? null : rightsOf(toMembership(row)), rightsOf(membership));
    const detail = { reference, amount, currency };
    await recordAudit(trx, actor, 'membership.record-payment', subject, detail, change);
    return { outcome: row === undefined ? ('recorded' as const) : ('extended' as const), membership };
  });
  return { ...recorded, overlap: await overlapOf(services.db, recorded.membership, now) };
}

async function alreadyRecorded(
  trx: Db,
  { reference, amount, currency }: Transfer,
  known: NonNullable<Awaited<ReturnType<typeof selectTransfer>>>,
  subscriberId: number,
): Promise<Omit<Recorded, 'overlap'>> {
  const isSame =
    known.amount === amount && known.currency === currency && known.subscriberId === subscriberId;
  if (!isSame || known.membershipId === null)
    throw new Conflict(say.referenceUsed(JSON.stringify(reference), `${known.amount} ${known.currency}`));
  return { outcome: 'unchanged', membership: await requireMembership(trx, known.membershipId) };
}

interface Paid extends Transfer {
  subscriberId: number;
  tierId: number;
  at: Date;
}

/** What is current goes on from its own end. */
async function carryOn(
  trx: Db,
  row: Selectable<Memberships> | undefined,
  { subscriberId, tierId, amount, currency, months, at }: Paid,
  now: Date,
): Promise<Membership> {
  const until = addMonths(row?.until ?? at, months);
  // Paid for in time and written down late: meanwhile nobody knew of it.
  const rested = row?.until != null && row.until <= now ? { restedFrom: row.until, restedUntil: now } : {};
  const paid = { tierId, amount, currency, until, ...rested };
  const before = row === undefined ? null : toMembership(row);
  const fresh = { subscriberId, rail: 'transfer', state: 'active', since: at };
  const after = toMembership(
    row === undefined
      ? // Whoever votes must have been recorded before: the day of the money does not count for that.
        await insertMembership(trx, { ...fresh, claimedAt: now, settledAt: now, ...paid })
      : await updateMembership(trx, row.id, paid),
  );
  await membershipChanged(trx, { before, after }, now);
  return after;
}
