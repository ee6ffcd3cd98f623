import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { pauseSend, resumeSend } from '../../src/delivery/control.ts';
import { countByRevision } from '../../src/delivery/correct-send.ts';
import { showDelivery } from '../../src/delivery/show-delivery.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { correct } from '../../src/editions/correct.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { renderFor } from '../../src/editions/render-for.ts';
import { setRules } from '../../src/editions/rules.ts';
import { writeArticles } from '../support/articles.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 6);
await setRules(db, system, daily.id, { minArticles: 1 });
await writeArticles(db, 4, 'a');
services.config.delivery = { ...services.config.delivery, batchSize: 3, groupSize: 3, connections: 1 };
const { editionId: assembled } =
  (await assemble(services, { newsletterId: daily.id, cause: 'person', actor: system })) ?? {};
const editionId = assembled ?? 0;

describe('an edition with a mistake that is going out', () => {
  it('cannot be corrected before it goes out, nor without an approved correction', async () => {
    await editEdition(db, system, editionId, { subject: 'Mayor resings', intro: 'The mayor resings today.' });
    await approve(services, { editionId, actor: system });
    await assert.rejects(correct(services, { editionId, actor: system }), /is approved and not going out/);
    await launchEdition(services, { editionId, actor: system });
    await assert.rejects(correct(services, { editionId, actor: system }), /has no approved correction/);
    await assert.rejects(approve(services, { editionId, actor: system }), /goes out in this text already/);
  });

  it('goes on as it was while it is edited, in mails, on its page and in the archive', async () => {
    const stop = new AbortController();
    const relay = await startRelay({
      onMessage: () => {
        stop.abort();
        return null;
      },
    });
    await deliverAll(services, relay.url, editionId, stop.signal);
    await pauseSend(services, editionId, system);
    await editEdition(db, system, editionId, { subject: 'Mayor resigns', intro: 'The mayor resigns today.' });
    const web = await startWeb(services);
    const { slug, state } = await requireEdition(db, editionId);
    assert.equal(state, 'launched');
    for (const path of ['/archive', `/editions/${slug}`]) {
      const { body } = await web.get(path);
      assert.ok(!body.includes('resigns'), path);
    }
    const waiting = await renderFor(services, { editionId, address: 'reader6@readers.example', as: 'eml' });
    assert.match(waiting, /^Subject: Mayor resings/m);
    await assert.rejects(correct(services, { editionId, actor: system }), /has no approved correction/);
  });

  it('is corrected by the approved hash for those who are left, on its page too; once', async () => {
    const approved = await approve(services, { editionId, actor: system });
    assert.deepEqual([approved.revision, approved.correction], [2, true]);
    await assert.rejects(correct(services, { editionId, actor: system, hash: 'abc' }), /not "abc"/);
    const hash = approved.hash.slice(0, 12);
    const twice = await Promise.allSettled(
      [1, 2].map(() => correct(services, { editionId, actor: system, hash })),
    );
    assert.deepEqual(twice.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    const logged = await db
      .selectFrom('auditLog')
      .select(['before', 'after'])
      .where('action', '=', 'edition.correct')
      .execute();
    const revisions = await db.selectFrom('editionRevisions').select('hash').orderBy('number').execute();
    const change = {
      before: { revision: 1, hash: revisions[0]?.hash, subject: 'Mayor resings' },
      after: { revision: 2, hash: revisions[1]?.hash, subject: 'Mayor resigns' },
    };
    assert.deepEqual(logged, [change]);
    const web = await startWeb(services);
    const { slug } = await requireEdition(db, editionId);
    assert.match((await web.get(`/editions/${slug}`)).body, /The mayor resigns today/);
    assert.match((await web.get('/archive')).body, /Mayor resigns/);
    const render = (reader: number): Promise<string> =>
      renderFor(services, { editionId, address: `reader${reader}@readers.example`, as: 'eml' });
    assert.match(await render(1), /^Subject: Mayor resings/m);
    assert.match(await render(6), /^Subject: Mayor resigns/m);
  });

  it('needs approval again where it is edited again', async () => {
    await editEdition(db, system, editionId, { intro: 'The mayor resigns, as he says.' });
    await approve(services, { editionId, actor: system });
    await editEdition(db, system, editionId, { intro: 'The mayor resigns.' });
    await assert.rejects(correct(services, { editionId, actor: system }), /has no approved correction/);
  });

  it('reaches the rest in the corrected text, and says who got which', async () => {
    await resumeSend(services, editionId, system);
    const relay = await startRelay();
    await deliverAll(services, relay.url, editionId);
    const counts = await countByRevision(db, editionId);
    assert.deepEqual(
      counts.map(({ revision, sent, pending }) => [revision, sent, pending]),
      [
        [1, 6 - relay.received.length, 0],
        [2, relay.received.length, 0],
      ],
    );
    assert.ok(relay.received.every(({ raw }) => raw.toString().includes('Subject: Mayor resigns')));
    const [last] = relay.received;
    const addressee = { addressKey: last?.to ?? '', subscriberId: null };
    const { revision } = await showDelivery(services, editionId, addressee);
    assert.equal(revision, 2);
    await assert.rejects(
      editEdition(db, system, editionId, { subject: 'x' }),
      /is launched; it cannot be changed any more/,
    );
    await assert.rejects(approve(services, { editionId, actor: system }), /nobody is left to send to/);
  });
});
