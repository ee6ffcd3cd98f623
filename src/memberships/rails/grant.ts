import type { Actor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { membershipChanged } from '../changed.ts';
import { type Membership, rightsOf, toMembership } from '../membership.ts';
import { updateMembership } from '../queries/memberships.ts';
import { insertMembership, lockCurrentOnRail, lockPerson } from '../queries/rails.ts';
import { requireTier } from '../tiers.ts';
import { addMonths, refuseWrongMonths } from './calendar.ts';
import { overlapOf } from './overlap.ts';
import { requirePerson } from './person.ts';

export interface Grant {
  actor: Actor;
  address: string;
  tier: string;
  /** Its end: a day, or so many months from now. One of both. */
  until: Date | null;
  months: number | null;
  note: string;
}

export interface Granted {
  outcome: 'granted' | 'extended' | 'unchanged';
  membership: Membership;
  /** What the person has beside it. */
  overlap: Membership[];
}

/**
 * Gives somebody a membership that costs nothing, with an end. Where the newsroom has given one already, that one is
 * changed.
 * @throws InvalidInput for a wrong address or an end that is past; NotFound for an unknown tier
 */
export async function grantMembership(
  services: Services,
  grant: Grant,
  now: Date = new Date(),
): Promise<Granted> {
  const { actor, note } = grant;
  demand(actor, 'memberships.change');
  const until = endOf(grant, now);
  const tier = await requireTier(services.db, grant.tier);
  const attestation = `a membership was given: ${note === '' ? 'no note' : note}`;
  const subscriberId = await requirePerson(services, { actor, address: grant.address, attestation }, now);
  const given = await services.db.transaction().execute(async (trx) => {
    await lockPerson(trx, subscriberId);
    const row = await lockCurrentOnRail(trx, subscriberId, 'complimentary', now);
    const values = { tierId: tier.id, until, note };
    if (row === undefined) {
      const fresh = { subscriberId, rail: 'complimentary', state: 'active', since: now, settledAt: now };
      const after = toMembership(await insertMembership(trx, { ...fresh, claimedAt: now, ...values }));
      await membershipChanged(trx, { before: null, after }, now);
      await recordAudit(
        trx,
        actor,
        'membership.grant',
        `membership:${after.id}`,
        { tier: tier.slug, until },
        changeOf(null, rightsOf(after)),
      );
      return { outcome: 'granted' as const, membership: after };
    }
    const before = toMembership(row);
    const isSame = before.tierId === tier.id && before.until?.getTime() === until.getTime();
    if (isSame) return { outcome: 'unchanged' as const, membership: before };
    const after = toMembership(await updateMembership(trx, row.id, values));
    await membershipChanged(trx, { before, after }, now);
    await recordAudit(
      trx,
      actor,
      'membership.grant',
      `membership:${row.id}`,
      { tier: tier.slug, until },
      changeOf(rightsOf(before), rightsOf(after)),
    );
    return { outcome: 'extended' as const, membership: after };
  });
  return { ...given, overlap: await overlapOf(services.db, given.membership, now) };
}

function endOf({ until, months }: Grant, now: Date): Date {
  if ((until === null) === (months === null))
    throw new InvalidInput('say when it ends, either with --until or with --months');
  if (months !== null) refuseWrongMonths(months);
  const end = until ?? addMonths(now, months ?? 0);
  if (end <= now) throw new InvalidInput(`--until is ${end.toISOString()}, which is past`);
  return end;
}
