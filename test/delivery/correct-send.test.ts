import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { cancelSend, pauseSend, resendUncertain, resumeSend, tidySends } from '../../src/delivery/control.ts';
import { type Correction, correctSend, countByRevision } from '../../src/delivery/correct-send.ts';
import { type Launch, launchSend, openSend } from '../../src/delivery/launch.ts';
import { takeLease } from '../../src/delivery/queries/batches.ts';
import { claimGroup, returnClaim } from '../../src/delivery/queries/groups.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { expireLeases } from '../support/leases.ts';
import { type Relay, smtpError, startRelay } from '../support/relay.ts';
import { deliverAll, makeDue, prepareCorrection, prepareTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 12);
services.config.delivery = { ...services.config.delivery, batchSize: 4, groupSize: 2, connections: 1 };

async function launch(): Promise<Launch> {
  const prepared = await prepareTestSend(services, newsletter, { subject: 'With a mistake' });
  await db.transaction().execute((trx) => launchSend(trx, services.config, prepared));
  await openSend(db, prepared.editionId);
  return prepared;
}

const correct = (correction: Correction): Promise<void> =>
  db.transaction().execute((trx) => correctSend(trx, correction));

const header = ({ raw }: Relay['received'][number], name: string): string =>
  new RegExp(`^${name}: (.+)\r$`, 'm').exec(raw.toString('latin1'))?.[1] ?? '';

const subjects = ({ received }: Relay): Record<string, string> =>
  Object.fromEntries(received.map((mail) => [mail.to.split('@')[0], header(mail, 'Subject')]));

/** Delivers until so many are in, and then pauses. */
async function deliverSome({ editionId }: Launch, count: number): Promise<Relay> {
  const stop = new AbortController();
  const relay: Relay = await startRelay({
    onMessage: () => {
      if (relay.received.length >= count) stop.abort();
      return null;
    },
  });
  await deliverAll(services, relay.url, editionId, stop.signal);
  await pauseSend(services, editionId, system);
  return relay;
}

