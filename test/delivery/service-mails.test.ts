import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { hashAddress } from '../../src/address-hash.ts';
import { queueServiceMail, sendServiceMails } from '../../src/delivery/service-mails.ts';
import {
  listServiceMails,
  readServiceBalances,
  showServiceMail,
} from '../../src/delivery/show-service-mails.ts';
import { MailCache } from '../../src/delivery/mails.ts';
import { createTransport } from '../../src/delivery/transport.ts';
import { serviceMails } from '../../src/service-mails.ts';
import { sendServiceMails as sendServiceMailsJob } from '../../workers/send-service-mails.ts';
import { openNewsroom } from '../support/cast.ts';
import { commandFor } from '../support/command.ts';
import { sendAndRead } from '../support/mails.ts';
import { type Relay, smtpError, startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const services = await createTestServices();
const { db } = services;
await openNewsroom(services);

afterEach(() => db.deleteFrom('serviceMails').execute());

interface Queued {
  key?: string;
  expiresAt?: Date;
  priority?: number;
}

async function queue(
  name: string,
  { key = name, expiresAt = new Date(Date.now() + 3_600_000), priority = 10 }: Queued = {},
) {
  const address = `${name}@readers.example`;
  const messageId = await db.transaction().execute((trx) =>
    queueServiceMail(trx, {
      kind: 'already-subscribed',
      idempotencyKey: key,
      subscriberId: null,
      address,
      addressHash: hashAddress(services.config.suppressionKey, address),
      language: 'en',
      props: {},
      expiresAt,
      priority,
    }),
  );
  const { id } = await db
    .selectFrom('serviceMails')
    .select('id')
    .where('idempotencyKey', '=', key)
    .executeTakeFirstOrThrow();
  return { id, messageId };
}

const makeDue = () =>
  db
    .updateTable('serviceMails')
    .set({ dueAt: new Date(0) })
    .execute();

const balance = async () => {
  const [only] = await readServiceBalances(db, new Date(0));
  assert.ok(only !== undefined);
  const { queued, sent, failed, suppressed, uncertain, cancelled, pending } = only;
  assert.equal(queued, sent + failed + suppressed + uncertain + cancelled + pending);
  return only;
};

const messageIds = ({ received }: Relay): Array<string | undefined> =>
  received.map(({ raw }) => /^Message-ID: (.+)\r$/im.exec(raw.toString())?.[1]);

describe('a worker that is told to end', () => {
  it('takes up no more service mails, so that it need not be waited for while they go on coming', async () => {
    const ending = new AbortController();
    const relay = await startRelay({
      onMessage: async () => {
        if (relay.received.length < 8) await queue(`reader${relay.received.length}`);
        if (relay.received.length === 3) ending.abort();
        return null;
      },
    });
    const transport = createTransport({ ...services.config, smtpUrl: relay.url });
    const context = { services, transport, mails: new MailCache(services) };
    await queue('anna');
    const never = new AbortController().signal;
    await sendServiceMailsJob({ ...context, ending: ending.signal }, {}, never);
    transport.close();
    const { sent, waiting } = await balance();
    assert.ok(sent < 6 && waiting === 1, `${sent} sent, ${waiting} waiting`);
  });
});

describe('a service mail', () => {
  it('is not queued where the transaction that causes it fails, and once where it is asked for twice', async () => {
    const address = 'anna@readers.example';
    await assert.rejects(
      db.transaction().execute(async (trx) => {
        await queueServiceMail(trx, {
          kind: 'already-subscribed',
          idempotencyKey: 'lost',
          subscriberId: null,
          address,
          addressHash: Buffer.alloc(32),
          language: 'en',
          props: {},
          expiresAt: new Date(Date.now() + 60_000),
        });
        throw new Error('the cause failed');
      }),
      /the cause failed/,
    );
    const [first, again] = [await queue('anna'), await queue('anna')];
    assert.deepEqual(again, first, 'the one that is there is the one that is meant');
    const relay = await startRelay();
    await sendAndRead(services, relay);
    assert.deepEqual(messageIds(relay), [first.messageId]);
  });

  it('whose worker is killed behind the final dot is in doubt, and is not sent a second time', async () => {
    const { id } = await queue('bohdan');
    const silent = await startRelay({ onMessage: () => 'hang' });
    const worker = await startWorkerProcess(services, silent.url);
    await services.jobs.hint('send-service-mails', [{}]);
    await until(() => silent.received.length === 1, 'the relay has the whole mail');
    await worker.kill();
    const relay = await startRelay();
    await sendAndRead(services, relay);
    assert.equal((await balance()).sending, 1, 'its lease still runs');
    await db
      .updateTable('serviceMails')
      .set({ leaseUntil: new Date(0) })
      .execute();
    await sendAndRead(services, relay);
    const { state, attempts, reason } = await showServiceMail(db, id);
    assert.deepEqual([state, attempts], ['uncertain', 1]);
    assert.match(reason ?? '', /worker ended before the outcome was known/);
    await makeDue();
    await sendAndRead(services, relay);
    assert.equal(relay.received.length, 0);
    assert.equal((await balance()).uncertain, 1);
  });

  it('is tried again under its Message-ID after a 4xx, with relay, reply and attempts kept', async () => {
    const { id, messageId } = await queue('ceren');
    const busy = await startRelay({ onMessage: () => smtpError(451, '4.3.0 try again later') });
    await sendAndRead(services, busy);
    const deferred = await showServiceMail(db, id);
    assert.deepEqual([deferred.state, deferred.attempts, deferred.relay], ['deferred', 1, '127.0.0.1']);
    assert.match(deferred.reply ?? '', /451 4\.3\.0 try again later/);
    await makeDue();
    const relay = await startRelay();
    await sendAndRead(services, relay);
    assert.deepEqual([...messageIds(busy), ...messageIds(relay)], [messageId, messageId]);
    assert.deepEqual((await showServiceMail(db, id)).attempts, 2);
    assert.equal((await balance()).sent, 1);
  });

  it('that expires before its next try has failed at once, with the reply; an expired one is not sent', async () => {
    const busy = await startRelay({ onMessage: () => smtpError(451, '4.3.0 try again later') });
    const { id } = await queue('daryna', { expiresAt: new Date(Date.now() + 20_000) });
    await sendAndRead(services, busy);
    const { state, reply, replyClass, reason } = await showServiceMail(db, id);
    assert.deepEqual([state, replyClass, reason], ['failed', 'expired', 'it expires before the next try']);
    assert.match(reply ?? '', /^451/);
    await queue('emil', { expiresAt: new Date(Date.now() - 1) });
    const relay = await startRelay();
    await sendAndRead(services, relay);
    assert.equal(relay.received.length, 0);
    assert.equal((await balance()).failed, 2);
  });

  it('that the relay refuses since nobody has signed in is tried again, and its reader is not suppressed', async () => {
    const closed = await startRelay({
      refuseRecipient: (to) => smtpError(554, `5.7.1 <${to}>: Recipient address rejected: Access denied`),
    });
    const { id } = await queue('gerda');
    await sendAndRead(services, closed);
    assert.equal((await showServiceMail(db, id)).state, 'deferred');
    await makeDue();
    const relay = await startRelay();
    await sendAndRead(services, relay);
    assert.deepEqual([(await showServiceMail(db, id)).state, relay.received.length], ['sent', 1]);
  });

  it('that takes long keeps no other waiting, also one that is queued meanwhile; the urgent go first', async () => {
    let isFree: (answer: null) => void = () => {};
    const slow = new Promise<null>((resolve) => {
      isFree = resolve;
    });
    const relay = await startRelay({ onMessage: ({ to }) => (to.startsWith('slow@') ? slow : null) });
    const transport = createTransport({ ...services.config, smtpUrl: relay.url });
    await queue('slow', { priority: 30 });
    const sending = sendServiceMails(services, transport, serviceMails, new AbortController().signal);
    await until(() => relay.received.length === 1, 'the slow one is in hand');
    await queue('quick');
    await until(() => relay.received.some(({ to }) => to.startsWith('quick@')), 'the quick one is there', 3);
    isFree(null);
    assert.equal(await sending, 2);
    const one = {
      ...services,
      config: { ...services.config, delivery: { ...services.config.delivery, connections: 1 } },
    };
    const narrow = createTransport({ ...one.config, smtpUrl: relay.url });
    await queue('welcome', { priority: 5 });
    for (let index = 0; index < 20; index += 1) await queue(`confirm${index}`);
    await queue('signin', { priority: 20 });
    await sendServiceMails(services, narrow, serviceMails, new AbortController().signal);
    const order = relay.received.map(({ to }) => to.split('@')[0]);
    assert.ok(order.indexOf('signin') < order.indexOf('welcome'), order.join());
    assert.equal(order.at(-1), 'welcome');
    transport.close();
    narrow.close();
  });

  it('is listed by a command and shown without what it says, and balances', async () => {
    const { id, messageId } = await queue('farid');
    await queue('hanna');
    const relay = await startRelay({
      refuseRecipient: (to) => (to.startsWith('hanna@') ? smtpError(550, '5.1.1 no such user here') : null),
    });
    await sendAndRead(services, relay);
    const { stdout } = await commandFor(services)(
      'service-mails',
      'list',
      '--to',
      'Farid@READERS.example',
      '--json',
    );
    const listed = JSON.parse(stdout) as Array<{ id: number; state: string; relay: string }>;
    assert.deepEqual(
      listed.map((one) => [one.id, one.state, one.relay]),
      [[id, 'sent', '127.0.0.1']],
    );
    const shown = await showServiceMail(db, id);
    assert.deepEqual([shown.messageId, 'props' in shown], [messageId, false]);
    await assert.rejects(
      listServiceMails(db, { state: 'lost', limit: 1 }),
      /the state is "lost"; there are waiting/,
    );
    const { queued, sent, failed } = await balance();
    assert.deepEqual([queued, sent, failed], [2, 1, 1]);
  });
});
