import { sql } from 'kysely';
import { deliverBatch } from '../../src/delivery/deliver-batch.ts';
import { type Launch, launchSend, openSend } from '../../src/delivery/launch.ts';
import { MailCache } from '../../src/delivery/mails.ts';
import { segment, slot } from '../../src/delivery/markers.ts';
import { segmentsOf } from '../../src/delivery/segments.ts';
import { createTransport, type Transport } from '../../src/delivery/transport.ts';
import { patronsQuery } from '../../src/memberships/audience.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';
import { confirmedAudience } from '../../src/subscribers/audience.ts';
import { envelope } from './envelope.ts';

interface TestSend {
  subject?: string;
  html?: string;
  expiresAt?: Date;
}

/** Launches a small mail to everybody who has confirmed; gives the edition's id. */
export async function launchTestSend(
  services: Services,
  newsletter: Newsletter,
  send: TestSend = {},
): Promise<number> {
  const launch = await prepareTestSend(services, newsletter, send);
  await services.db.transaction().execute((trx) => launchSend(trx, services.config, launch));
  await openSend(services.db, launch.editionId);
  return launch.editionId;
}

/** An edition of a small mail, all but launched. */
export async function prepareTestSend(
  { db }: Services,
  newsletter: Newsletter,
  { subject = 'Good morning', html = '', expiresAt = new Date(Date.now() + 3_600_000) }: TestSend = {},
): Promise<Launch> {
  const row = {
    newsletterId: newsletter.id,
    number: sql<number>`(select coalesce(max(number), 0) + 1 from editions)`,
    slug: `test-${crypto.randomUUID()}`,
    language: 'en',
    timeZone: 'UTC',
    state: 'launched',
  };
  const edition = await db.insertInto('editions').values(row).returning('id').executeTakeFirstOrThrow();
  const revision = await db
    .insertInto('editionRevisions')
    .values({ editionId: edition.id, number: 1, hash: 'test', content: '{}', mails: '[]', webHtml: '' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const appeal = segment('reader');
  const body = `<p>To ${slot('address')}: <a href="${slot('unsubscribe')}">leave</a></p>${appeal.open}<p>Please pay</p>${appeal.close}${html}`;
  const text = `To ${slot('address')}: ${slot('unsubscribe')}\n${appeal.open}Please pay\n${appeal.close}`;
  const audience = confirmedAudience(db, newsletter.id)
    .clearSelect()
    .select([
      'subscribers.id as subscriberId',
      'subscribers.address as address',
      'subscribers.addressHash as addressHash',
      'subscribers.name as name',
      sql<number>`0::smallint`.as('variant'),
      sql<string | null>`null`.as('appealDecision'),
      sql<boolean>`false`.as('clickPerson'),
      sql<Date>`now()`.as('dueAt'),
    ]);
  const mails = [{ envelope, subject, html: body, text }];
  return {
    editionId: edition.id,
    revisionId: revision.id,
    newsletterId: newsletter.id,
    mails,
    audience,
    segments: segmentsOf(mails),
    priority: 0,
    expiresAt,
  };
}

/** Delivers whatever is due of an edition's batches, as a worker would. */
export async function deliverAll(
  services: Services,
  smtpUrl: string,
  editionId: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const transport = createTransport({ ...services.config, smtpUrl });
  try {
    await deliverOver(services, transport, editionId, signal);
  } finally {
    transport.close();
  }
}

/** The same over relays of the test's own choice. */
export async function deliverOver(
  services: Services,
  transport: Transport,
  editionId: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const mails = new MailCache(services);
  const batches = await services.db
    .selectFrom('deliveryBatches')
    .select('batch')
    .where('editionId', '=', editionId)
    .orderBy('batch')
    .execute();
  for (const { batch } of batches)
    await deliverBatch({ services, transport, mails }, { editionId, batch }, signal);
}

/** Makes what is deferred due now, so that no test waits. */
export async function makeDue(services: Services, editionId: number): Promise<void> {
  await services.db
    .updateTable('deliveries')
    .set({ dueAt: new Date(0) })
    .where('editionId', '=', editionId)
    .where('state', 'in', ['waiting', 'deferred'])
    .execute();
  await services.db
    .updateTable('deliveryBatches')
    .set({ dueAt: new Date(0) })
    .where('editionId', '=', editionId)
    .execute();
  await services.db
    .updateTable('sends')
    .set({ notBefore: null })
    .where('editionId', '=', editionId)
    .execute();
}

/** Another text of a launched test send, approved and all: what `correctSend` takes. */
export async function prepareCorrection({ db }: Services, launch: Launch, subject: string) {
  const { editionId } = launch;
  const values = {
    editionId,
    number: sql<number>`(select max(number) + 1 from edition_revisions where edition_id = ${editionId})`,
    hash: crypto.randomUUID(),
    content: '{}',
    mails: '[]',
    webHtml: '',
  };
  const { id: revisionId } = await db
    .insertInto('editionRevisions')
    .values(values)
    .returning('id')
    .executeTakeFirstOrThrow();
  return {
    editionId,
    revisionId,
    mails: launch.mails.map((mail) => ({ ...mail, subject })),
    members: () => patronsQuery(db, new Date()),
  };
}
