import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { resendUncertain } from '../../src/delivery/control.ts';
import { countByRevision } from '../../src/delivery/correct-send.ts';
import { listDeliveries } from '../../src/delivery/list-deliveries.ts';
import { personalLink } from '../../src/delivery/links.ts';
import { pruneHistory } from '../../src/delivery/prune-history.ts';
import { holdSendRow } from '../../src/delivery/queries/corrections.ts';
import { foldBatches, holdBatches } from '../../src/delivery/queries/history.ts';
import { insertEvent } from '../../src/delivery/queries/deliveries.ts';
import { insertLinks } from '../../src/delivery/queries/launch.ts';
import { showDelivery } from '../../src/delivery/show-delivery.ts';
import { tallyDeliveries } from '../../src/delivery/tally.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { eraseSubscriber } from '../../src/subscribers/erase.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';
import { suppressAddress } from '../../src/subscribers/suppress-address.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { smtpError, startRelay } from '../support/relay.ts';
import { deliverAll, launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
// So small that a send has more batches than are pruned at once.
services.config.delivery = { ...services.config.delivery, batchSize: 1 };
const { db, pool } = services;
const newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 30);
// The same readers are gone in each send here.
await setPublication(services.db, system, { stopLimits: { leastHandedOver: 1_000_000 } });
const web = await startWeb(services);

const day = 24 * 3_600_000;
const later = new Date(Date.now() + 181 * day);
const refuseRecipient = (to: string) => {
  if (/reader[12]@/.test(to)) return smtpError(550, '5.1.1 no such user');
  return /reader3@/.test(to) ? smtpError(450, '4.2.1 later') : null;
};

const prune = (now = later, signal = new AbortController().signal) => pruneHistory(services, signal, now);

/** An edition that went out with all that can become of one, and whose time is over. */
async function oldEdition(): Promise<number> {
  const relay = await startRelay({ refuseRecipient });
  const editionId = await launchTestSend(services, newsletter);
  await deliverAll(services, relay.url, editionId);
  const ofReader = async (number: number, state: 'uncertain' | 'cancelled') => {
    const person = await findSubscriber(db, `reader${number}@readers.example`);
    await db
      .updateTable('deliveries')
      .set({ state })
      .where('editionId', '=', editionId)
      .where('subscriberId', '=', person?.id ?? 0)
      .execute();
  };
  await ofReader(3, 'cancelled');
  await ofReader(4, 'uncertain');
  const batches = db.updateTable('deliveryBatches').where('editionId', '=', editionId);
  await batches.set({ finishedAt: new Date() }).execute();
  const sends = db.updateTable('sends').where('editionId', '=', editionId);
  await sends.set({ state: 'finished', finishedAt: new Date() }).execute();
  return editionId;
}

async function accountOf(editionId: number) {
  return { balance: await readBalance(db, editionId), tally: await tallyDeliveries(db, editionId) };
}

async function rowsOf(editionId: number): Promise<number> {
  const { rowCount } = await pool.query('select from deliveries where edition_id = $1', [editionId]);
  return rowCount ?? 0;
}

