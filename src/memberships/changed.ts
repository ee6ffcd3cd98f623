import type { Db } from '../db.ts';
import type { Membership } from './membership.ts';
import { queueMemberMail } from './notices/queue-mail.ts';
import { insertEvents } from './queries/events.ts';
import { refreshAudiences } from './refresh-audience.ts';

/** What a writer did to a membership; `before` is null for one that is new. */
export interface MembershipChange {
  before: Membership | null;
  after: Membership;
}

/**
 * Tells of a change of a membership; each of its writers calls it in its transaction, after the write. The person hears
 * of its beginning and of its end, each once.
 */
export function membershipChanged(trx: Db, change: MembershipChange, now: Date): Promise<void> {
  return membershipsChanged(trx, [change], now);
}

/** The same for several that were written at once. */
export async function membershipsChanged(trx: Db, changes: MembershipChange[], now: Date): Promise<void> {
  const people = changes.flatMap(({ before, after }) => [before?.subscriberId ?? null, after.subscriberId]);
  await refreshAudiences(
    trx,
    people.filter((one) => one !== null),
    now,
  );
  const news = changes.map((change) => ({ change, kind: kindOf(change) }));
  await insertEvents(
    trx,
    news.flatMap(({ change: { after }, kind }) => (kind === null ? [] : [eventOf(after, kind, now)])),
  );
  for (const { change, kind } of news) {
    const mail = mailOf(change, kind);
    const membershipId = change.after.id;
    if (mail !== null)
      await queueMemberMail(trx, { membershipId, kind: mail, key: `${mail}:${membershipId}` }, now);
  }
}

function eventOf({ subscriberId, editionId, id: membershipId }: Membership, kind: string, at: Date) {
  return { kind, subscriberId, editionId, data: { membershipId }, at };
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
