import type { Services } from '../../services.ts';
import { requireMembership } from '../membership.ts';
import { claimResume, selectToResume } from '../queries/manage.ts';
import { resume } from './pause.ts';

const day = 24 * 3_600_000;
const tryAgainMs = 10 * 60_000;
const atOnce = 20;

/**
 * Resumes the memberships whose day has come. One worker has each in hand; two that call Stripe all the same do so
 * under one key. Where it cannot be done it is tried again, at Stripe once a day: a key keeps its answer that long.
 */
export async function resumeDue(services: Services, now: Date = new Date()): Promise<void> {
  if (services.stripe === null) return;
  const since = new Date(now.getTime() - tryAgainMs);
  for (const id of await selectToResume(services.db, now, since, atOnce)) {
    if (!(await claimResume(services.db, id, now, since))) continue;
    const membership = await requireMembership(services.db, id);
    const { resumeAt } = membership;
    if (resumeAt === null) continue;
    const days = Math.floor((now.getTime() - resumeAt.getTime()) / day);
    const key = `resume:${id}:${resumeAt.getTime()}:${days}`;
    await resume(services, membership, key, now).catch((error: unknown) =>
      services.log.error({ err: error, membershipId: id }, 'a membership could not be resumed yet'),
    );
  }
}
