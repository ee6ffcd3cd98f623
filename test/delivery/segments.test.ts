import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeVariant } from '../../src/delivery/change-variant.ts';
import { correctSend } from '../../src/delivery/correct-send.ts';
import { type Launch, launchSend, openSend } from '../../src/delivery/launch.ts';
import { MailCache } from '../../src/delivery/mails.ts';
import { segment, textFor } from '../../src/delivery/markers.ts';
import { describeVariant, isShownTo, segmentsOf, shownBy } from '../../src/delivery/segments.ts';
import { showDelivery } from '../../src/delivery/show-delivery.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll, prepareCorrection, prepareTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 4);
services.config.delivery = { ...services.config.delivery, batchSize: 4, groupSize: 1, connections: 1 };

const part = (audience: string, text: string): string => {
  const { open, close } = segment(audience);
  return `${open}${text}${close}`;
};
const read = (text: string, ...shown: string[]): string =>
  textFor((audience) => isShownTo(audience, new Set(shown)), text);

/** A send of a text with these parts, in which everybody has this variant. */
async function launch(html: string, variant: number): Promise<Launch> {
  const prepared = await prepareTestSend(services, daily);
  prepared.mails = prepared.mails.map((mail) => ({ ...mail, html, text: html }));
  prepared.segments = segmentsOf(prepared.mails);
  await db.transaction().execute((trx) => launchSend(trx, services.config, prepared));
  await db.updateTable('deliveries').set({ variant }).where('editionId', '=', prepared.editionId).execute();
  await openSend(db, prepared.editionId);
  return prepared;
}

const variantsOf = async (editionId: number): Promise<number[]> =>
  (
    await db
      .selectFrom('deliveries')
      .select('variant')
      .where('editionId', '=', editionId)
      .orderBy('subscriberId')
      .execute()
  ).map(({ variant }) => variant);

describe('a part of a mail', () => {
  it('is for one audience, for any of several, for all but one, and may stand within another', () => {
    const text = `a${part('tier:a|tier:b', `T${part('!tier:b', 'not b')}${part('appeal', 'never')}`)}${part('reader', 'R')}z`;
    assert.equal(read(text, 'patron', 'tier:a'), 'aTnot bz');
    assert.equal(read(text, 'patron', 'tier:b'), 'aTz');
    assert.equal(read(text, 'patron'), 'az');
    assert.equal(read(text, 'reader', 'appeal'), 'aRz');
  });

  it('of the same audience within another of it ends where it ends', () => {
    const text = `${part('patron', `1${part('patron', '2')}3`)}4`;
    assert.equal(read(text, 'patron'), '1234');
    assert.equal(read(text, 'reader'), '4');
  });
});

describe('a variant', () => {
  it('has a bit a segment, patrons first as ever, and none for readers and for what is nobody’s business', () => {
    const html = ['reader', 'tier:b|tier:a', '!tier:c', 'appeal', 'voted:3.1'].map((name) => part(name, 'x'));
    const segments = segmentsOf([{ html: html.join(''), text: '' }]);
    assert.deepEqual(segments, ['patron', 'appeal', 'tier:a', 'tier:b', 'tier:c']);
    assert.deepEqual([...shownBy(segments, 0b01001)], ['patron', 'tier:b']);
    assert.deepEqual([...shownBy(segments, 0b00010)], ['reader', 'appeal']);
    assert.equal(describeVariant(['patron'], 0), 'reader');
    assert.equal(describeVariant(['patron'], 1), 'patron');
  });
});