describe('a correction in mid-send', () => {
  it('reaches those who were not yet sent to, and nobody else; each gets one', async () => {
    const first = await launch();
    const before = await deliverSome(first, 3);
    await correct(await prepareCorrection(services, first, 'Corrected'));
    await resumeSend(services, first.editionId, system);
    const after = await startRelay();
    await deliverAll(services, after.url, first.editionId);
    assert.deepEqual(new Set(Object.values(subjects(before))), new Set(['With a mistake']));
    assert.deepEqual(new Set(Object.values(subjects(after))), new Set(['Corrected']));
    assert.equal(new Set([...before.received, ...after.received].map(({ to }) => to)).size, 12);
    assert.equal(before.received.length + after.received.length, 12);
    const counts = await countByRevision(db, first.editionId);
    assert.deepEqual(
      counts.map(({ revision, sent, pending }) => [revision, sent, pending]),
      [
        [1, before.received.length, 0],
        [2, after.received.length, 0],
      ],
    );
    assert.equal((await readBalance(db, first.editionId)).sent, 12);
  });

  it('reaches who was deferred, under the Message-ID that was offered before, though the sender has changed', async () => {
    const offered: string[] = [];
    const first = await launch();
    const busy = await startRelay({
      onMessage: (mail) => {
        offered.push(header(mail, 'Message-ID'));
        return smtpError(451, '4.3.0 try again later');
      },
    });
    await deliverAll(services, busy.url, first.editionId);
    const correction = await prepareCorrection(services, first, 'Corrected');
    const mails = correction.mails.map((mail) => ({
      ...mail,
      envelope: { ...mail.envelope, fromAddress: 'news@other.example', messageIdDomain: 'other.example' },
    }));
    await correct({ ...correction, mails });
    await makeDue(services, first.editionId);
    const relay = await startRelay();
    await deliverAll(services, relay.url, first.editionId);
    assert.equal(relay.received.length, 12);
    assert.deepEqual(new Set(Object.values(subjects(relay))), new Set(['Corrected']));
    assert.deepEqual(relay.received.map((mail) => header(mail, 'Message-ID')).toSorted(), offered.toSorted());
  });

  it('leaves alone who may have got the mail: sent again, it is sent in the same words, also after a 4xx', async () => {
    const first = await launch();
    const losing = await startRelay({
      onMessage: (mail, connection) => {
        if (mail.to.startsWith('reader5@')) return smtpError(451, '4.3.0 try again later');
        if (!mail.to.startsWith('reader3@')) return null;
        connection.close();
        return 'hang';
      },
    });
    await deliverAll(services, losing.url, first.editionId);
    assert.equal(await resendUncertain(services, first.editionId, system), 1);
    await correct(await prepareCorrection(services, first, 'Corrected'));
    const busy = await startRelay({ refuseRecipient: () => smtpError(451, '4.3.0 later') });
    await deliverAll(services, busy.url, first.editionId);
    await makeDue(services, first.editionId);
    const relay = await startRelay();
    await deliverAll(services, relay.url, first.editionId);
    assert.deepEqual(subjects(relay), { reader3: 'With a mistake', reader5: 'Corrected' });
  });

  it('comes too late for rows in hand, and in time for those that were given back', async () => {
    const first = await launch();
    const { editionId } = first;
    const claim = async (batch: number) => {
      const [leaseId, attemptId] = [crypto.randomUUID(), crypto.randomUUID()];
      await takeLease(services.pool, { editionId, batch, leaseId, seconds: 60, holder: 'a test' });
      const rows = await claimGroup(services.pool, {
        editionId,
        batch,
        leaseId,
        seconds: 60,
        attemptId,
        size: 2,
      });
      assert.deepEqual(new Set(rows.map(({ revisionId }) => revisionId)), new Set([first.revisionId]));
      return { attemptId, batch };
    };
    await claim(0);
    const given = await claim(1);
    await correct(await prepareCorrection(services, first, 'Corrected'));
    await returnClaim(services.pool, { editionId, ...given });
    await expireLeases(services, editionId);
    await tidySends(services);
    const relay = await startRelay();
    await deliverAll(services, relay.url, editionId);
    const counts = await countByRevision(db, editionId);
    assert.deepEqual(
      counts.map(({ sent, uncertain }) => [sent, uncertain]),
      [
        [0, 2],
        [10, 0],
      ],
    );
    assert.deepEqual(new Set(Object.values(subjects(relay))), new Set(['Corrected']));
  });

  it('may come while several workers deliver, and twice at once: each reader gets one mail, whole', async () => {
    const first = await launch();
    const next = [
      await prepareCorrection(services, first, 'Corrected'),
      await prepareCorrection(services, first, 'Corrected again'),
    ];
    let corrected: Promise<unknown> | null = null;
    const relay: Relay = await startRelay({
      onMessage: async () => {
        if (relay.received.length === 3) corrected = Promise.all(next.map(correct));
        await corrected;
        return null;
      },
    });
    await Promise.all([1, 2].map(() => deliverAll(services, relay.url, first.editionId)));
    await makeDue(services, first.editionId);
    await deliverAll(services, relay.url, first.editionId);
    const got = Object.values(subjects(relay));
    assert.equal(relay.received.length, 12);
    assert.equal(got.length, 12);
    assert.ok(got.filter((subject) => subject.startsWith('Corrected')).length >= 4, got.join());
    const counts = await countByRevision(db, first.editionId);
    assert.equal(
      counts.reduce((sum, { sent }) => sum + sent, 0),
      12,
    );
  });

  it('is refused where nobody is left, it is the same text, or a subject is missing', async () => {
    const first = await launch();
    const correction = await prepareCorrection(services, first, 'Corrected');
    await assert.rejects(correct({ ...correction, revisionId: first.revisionId }), /in this text already/);
    await assert.rejects(
      correct({ ...correction, mails: [] }),
      /has 0 subjects and edition \d+ went out with 1/,
    );
    await assert.rejects(correct({ ...correction, editionId: 999_999 }), /has not been launched/);
    await cancelSend(services, first.editionId, system);
    await assert.rejects(correct(correction), /is cancelled and nobody is left to send to/);
  });
});
