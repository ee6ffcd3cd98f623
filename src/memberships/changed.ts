import type { Db } from '../db.ts';
import type { Membership } from './membership.ts';
import { queueMemberMail } from './notices/queue-mail.ts';
import { insertEvent } from './queries/events.ts';
import { refreshAudience } from './refresh-audience.ts';

/** What a writer did to a membership; `before` is null for one that is new. */
export interface MembershipChange {
  before: Membership | null;
  after: Membership;
}

/**
 * Tells of a change of a membership; each of its writers calls it in its transaction, after the write. The person hears
 * of its beginning and of its end, each once.
 */
export async function membershipChanged(trx: Db, change: MembershipChange, now: Date): Promise<void> {
  const { after } = change;
  for (const subscriberId of new Set([change.before?.subscriberId ?? null, after.subscriberId]))
    if (subscriberId !== null) await refreshAudience(trx, subscriberId, now);
  const kind = kindOf(change);
  if (kind !== null) {
    const { subscriberId, editionId, id: membershipId } = after;
    await insertEvent(trx, { kind, subscriberId, editionId, data: { membershipId }, at: now });
  }
  const mail = mailOf(change, kind);
  if (mail === null) return;
  const { id: membershipId } = after;
  await queueMemberMail(trx, { membershipId, kind: mail, key: `${mail}:${membershipId}` }, now);
}

/** What was paid elsewhere is told of there. An unclaimed one is thanked for once its owner is known. */
function mailOf({ before, after }: MembershipChange, news: string | null): string | null {
  if (after.rail === 'import' || after.subscriberId === null) return null;
  if (news === 'membership-ended') return 'member-ended';
  const isClaimed = before !== null && before.subscriberId === null;
  const begins = news === 'membership-started' || isClaimed;
  return begins && after.since !== null && after.state === 'active' ? 'member-thanks' : null;
}

/** The one piece of news in a change; null where there is none. */
function kindOf({ before, after }: MembershipChange): string | null {
  const was = before === null || before.since === null ? 'none' : before.state;
  if (after.since === null) return null;
  if (was === after.state) return before !== null && isOther(before, after) ? 'membership-changed' : null;
  if (after.state === 'ended') return 'membership-ended';
  if (was === 'none' || was === 'ended') return 'membership-started';
  if (after.state === 'past-due') return 'membership-past-due';
  if (after.state === 'paused') return 'membership-paused';
  return was === 'past-due' ? 'membership-recovered' : 'membership-resumed';
}

function isOther(before: Membership, after: Membership): boolean {
  const { tierId, amount, interval } = before;
  return tierId !== after.tierId || amount !== after.amount || interval !== after.interval;
}