describe('pruning', () => {
  beforeEach(() => prune());

  it('deletes the detail of a send whose time is over, and leaves every count as it was', async () => {
    const editionId = await oldEdition();
    const before = await accountOf(editionId);
    assert.deepEqual((await prune(new Date(Date.now() + 179 * day))).deliveries, 0);
    assert.equal(await rowsOf(editionId), 30);
    assert.equal((await prune()).deliveries, 30);
    assert.equal(await rowsOf(editionId), 0);
    assert.deepEqual(await accountOf(editionId), before);
    assert.equal(before.balance.sent, 26);
    assert.deepEqual(
      before.tally
        .filter(({ state }) => state === 'failed')
        .map(({ relay, replyClass, count }) => [relay, replyClass, count]),
      [['127.0.0.1', 'hard', 2]],
    );
    const counts = await db
      .selectFrom('deliveryCounts')
      .select('batch')
      .where('editionId', '=', editionId)
      .execute();
    assert.deepEqual(new Set(counts.map(({ batch }) => batch)), new Set([-1]));
    const attempts = await db
      .selectFrom('deliveryAttempts')
      .select('id')
      .where('editionId', '=', editionId)
      .execute();
    assert.deepEqual(attempts, []);
  });

  it('still knows how many got which text of a corrected edition', async () => {
    const editionId = await oldEdition();
    const corrected = await db
      .insertInto('editionRevisions')
      .values({ editionId, number: 2, hash: 'other', content: '{}', mails: '[]', webHtml: '' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`insert into send_mails select edition_id, ${corrected.id}, subject_variant, envelope, subject, html, text
      from send_mails where edition_id = ${editionId}`.execute(db);
    await sql`update deliveries set revision_id = ${corrected.id} where edition_id = ${editionId} and batch >= 20`.execute(
      db,
    );
    const before = await countByRevision(db, editionId);
    assert.deepEqual(
      before.map(({ revision }) => revision),
      [1, 2],
    );
    await prune();
    assert.equal(await rowsOf(editionId), 0);
    assert.deepEqual(await countByRevision(db, editionId), before);
  });

  it('does it once where two do it at the same time', async () => {
    const editionId = await oldEdition();
    const before = await accountOf(editionId);
    const [one, two] = await Promise.all([prune(), prune()]);
    await prune();
    assert.equal(await rowsOf(editionId), 0);
    assert.ok(one.deliveries + two.deliveries <= 30);
    assert.deepEqual(await accountOf(editionId), before);
  });

  it('keeps away from a send that somebody is changing, such as to send again to the uncertain', async () => {
    const editionId = await oldEdition();
    await db.transaction().execute(async (trx) => {
      await holdSendRow(trx, editionId);
      assert.equal((await prune()).deliveries, 0);
    });
    assert.equal((await prune()).deliveries, 30);
  });

  it('loses and doubles nothing where it is killed in the middle, and goes on from there', async () => {
    const editionId = await oldEdition();
    const before = await accountOf(editionId);
    const killed = db.transaction().execute(async (trx) => {
      await foldBatches(trx, editionId, await holdBatches(trx, editionId, later, 7));
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
    });
    await assert.rejects(killed);
    assert.equal(await rowsOf(editionId), 30);
    assert.deepEqual(await accountOf(editionId), before);
    await db
      .transaction()
      .execute(async (trx) => foldBatches(trx, editionId, await holdBatches(trx, editionId, later, 7)));
    assert.equal(await rowsOf(editionId), 23);
    assert.deepEqual(await accountOf(editionId), before);
    await prune(later, AbortSignal.abort());
    assert.equal(await rowsOf(editionId), 23);
    assert.equal((await prune()).deliveries, 23);
    assert.deepEqual(await accountOf(editionId), before);
  });

  it('leaves alone what is being sent, and is not in its way', async () => {
    const old = await oldEdition();
    const relay = await startRelay();
    const editionId = await launchTestSend(services, newsletter);
    const [{ deliveries }] = await Promise.all([prune(), deliverAll(services, relay.url, editionId)]);
    assert.deepEqual([deliveries, await rowsOf(old), await rowsOf(editionId)], [30, 0, 30]);
    const { sent, pending } = await readBalance(db, editionId);
    assert.deepEqual([sent, pending, new Set(relay.received.map(({ to }) => to)).size], [30, 0, 30]);
  });

  it('leaves alone a send that says it is over and has deliveries pending', async () => {
    const editionId = await oldEdition();
    await db
      .updateTable('deliveries')
      .set({ state: 'waiting' })
      .where('editionId', '=', editionId)
      .where('state', '=', 'uncertain')
      .execute();
    assert.equal((await prune()).deliveries, 0);
    assert.equal(await rowsOf(editionId), 30);
    await db
      .updateTable('deliveries')
      .set({ state: 'cancelled' })
      .where('editionId', '=', editionId)
      .where('state', '=', 'waiting')
      .execute();
    assert.equal((await prune()).deliveries, 30);
  });

  it('deletes old news about persons and old service mails, and nothing that is wanted still', async () => {
    const person = await findSubscriber(db, 'reader5@readers.example');
    const subscriberId = person?.id ?? 0;
    const editionId = await oldEdition();
    await insertEvent(db, { kind: 'clicked', subscriberId, editionId, data: {} });
    await db.insertInto('events').values({ kind: 'deadline-passed', editionId }).execute();
    const mail = {
      kind: 'welcome',
      subscriberId,
      address: 'reader5@readers.example',
      addressHash: Buffer.alloc(32),
      language: 'en',
      messageId: '<1@x.example>',
      expiresAt: new Date(Date.now() + day / 2),
    };
    await db
      .insertInto('serviceMails')
      .values([
        { ...mail, idempotencyKey: 'over', state: 'sent' },
        { ...mail, idempotencyKey: 'due', state: 'waiting' },
      ])
      .execute();
    const { events, serviceMails } = await prune();
    assert.deepEqual([events, serviceMails], [1, 1]);
    const left = await db.selectFrom('serviceMails').select('idempotencyKey').execute();
    assert.deepEqual(left, [{ idempotencyKey: 'due' }]);
    assert.deepEqual(await db.selectFrom('events').select('kind').execute(), [{ kind: 'deadline-passed' }]);
  });
});

const raw = Buffer.from('a mail');
const addReport = async (
  name: string,
  values: { decision: string | null; undoneAt?: Date },
  suppressionId?: number,
) => {
  const { id: inboundMailId } = await db
    .insertInto('inboundMails')
    .values({ source: 'imap', digest: Buffer.from(name), recipients: [], raw, readAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow();
  const report = { source: 'imap', externalId: name, kind: 'bounce', inboundMailId };
  await db
    .insertInto('reports')
    .values({ ...report, ...values, suppressionId: suppressionId ?? null })
    .execute();
};

describe('what came back long ago', () => {
  it('is pruned where it did nothing; evidence stays, and what nobody has looked at stays whole', async () => {
    await suppressAddress(services, system, 'gone@readers.example', ['bulk']);
    const made = await db.selectFrom('suppressions').select('id').limit(1).executeTakeFirstOrThrow();
    await addReport('counted', { decision: 'counted' });
    await addReport('suppressed', { decision: 'suppressed' }, made.id);
    await addReport('unread', { decision: 'kept' });
    await addReport('looked at', { decision: 'kept', undoneAt: new Date() });
    await addReport('open', { decision: null });
    const { reports, inboundMails } = await prune();
    assert.deepEqual([reports, inboundMails], [1, 3]);
    const left = await db
      .selectFrom('reports as r')
      .innerJoin('inboundMails as m', 'm.id', 'r.inboundMailId')
      .select(['externalId', sql<boolean>`raw is not null`.as('whole')])
      .orderBy('externalId')
      .execute();
    assert.deepEqual(left, [
      { externalId: 'looked at', whole: false },
      { externalId: 'open', whole: true },
      { externalId: 'suppressed', whole: false },
      { externalId: 'unread', whole: true },
    ]);
  });
});

describe('a mail that came in long ago', () => {
  it('names nobody any more, so that a later erasure leaves nothing of the person', async () => {
    await addReport('came before the mend', { decision: 'noted' });
    await addReport('away', { decision: 'noted' });
    const mailFrom = 'reader11@readers.example';
    const mails = db
      .updateTable('inboundMails')
      .set({ mailFrom, recipients: ['b+token@in.courier.example'] });
    const digests = ['came before the mend', 'away'].map((name) => Buffer.from(name));
    await mails.where('digest', 'in', digests).execute();
    // As an older version left it: only the mail itself was taken out.
    await db.updateTable('inboundMails').set({ raw: null }).where('digest', '=', digests[0]!).execute();
    assert.equal((await prune()).inboundMails, 2);
    await eraseSubscriber(services, system, mailFrom);
    const left = await db
      .selectFrom('inboundMails')
      .select(['raw', 'mailFrom', 'recipients'])
      .where('digest', 'in', digests)
      .execute();
    const none = { raw: null, mailFrom: '', recipients: [] };
    assert.deepEqual(left, [none, none]);
  });
});

describe('once the detail of an edition is pruned', () => {
  it('the links of its mails still work: leave, choose, read on', async () => {
    const editionId = await oldEdition();
    const person = await findSubscriber(db, 'reader6@readers.example');
    const subscriberId = person?.id ?? 0;
    const { revisionId } = await db
      .selectFrom('deliveries')
      .select('revisionId')
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    await insertLinks(db, revisionId, [{ url: 'https://courier.example/story', articleId: null }]);
    await prune();
    const tokens = services.tokens.forDelivery(editionId, subscriberId);
    const click = await web.get(new URL(personalLink(web.origin, tokens.click, 0)).pathname);
    assert.deepEqual([click.status, click.headers.get('location')], [302, 'https://courier.example/story']);
    assert.match((await web.get(`/preferences/${tokens.preferences}`)).body, /reader6@readers\.example/);
    assert.equal((await web.get(`/unsubscribe/${tokens.unsubscribe}`)).status, 200);
    const left = await web.post(`/unsubscribe/${tokens.unsubscribe}`, { 'List-Unsubscribe': 'One-Click' });
    assert.equal(left.status, 200);
    const subscription = await db
      .selectFrom('subscriptions')
      .select('state')
      .where('subscriberId', '=', subscriberId)
      .execute();
    assert.deepEqual(subscription, [{ state: 'ended' }]);
    const suppression = await db
      .selectFrom('suppressions')
      .select(['reason', 'newsletterId'])
      .where('address', '=', 'reader6@readers.example')
      .execute();
    assert.deepEqual(suppression, [{ reason: 'unsubscribed', newsletterId: newsletter.id }]);
  });

  it('a link of a mail that never was opens nothing', async () => {
    const { id: subscriberId } = (await findSubscriber(db, 'reader7@readers.example')) ?? { id: 0 };
    const running = await launchTestSend(services, newsletter);
    await db
      .deleteFrom('deliveries')
      .where('editionId', '=', running)
      .where('subscriberId', '=', subscriberId)
      .execute();
    for (const editionId of [running, 999_999]) {
      const { unsubscribe } = services.tokens.forDelivery(editionId, subscriberId);
      assert.notEqual((await web.get(`/unsubscribe/${unsubscribe}`)).status, 200, String(editionId));
    }
  });

  it('whoever asks for it is told so', async () => {
    const editionId = await oldEdition();
    await prune();
    assert.deepEqual((await listDeliveries(db, { editionId, limit: 10 })).deliveries, []);
    const asked = showDelivery(services, editionId, {
      addressKey: 'reader8@readers.example',
      subscriberId: null,
    });
    await assert.rejects(asked, /only counts are kept since \d{4}-\d\d-\d\d/);
    await assert.rejects(resendUncertain(services, editionId, system), /only counts are kept since/);
  });

  it('a person can still be erased', async () => {
    const editionId = await oldEdition();
    const before = await accountOf(editionId);
    await prune();
    await eraseSubscriber(services, system, 'reader9@readers.example');
    assert.deepEqual(await accountOf(editionId), before);
  });
});
