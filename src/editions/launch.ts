import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Mail } from '../../emails/index.ts';
import type { Db } from '../db.ts';
import { hintBatches, launchSend, openSend } from '../delivery/launch.ts';
import { applyStopRules } from '../delivery/stop-rules/apply.ts';
import { Conflict } from '../errors.ts';
import { type Newsletter, requireNewsletter, type SendPriority } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { confirmedAudience } from '../subscribers/audience.ts';
import { approvedRevision } from './approve.ts';
import { type Edition, holdEdition } from './edition.ts';
import { envelopeOf } from './envelope.ts';
import type { FrozenContent } from './freeze.ts';
import { patronsQuery, selectDueLaunches, updateEdition } from './queries/editions.ts';
import { readRules } from './rules.ts';

const hoursForRetries = 4;
// In the ledger; service mail stands above all of them.
const rank: Record<SendPriority, number> = { normal: 0, alert: 10 };

export interface LaunchRequest {
  editionId: number;
  actor: Actor;
  /** Only where it is scheduled and its time has come: what a hint of long ago says may no longer hold. */
  ifDue?: boolean;
  /** Instead of the newsletter's. */
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
  const eligible = await services.db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    if (ifDue && !isDue(edition, now)) throw new Conflict(`edition ${editionId} is not due`);
    const { id: revisionId, content, mails } = await approvedRevision(trx, edition);
    const { expiryHours } = await readRules(trx, edition.newsletterId);
    const expiresAt = new Date(now.getTime() + expiryHours * 3_600_000);
    const newsletter = await requireNewsletter(trx, edition.newsletterId);
    const envelope = envelopeOf(services.config, edition, (content as FrozenContent).heading, now);
    const launched = await launchSend(trx, services.config, {
      editionId,
      revisionId,
      newsletterId: newsletter.id,
      mails: (mails as Mail[]).map((mail) => ({ ...mail, envelope })),
      audience: audienceOf(trx, newsletter, now, expiresAt),
      priority: rank[priority ?? newsletter.priority],
      expiresAt,
    });
    if (launched === null) throw new Conflict(`edition ${editionId} has been launched already`);
    await updateEdition(trx, editionId, { state: 'launched', launchedAt: now });
    await recordAudit(trx, actor, 'edition.launch', `edition:${editionId}`, { eligible: launched });
    return launched;
  });
  await openSend(services.db, editionId);
  // Where its newsletter has too many complaints, not one of it goes out before a person has looked.
  await applyStopRules(services, editionId);
  await hintBatches(services);
  return eligible;
}

function isDue({ state, sendAt }: Edition, now: Date): boolean {
  return state === 'scheduled' && sendAt !== null && sendAt <= now;
}

/** Everybody who confirmed, once each: patrons told from readers, as of now, due now or at their own morning. */
export function audienceOf(db: Db, newsletter: Newsletter, now: Date, expiresAt: Date) {
  return confirmedAudience(db, newsletter.id)
    .leftJoin(patronsQuery(db, now).as('patrons'), 'patrons.subscriberId', 'subscribers.id')
    .clearSelect()
    .select([
      'subscribers.id as subscriberId',
      'subscribers.address as address',
      'subscribers.addressHash as addressHash',
      'subscribers.name as name',
      sql<number>`(patrons.subscriber_id is not null)::int::smallint`.as('variant'),
      sql<boolean>`(${newsletter.clickMode} = 'person' and subscriptions.click_consent_at is not null)`.as(
        'clickPerson',
      ),
      ownMorning(newsletter.timeZone, now, expiresAt).as('dueAt'),
    ]);
}

/**
 * The wall clock's time of the launch in the newsletter's zone, when it comes in the reader's own, for those who chose
 * so; never so late that retries would have no time left. A zone that the database does not know counts as none.
 */
function ownMorning(timeZone: string, now: Date, expiresAt: Date) {
  const latest = new Date(expiresAt.getTime() - hoursForRetries * 3_600_000);
  return sql<Date>`case
    when subscribers.own_morning and subscribers.time_zone in (select name from pg_timezone_names)
      and (${now}::timestamptz at time zone ${timeZone}) at time zone subscribers.time_zone
        between ${now}::timestamptz and ${latest}::timestamptz
    then (${now}::timestamptz at time zone ${timeZone}) at time zone subscribers.time_zone
    else ${now}::timestamptz end`;
}

/** Editions whose time has come. */
export async function dueLaunches(db: Db, now: Date): Promise<number[]> {
  return (await selectDueLaunches(db, now)).map(({ id }) => id);
}
