import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { Conflict, InvalidInput } from '../../src/errors.ts';
import { addTopic, suggestionsOf, suggestTopic } from '../../src/topics/suggest.ts';
import { listTopics, showTopic } from '../../src/topics/topic.ts';
import { acceptTopic, declineTopic, mergeTopic } from '../../src/topics/vet.ts';
import { eraseSubscriber } from '../../src/subscribers/erase.ts';
import { addPatron, addSampleBallot, day, openMembership } from '../support/voters.ts';
import { sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';

describe('topics', async () => {
  const services = await createTestServices();
  const { db } = services;
  const relay = await startRelay();
  let anna: number;
  let borys: number;

  before(async () => {
    await openMembership(services);
    anna = (await addPatron(services, 'anna')).subscriberId;
    borys = (await addPatron(services, 'borys')).subscriberId;
  });

  const suggest = (subscriberId: number, title: string, at = new Date()) =>
    suggestTopic(db, subscriberId, { title, details: '' }, at);
  const mailsTo = async (address: string) =>
    (await sendAndRead(services, relay)).filter(({ to }) => to?.[0]?.address === address);

  it('are merged, and whoever suggested one hears what came of it, once', async () => {
    const one = await suggest(anna, 'The street lamps');
    const other = await suggest(borys, 'Dark streets at night');
    await mergeTopic(db, system, other.id, one.id);
    await acceptTopic(db, system, one.id, { title: 'Where the light budget goes' });
    await acceptTopic(db, system, one.id);
    assert.deepEqual(
      (await listTopics(db, 'accepted')).map(({ title, suggestedBy }) => [title, suggestedBy]),
      [['Where the light budget goes', 2]],
    );
    assert.deepEqual(
      (await showTopic(db, one.id)).merged.map(({ id }) => id),
      [other.id],
    );
    const [own] = await suggestionsOf(db, borys);
    assert.deepEqual(
      [own?.state, own?.into?.title, own?.into?.state],
      ['merged', 'Where the light budget goes', 'accepted'],
    );
    const toBorys = await mailsTo('borys@readers.example');
    assert.equal(toBorys.length, 2);
    assert.match(
      toBorys.map(({ text }) => text).join(),
      /goes on as part of “Where\s+the\s+light\s+budget\s+goes”/,
    );
    assert.match(toBorys.map(({ text }) => text).join(), /on the list/);
    assert.equal((await mailsTo('anna@readers.example')).length, 1);
  });

  it('are declined with a reason, which is told', async () => {
    const topic = await suggest(anna, 'The moon landing');
    await assert.rejects(declineTopic(db, system, topic.id, ' '), InvalidInput);
    await declineTopic(db, system, topic.id, 'Others have looked into that for fifty years.');
    const [own] = await suggestionsOf(db, anna);
    assert.deepEqual(
      [own?.state, own?.reason],
      ['declined', 'Others have looked into that for fifty years.'],
    );
    const texts = (await mailsTo('anna@readers.example')).map(({ text }) => text).join();
    assert.match(texts, /Others\s+have\s+looked\s+into\s+that\s+for\s+fifty\s+years/);
  });

  it('are merged in one direction only, and not away from a ballot', async () => {
    const [a, b, c] = [
      await suggest(anna, 'Topic a'),
      await suggest(anna, 'Topic b'),
      await suggest(borys, 'Topic c'),
    ];
    await mergeTopic(db, system, a.id, b.id);
    await assert.rejects(mergeTopic(db, system, b.id, a.id), Conflict);
    await assert.rejects(mergeTopic(db, system, b.id, b.id), InvalidInput);
    await assert.rejects(acceptTopic(db, system, a.id), /was merged into topic/);
    await mergeTopic(db, system, b.id, c.id);
    assert.deepEqual(
      (await showTopic(db, c.id)).merged.map(({ id }) => id),
      [a.id, b.id],
    );
    const own = await addTopic(db, system, { title: 'On the ballot', details: '' });
    await addSampleBallot(services, 'topics', { options: [{ topicId: own.id }, { title: 'Other' }] });
    await assert.rejects(mergeTopic(db, system, own.id, c.id), /stands in a ballot/);
    await assert.rejects(declineTopic(db, system, own.id, 'No'), /stands in a ballot/);
    await assert.rejects(
      addSampleBallot(services, 'no', { options: [{ topicId: a.id }, { title: 'B' }] }),
      /is merged/,
    );
  });

  it('are merged crosswise by two at once, and one of them is refused', async () => {
    const [a, b] = [await suggest(borys, 'Crosswise a'), await suggest(borys, 'Crosswise b', day(1))];
    const done = await Promise.allSettled([
      mergeTopic(db, system, a.id, b.id),
      mergeTopic(db, system, b.id, a.id),
    ]);
    assert.deepEqual(done.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  });

  it('lose their suggester with an erasure, and stay', async () => {
    const topic = await suggest((await addPatron(services, 'olha')).subscriberId, 'What stays');
    await eraseSubscriber(services, system, 'olha@readers.example');
    assert.equal((await showTopic(db, topic.id)).title, 'What stays');
    const left = await db.selectFrom('suggestions').select('id').where('topicId', '=', topic.id).execute();
    assert.deepEqual(left, []);
  });
});
