import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Mail } from '../../emails/index.ts';
import type { Db } from '../db.ts';
import { type BeforeOpening, hintBatches, launchSend, openSend } from '../delivery/launch.ts';
import { segmentsOf } from '../delivery/segments.ts';
import { applyStopRules } from '../delivery/stop-rules/apply.ts';
import { Conflict } from '../errors.ts';
import { requireNewsletter, type SendPriority } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { refreshChanged } from '../memberships/refresh-audience.ts';
import { holdAppeal } from './appeals/hold-appeal.ts';
import { approvedRevision } from './approve.ts';
import { correctionMembers, holdCorrections } from './corrections/correction.ts';
import { type Edition, holdEdition } from './edition.ts';
import { envelopeOf } from './envelope.ts';
import type { FrozenContent } from './freeze.ts';
import { audienceQuery } from './queries/audience.ts';
import { updateEdition } from './queries/editions.ts';
import { isTooLate } from './rhythm.ts';
import { readRules } from './rules.ts';
import { trialOf } from './subjects/trial.ts';
import { say } from './say.ts';

// In the ledger; service mail stands above all of them.
const rank: Record<SendPriority, number> = { normal: 0, alert: 10 };

export interface LaunchRequest {
  editionId: number;
  actor: Actor;
  /** Only where it is scheduled and its time has come: what a hint of long ago says may no longer hold. */
  ifDue?: boolean;
  /** Instead of the newsletter's; a correction on its own has that of an alert. */
  priority?: SendPriority;
}

/**
 * Sends an approved edition: freezes its audience, and tells the workers.
 * @returns how many people are eligible
 * @throws Conflict where it is not approved, not due, or has been launched
 */
export async function launchEdition(
  services: Services,
  { editionId, actor, ifDue = false, priority }: LaunchRequest,
  now: Date = new Date(),
): Promise<number> {
  demand(actor, 'editions.send', now);
  const eligible = await services.db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    const { expiryHours, lateMinutes } = await readRules(trx, edition.newsletterId);
    if (ifDue && !isDue(edition, lateMinutes, now)) throw new Conflict(say.notDue(editionId));
    const { id: revisionId, content, mails } = await approvedRevision(trx, edition);
    const expiresAt = new Date(now.getTime() + expiryHours * 3_600_000);
    const newsletter = await requireNewsletter(trx, edition.newsletterId);
    const envelope = envelopeOf(services.config, edition, (content as FrozenContent).heading, now);
    const segments = segmentsOf(mails as Mail[]);
    const appeal = await holdAppeal(trx, services.config, { edition, newsletter, segments }, now);
    await holdCorrections(trx, edition, segments);
    const { correctionId } = edition;
    const atOnce = correctionId !== null;
    const only = atOnce ? correctionMembers(trx, correctionId) : null;
    const launched = await launchSend(trx, services.config, {
      editionId,
      revisionId,
      newsletterId: newsletter.id,
      mails: (mails as Mail[]).map((mail) => ({ ...mail, envelope })),
      segments,
      audience: audienceQuery(trx, { newsletter, now, expiresAt, segments, appeal, only, atOnce }),
      priority: rank[priority ?? (atOnce ? 'alert' : newsletter.priority)],
      expiresAt,
      test: await trialOf(
        trx,
        services.config,
        { editionId, revisionId, content: content as FrozenContent, expiresAt },
        now,
      ),
    });
    if (launched === null) throw new Conflict(say.isLaunched(editionId));
    await updateEdition(trx, editionId, { state: 'launched', launchedAt: now });
    await recordAudit(trx, actor, 'edition.launch', `edition:${editionId}`, { eligible: launched });
    return launched;
  });
  await openSend(services.db, editionId, settleAudience(services.db, now));
  // Where its newsletter has too many complaints, not one of it goes out before a person has looked.
  await applyStopRules(services, editionId);
  await hintBatches(services);
  return eligible;
}

// A transaction that is longer than this is nobody's.
const longestChangeMs = 3_600_000;

/** Who became a patron while the audience was being frozen is thanked, and not asked: looked for before the first mail. */
export function settleAudience(db: Db, now: Date): BeforeOpening {
  return (launchedAt) => refreshChanged(db, new Date(launchedAt.getTime() - longestChangeMs), now);
}

function isDue({ state, sendAt }: Edition, lateMinutes: number, now: Date): boolean {
  return state === 'scheduled' && sendAt !== null && sendAt <= now && !isTooLate(sendAt, lateMinutes, now);
}
