import type { Actor } from '../../access/actor.ts';
import { InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { membershipChanged } from '../changed.ts';
import { type Membership, toMembership } from '../membership.ts';
import { updateMembership } from '../queries/memberships.ts';
import { insertMembership, lockLastOnRail, lockPerson } from '../queries/rails.ts';
import type { PatreonMember } from './patreon-row.ts';
import { overlapOf } from './overlap.ts';
import { requirePerson } from './person.ts';

/** What came of a row that could be taken. */
export type Taken = 'added' | 'changed' | 'ended' | 'unchanged';

type Member = PatreonMember & { actor: Actor; attestation: string };

/** What came of a row, and what the person has beside it. */
export interface TakenMember {
  taken: Taken;
  overlap: Membership[];
}

/** Brings what somebody has by import to what the row says; what is paid on other rails is not touched. */
export async function takeMember(services: Services, member: Member, now: Date): Promise<TakenMember> {
  const { actor, attestation, address, name, ...values } = member;
  if (member.until <= now)
    throw new InvalidInput(`its access has ended: ${member.until.toISOString().slice(0, 10)}`);
  const subscriberId = await requirePerson(services, { actor, address, name, attestation }, now);
  const { taken, membership } = await services.db.transaction().execute(async (trx) => {
    await lockPerson(trx, subscriberId);
    const row = await lockLastOnRail(trx, subscriberId, 'import');
    if (row === undefined || row.state === 'ended') {
      // Whoever votes must have been recorded before: what was paid elsewhere does not count for that.
      const fresh = { subscriberId, rail: 'import', state: 'active', claimedAt: now, settledAt: now };
      const after = toMembership(await insertMembership(trx, { ...fresh, note: attestation, ...values }));
      await membershipChanged(trx, { before: null, after }, now);
      return { taken: 'added' as const, membership: after };
    }
    const before = toMembership(row);
    if (isSame(before, values)) return { taken: 'unchanged' as const, membership: before };
    const { until } = before;
    const rested = until !== null && until <= now ? { restedFrom: until, restedUntil: now } : {};
    const after = toMembership(await updateMembership(trx, row.id, { ...values, ...rested }));
    await membershipChanged(trx, { before, after }, now);
    return { taken: 'changed' as const, membership: after };
  });
  return { taken, overlap: await overlapOf(services.db, membership, now) };
}

function isSame(before: Membership, values: Omit<PatreonMember, 'address' | 'name'>): boolean {
  const { tierId, amount, currency, interval, since, until } = before;
  return (
    tierId === values.tierId &&
    amount === values.amount &&
    currency === values.currency &&
    interval === values.interval &&
    since?.getTime() === values.since.getTime() &&
    until?.getTime() === values.until.getTime()
  );
}

/**
 * Ends what somebody had by import.
 * @throws InvalidInput where they had nothing
 */
export async function endImported({ db }: Services, address: string, now: Date): Promise<TakenMember> {
  const person = await findSubscriber(db, address);
  if (person === null) throw new InvalidInput('it is of a former patron whom we do not know');
  const taken = await db.transaction().execute(async (trx): Promise<Taken> => {
    await lockPerson(trx, person.id);
    const row = await lockLastOnRail(trx, person.id, 'import');
    if (row === undefined) throw new InvalidInput('it is of a former patron who had no imported membership');
    if (row.state === 'ended') return 'unchanged';
    const ended = await updateMembership(trx, row.id, { state: 'ended', endedAt: now, until: now });
    await membershipChanged(trx, { before: toMembership(row), after: toMembership(ended) }, now);
    return 'ended';
  });
  return { taken, overlap: [] };
}
