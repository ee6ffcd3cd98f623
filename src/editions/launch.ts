import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Mail } from '../../emails/index.ts';
import type { Db } from '../db.ts';
import { hintBatches, launchSend } from '../delivery/launch.ts';
import { Conflict } from '../errors.ts';
import { type Newsletter, requireNewsletter } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { confirmedAudience } from '../subscribers/audience.ts';
import { approvedRevision } from './approve.ts';
import { holdEdition } from './edition.ts';
import { envelopeOf } from './envelope.ts';
import { patronsQuery, selectDueLaunches, updateEdition } from './queries.ts';
import { readRules } from './rules.ts';

/**
 * Sends an approved edition: freezes its audience, and tells the workers.
 * @returns how many people are eligible
 * @throws Conflict where it is not approved, or has been launched
 */
export async function launchEdition(
  services: Services,
  { editionId, actor }: { editionId: number; actor: Actor },
  now: Date = new Date(),
): Promise<number> {
  const eligible = await services.db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    const revision = await approvedRevision(trx, edition);
    const newsletter = await requireNewsletter(trx, edition.newsletterId);
    const { expiryHours } = await readRules(trx, newsletter.id);
    const envelope = await envelopeOf(trx, services, edition, newsletter, now);
    const launched = await launchSend(trx, services.config, {
      editionId,
      revisionId: revision.id,
      newsletterId: newsletter.id,
      mails: (revision.mails as Mail[]).map((mail) => ({ ...mail, envelope })),
      audience: audienceOf(trx, newsletter, now),
      priority: 0,
      expiresAt: new Date(now.getTime() + expiryHours * 3_600_000),
    });
    if (launched === null) throw new Conflict(`edition ${editionId} has been launched already`);
    await updateEdition(trx, editionId, { state: 'launched', launchedAt: now });
    await recordAudit(trx, actor, 'edition.launch', `edition:${editionId}`, { eligible: launched });
    return launched;
  });
  await hintBatches(services);
  return eligible;
}

/** Everybody who confirmed, once each: patrons told from readers, as of now. */
function audienceOf(db: Db, newsletter: Newsletter, now: Date) {
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
      sql<Date>`${now}::timestamptz`.as('dueAt'),
    ]);
}

/** Editions whose time has come. */
export async function dueLaunches(db: Db, now: Date): Promise<number[]> {
  return (await selectDueLaunches(db, now)).map(({ id }) => id);
}
