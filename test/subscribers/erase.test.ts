import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { hashAddress } from '../../src/address-hash.ts';
import type { Db } from '../../src/db.ts';
import { takeReport } from '../../src/delivery/inbound/take-report.ts';
import { launchSend, openSend } from '../../src/delivery/launch.ts';
import { queueServiceMail } from '../../src/delivery/service-mails.ts';
import { suppress } from '../../src/delivery/suppress.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { confirm, confirmToken } from '../../src/subscribers/confirm.ts';
import { eraseSubscriber } from '../../src/subscribers/erase.ts';
import { showSubscriber } from '../../src/subscribers/show-subscriber.ts';
import { requestSignIn } from '../../src/subscribers/sign-in.ts';
import { subscribe } from '../../src/subscribers/subscribe.ts';
import { suppressAddress } from '../../src/subscribers/suppress-address.ts';
import { openNewsroom } from '../support/cast.ts';
import { cameBack, failures, ownAddress } from '../support/reports.ts';
import { launchTestSend, prepareTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';

const services = await createTestServices();
const { db, config } = services;
const newsletter = await openNewsroom(services);
const address = 'Anna.Kovalenko@readers.example';
const key = address.toLowerCase();
const addressHash = hashAddress(config.suppressionKey, key);
const hour = 3_600_000;

/** The columns of every table that hold a text, anywhere in them. */
async function placesOf(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const places: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(name)} t where t::text ilike ${`%${text}%`}`.execute(db);
    if ((rows[0]?.count ?? 0) > 0) places.push(name);
  }
  return places;
}

/** Somebody who has done all that leaves a trace. */
async function live(): Promise<number> {
  const { id: otherId } = await addOther('other@readers.example');
  const origin = { source: 'form', ip: '203.0.113.5', userAgent: 'Firefox' };
  const signUp = { address, name: 'Anna Kovalenko', newsletters: ['daily'], language: 'uk', origin };
  await subscribe(services, signUp, new Date(Date.now() - hour));
  const asked = await db.selectFrom('confirmations').selectAll().executeTakeFirstOrThrow();
  await confirm(services, confirmToken(services, asked.id, asked.expiresAt), origin);
  await requestSignIn(services, address);
  const editionId = await launchTestSend(services, newsletter);
  await db
    .insertInto('events')
    .values({ kind: 'clicked', subscriberId: asked.subscriberId, editionId, data: '{"number":1}' })
    .execute();
  const expiresAt = new Date(Date.now() + hour);
  for (const id of [asked.subscriberId, otherId]) {
    const session = { tokenHash: Buffer.from(`token ${id}`), subject: `subscriber:${id}`, expiresAt };
    await db.insertInto('sessions').values(session).execute();
  }
  await suppressAddress(services, system, address, ['staff']);
  const mail = { editionId, subscriberId: asked.subscriberId };
  const said = { ...failures.full, address, reply: `452 4.2.2 <${address}> mailbox full` };
  const report = cameBack({ kind: 'bounce', recipients: [said] }, [
    ownAddress(services, 'return-path', mail),
  ]);
  const raw = Buffer.from(`To: Anna Kovalenko <${address}>`);
  const { id: inboundMailId } = await db
    .insertInto('inboundMails')
    .values({ source: 'smtp', digest: Buffer.from('a digest'), recipients: [address], raw })
    .returning('id')
    .executeTakeFirstOrThrow();
  await takeReport(services, { ...report, inboundMailId });
  return asked.subscriberId;
}

async function addOther(of: string): Promise<{ id: number }> {
  const addition = { actor: system, address: of, newsletterIds: [newsletter.id], attestation: 'a test' };
  await addSubscriber(services, { ...addition, source: 'sample' });
  return db.selectFrom('subscribers').select('id').where('address', '=', of).executeTakeFirstOrThrow();
}

describe('all that is kept of a person', () => {
  it('is shown, and is gone after the erasure but for a keyed hash and the counts', async () => {
    const id = await live();
    const shown = await showSubscriber(services, address);
    const counts = Object.entries(shown).flatMap(([name, value]) =>
      Array.isArray(value) ? [[name, value.length]] : [],
    );
    assert.deepEqual(Object.fromEntries(counts), {
      subscriptions: 1,
      consents: 2,
      confirmations: 1,
      signIns: 1,
      sessions: 1,
      suppressions: 1,
      serviceMails: 3,
      deliveries: 1,
      attempts: 0,
      events: 2,
      reports: 1,
    });
    const { total, sent } = await countDeliveries();
    assert.ok((await placesOf(key)).length >= 4);
    assert.ok((await placesOf(addressHash.toString('hex'))).includes('deliveries'));
    await eraseSubscriber(services, system, address);
    assert.deepEqual(await placesOf(key), []);
    assert.deepEqual(await placesOf(Buffer.from(address).toString('hex')), []);
    assert.deepEqual(await placesOf('Kovalenko'), []);
    assert.deepEqual(await placesOf(addressHash.toString('hex')), ['suppressions']);
    for (const table of ['consents', 'events', 'serviceMails', 'signIns', 'confirmations'] as const) {
      const rows = await db.selectFrom(table).select('id').where('subscriberId', '=', id).execute();
      assert.deepEqual(rows, [], table);
    }
    assert.deepEqual(await countDeliveries(), { total, sent });
    await assert.rejects(showSubscriber(services, address), /nobody is kept/);
    await assert.rejects(eraseSubscriber(services, system, address), /nobody is kept/);
  });

  it("leaves everybody else's in place", async () => {
    const other = await showSubscriber(services, 'other@readers.example');
    assert.deepEqual([other.subscriptions.length, other.sessions.length, other.deliveries.length], [1, 1, 1]);
    assert.equal(other.deliveries[0]?.address, 'other@readers.example');
  });

  async function countDeliveries() {
    const rows = await db.selectFrom('deliveryCounts').select(['state', 'count']).execute();
    const sum = (all: typeof rows): number => all.reduce((count, row) => count + row.count, 0);
    return { total: sum(rows), sent: sum(rows.filter(({ state }) => state === 'sent')) };
  }
});

describe('an address that is no subscriber', () => {
  it('is erased from suppressions, lifted ones too, and from service mails', async () => {
    const addresses = ['suppressed@readers.example', 'lifted@readers.example', 'mailed@readers.example'];
    const [suppressed = '', lifted = '', mailed = ''] = addresses;
    const hashOf = (text: string): Buffer => hashAddress(config.suppressionKey, text);
    for (const one of [suppressed, lifted]) {
      const evidence = { reply: `550 no such user ${one}` };
      await suppress(db, system, { addressHash: hashOf(one), address: one, reason: 'hard-bounce', evidence });
    }
    await db
      .updateTable('suppressions')
      .set({ liftedAt: new Date(), liftedBy: 'a test' })
      .where('address', '=', lifted)
      .execute();
    const mail = { kind: 'gift', idempotencyKey: 'gift:1', subscriberId: null, language: 'en', props: {} };
    const expiresAt = new Date(Date.now() + hour);
    await queueServiceMail(db, { ...mail, address: mailed, addressHash: hashOf(mailed), expiresAt });
    for (const one of addresses) {
      assert.equal((await showSubscriber(services, one)).id, null);
      await eraseSubscriber(services, system, one);
      assert.deepEqual(await placesOf(one), []);
      await assert.rejects(eraseSubscriber(services, system, one), /nobody is kept/);
      const addition = { actor: system, address: one, newsletterIds: [newsletter.id], attestation: 'a test' };
      assert.equal(await addSubscriber(services, { ...addition, source: 'import' }), 'refused');
    }
  });
});

describe('an erasure while a send is being launched', () => {
  it('reaches the rows, whenever between its steps the launch is through', async () => {
    const { id } = await addOther('launching@readers.example');
    const launch = await prepareTestSend(services, newsletter);
    const frozen = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const launched = db.transaction().execute(async (trx) => {
      await launchSend(trx, config, launch);
      frozen.resolve();
      await commit.promise;
    });
    await frozen.promise;
    const begun: Array<Promise<void>> = [];
    let isOpen = false;
    /** Lets the launch end, and its send begin; where that waits for the erasure it goes on waiting. */
    const endLaunch = async (): Promise<void> => {
      if (begun.length > 0) return;
      commit.resolve();
      await launched;
      begun.push(openSend(db, launch.editionId).then(() => void (isOpen = true)));
      await until(async () => isOpen || (await isAnybodyWaiting()), 'the send begins, or waits');
    };
    const steps = /"suppressions"|update deliveries/;
    await eraseSubscriber(
      { ...services, db: afterEach(steps, endLaunch) },
      system,
      'launching@readers.example',
    );
    await Promise.all(begun);
    assert.deepEqual(await rowOf(launch.editionId, id), erasedRow);
  });

  it('reaches rows that were not there yet when it was through', async () => {
    const { id } = await addOther('frozen@readers.example');
    const launch = await prepareTestSend(services, newsletter);
    await db.transaction().execute(async (trx) => {
      await launchSend(trx, config, launch);
      await eraseSubscriber(services, system, 'frozen@readers.example');
    });
    await openSend(db, launch.editionId);
    assert.deepEqual(await rowOf(launch.editionId, id), erasedRow);
    assert.deepEqual(await placesOf('frozen@readers.example'), []);
    const others = await showSubscriber(services, 'other@readers.example');
    assert.equal(others.deliveries.at(-1)?.address, 'other@readers.example');
  });

  const erasedRow = {
    state: 'suppressed',
    reason: 'erased',
    address: '',
    name: '',
    addressHash: Buffer.alloc(0),
  };

  const rowOf = (editionId: number, subscriberId: number) =>
    db
      .selectFrom('deliveries')
      .select(['state', 'reason', 'address', 'name', 'addressHash'])
      .where('editionId', '=', editionId)
      .where('subscriberId', '=', subscriberId)
      .executeTakeFirstOrThrow();

  /** The same database, that does something after each statement that changes one of these tables. */
  function afterEach(steps: RegExp, run: () => Promise<void>): Db {
    const watched = new Set<object>();
    return db.withPlugin({
      transformQuery: ({ node, queryId }) => {
        if (/Insert|Update|Raw/.test(node.kind) && steps.test(JSON.stringify(node))) watched.add(queryId);
        return node;
      },
      transformResult: async ({ result, queryId }) => {
        if (watched.has(queryId)) await run();
        return result;
      },
    });
  }

  async function isAnybodyWaiting(): Promise<boolean> {
    const { rows } = await sql`
      select 1 from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and not l.granted`.execute(db);
    return rows.length > 0;
  }
});
