import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Mail } from '../../emails/index.ts';
import type { Db } from '../db.ts';
import type { Envelope } from '../delivery/compile.ts';
import { hintBatches, launchSend } from '../delivery/launch.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { type Newsletter, requireNewsletter } from '../publication/newsletters.ts';
import { senderFor } from '../publication/senders.ts';
import type { Services } from '../services.ts';
import { confirmedAudience } from '../subscribers/audience.ts';
import { approve } from './approve.ts';
import { type Edition, holdEdition } from './edition.ts';
import {
  insertEditionEvent,
  patronsQuery,
  selectDueLaunches,
  selectPastDeadline,
  selectRevision,
  updateEdition,
} from './queries.ts';
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

async function approvedRevision(trx: Db, { id, state, approvedRevisionId }: Edition) {
  if (state === 'launched') throw new Conflict(`edition ${id} has been launched already`);
  const revision = approvedRevisionId === null ? undefined : await selectRevision(trx, approvedRevisionId);
  if (revision === undefined)
    throw new Conflict(`edition ${id} is not approved; approve it first: broadsheet editions approve ${id}`);
  return revision;
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

/** What stands around an edition's mails. */
export async function envelopeOf(
  db: Db,
  { config }: Services,
  edition: Edition,
  newsletter: Newsletter,
  now: Date,
): Promise<Envelope> {
  const { fromName, fromAddress, replyTo } = await senderFor(db, newsletter.id);
  const domain = fromAddress.split('@')[1] ?? '';
  const { hostname } = new URL(config.publicUrl);
  return {
    fromName,
    fromAddress,
    replyTo,
    listName: newsletter.name,
    listId: `${newsletter.slug}.${hostname}`,
    feedbackId: `${edition.id}:${newsletter.slug}:bulk:${domain
      .replace(/[^a-z0-9]/gi, '')
      .slice(0, 15)
      .padEnd(5, '0')}`,
    messageIdDomain: domain,
    date: now.toUTCString().replace('GMT', '+0000'),
    publicUrl: config.publicUrl,
  };
}

/**
 * Sets when an approved edition goes out by itself.
 * @throws InvalidInput for a time that is past; Conflict where it is not approved
 */
export async function schedule(
  { db }: Services,
  { editionId, sendAt, actor }: { editionId: number; sendAt: Date; actor: Actor },
  now: Date = new Date(),
): Promise<void> {
  if (sendAt <= now) throw new InvalidInput(`${sendAt.toISOString()} is past; give a time to come`);
  await db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    await approvedRevision(trx, edition);
    await updateEdition(trx, editionId, { state: 'scheduled', sendAt });
    await recordAudit(trx, actor, 'edition.schedule', `edition:${editionId}`, {
      sendAt: sendAt.toISOString(),
    });
  });
}

/** Takes an edition that has not gone out off the list; one that is going out is cancelled by its send. */
export async function discard(
  db: Db,
  { editionId, actor }: { editionId: number; actor: Actor },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await holdEdition(trx, editionId);
    await updateEdition(trx, editionId, { state: 'cancelled', sendAt: null });
    await recordAudit(trx, actor, 'edition.cancel', `edition:${editionId}`);
  });
}

/** Editions whose time has come. */
export async function dueLaunches(db: Db, now: Date): Promise<number[]> {
  return (await selectDueLaunches(db, now)).map(({ id }) => id);
}

/**
 * Does what a newsletter's rule says with drafts that nobody approved in time: an approval by rule and the send,
 * or an alert, or nothing. Each once.
 */
export async function applyDeadlines(services: Services, now: Date = new Date()): Promise<void> {
  for (const { id: editionId, atDeadline, ruleSetBy } of await selectPastDeadline(services.db, now)) {
    await insertEditionEvent(services.db, 'deadline-passed', editionId, { rule: atDeadline, ruleSetBy });
    if (atDeadline === 'hold-and-alert')
      services.log.warn({ editionId }, 'an edition is not approved and its deadline has passed');
    if (atDeadline !== 'send') continue;
    const actor: Actor = { kind: 'rule', name: ruleSetBy };
    await approve(services, { editionId, actor, byRule: true });
    await launchEdition(services, { editionId, actor }, now);
  }
}