describe('a send', () => {
  const html = `all ${part('appeal', 'PAY')}${part('patron', 'THANKS')}${part('tier:b', 'BREAKFAST')}`;

  it('changes with a membership what is still to be handed over, and nothing that may have come already', async () => {
    // patron 1, appeal 2, tier:b 4
    const { editionId } = await launch(html, 2);
    await db
      .updateTable('deliveries')
      .set({ appealDecision: 'shown' })
      .where('editionId', '=', editionId)
      .execute();
    const ids = (await db.selectFrom('subscribers').select('id').orderBy('id').execute()).map(({ id }) => id);
    const set = (subscriberId: number | undefined, values: object) =>
      db
        .updateTable('deliveries')
        .set(values)
        .where('editionId', '=', editionId)
        .where('subscriberId', '=', subscriberId ?? 0)
        .execute();
    await set(ids[1], { state: 'sending' });
    await set(ids[2], { keepsRevision: true });
    await changeVariant(db, {
      subscriberIds: ids,
      shows: ['patron', 'tier:b', 'tier:unknown'],
      silence: 'patron',
    });
    assert.deepEqual(await variantsOf(editionId), [5, 2, 2, 5]);
    await changeVariant(db, { subscriberIds: ids.slice(3), shows: [], silence: 'recent-cancellation' });
    assert.deepEqual(await variantsOf(editionId), [5, 2, 2, 0]);
    const decisions = await db
      .selectFrom('deliveries')
      .select('appealDecision')
      .where('editionId', '=', editionId)
      .orderBy('subscriberId')
      .execute();
    assert.deepEqual(
      decisions.map(({ appealDecision }) => appealDecision),
      ['patron', 'shown', 'shown', 'recent-cancellation'],
    );
  });

  it('takes an appeal out without making a patron of whoever has given once', async () => {
    const { editionId } = await launch(html, 2);
    const { id } = await db
      .selectFrom('subscribers')
      .select('id')
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    await changeVariant(db, { subscriberIds: [id], shows: [], silence: 'recent-gift' });
    await changeVariant(db, { subscriberIds: [id], shows: [], silence: null });
    assert.deepEqual(await variantsOf(editionId), [0, 2, 2, 2]);
  });

  it('that is corrected keeps what its bits mean, and gives new ones to those who are left', async () => {
    const prepared = await launch(html, 5);
    const stop = new AbortController();
    const relay = await startRelay({ onMessage: () => (stop.abort(), null) });
    await deliverAll(services, relay.url, prepared.editionId, stop.signal);
    const changed = `${part('tier:b', 'BREAKFAST')}${part('ballot:7', 'VOTE')}${part('tier:a', 'NEVER')}`;
    const correction = await prepareCorrection(services, prepared, 'Corrected');
    correction.mails = correction.mails.map((mail) => ({ ...mail, html: changed, text: changed }));
    const nobody = db.selectFrom('subscribers').select('id as subscriberId').where('id', '<', 0);
    const members = (name: string) =>
      name === 'ballot:7' ? db.selectFrom('subscribers').select('id as subscriberId') : nobody;
    await db.transaction().execute((trx) => correctSend(trx, { ...correction, members }));
    await deliverAll(services, relay.url, prepared.editionId);
    const texts = relay.received.map(({ raw }) => raw.toString());
    assert.equal(texts.filter((text) => text.includes('THANKS')).length, 1);
    assert.equal(texts.filter((text) => text.includes('VOTE') && text.includes('BREAKFAST')).length, 3);
    assert.ok(!texts.some((text) => text.includes('NEVER') || text.includes('PAY')));
    const lives = await Promise.all(
      [1, 2, 3, 4].map((reader) =>
        showDelivery(services, prepared.editionId, {
          addressKey: `reader${reader}@readers.example`,
          subscriberId: null,
        }),
      ),
    );
    assert.deepEqual(
      lives.map(({ variant }) => variant).toSorted((a, b) => a.localeCompare(b)),
      ['patron, tier:b', 'patron, tier:b, ballot:7', 'patron, tier:b, ballot:7', 'patron, tier:b, ballot:7'],
    );
  });

  it('takes no correction that asks where the launch did not, nor one with too many kinds of readers', async () => {
    const prepared = await launch(part('patron', 'THANKS'), 1);
    const correct = async (text: string): Promise<void> => {
      const correction = await prepareCorrection(services, prepared, 'Corrected');
      correction.mails = correction.mails.map((mail) => ({ ...mail, html: text, text }));
      await db.transaction().execute((trx) => correctSend(trx, correction));
    };
    await assert.rejects(correct(part('appeal', 'PAY')), /whom to ask is decided at the launch/);
    const many = Array.from({ length: 15 }, (_, index) => part(`tier:t${index}`, 'x')).join('');
    await assert.rejects(correct(many), /16 kinds of readers apart .*; 15 at the most/);
  });

  it('shows a private part to whom it is for, and no trace of it is kept', async () => {
    const { editionId, revisionId } = await launch(`all ${part('voted:3.1', 'YOURS')}`, 1);
    const asked: string[] = [];
    const mails = new MailCache(services, (name) => {
      asked.push(name);
      return Promise.resolve((subscriberId) => subscriberId % 2 === 0);
    });
    const plain = new MailCache(services);
    const row = {
      revisionId,
      subjectVariant: 0,
      variant: 1,
      attempt: 1,
      clickPerson: false,
      address: 'x@readers.example',
      name: '',
      relay: null,
      reply: null,
    };
    const built = async (cache: MailCache, subscriberId: number): Promise<boolean> =>
      (await cache.build(editionId, { ...row, subscriberId })).raw.includes('YOURS');
    assert.deepEqual(
      [await built(mails, 2), await built(mails, 3), await built(mails, 4)],
      [true, false, true],
    );
    assert.equal(await built(plain, 2), false);
    assert.deepEqual(asked, ['voted:3.1']);
    const { segments } = await db
      .selectFrom('sends')
      .select('segments')
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    assert.deepEqual(segments, ['patron']);
  });
});
