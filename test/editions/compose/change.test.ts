import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { recordAudit } from '../../../src/access/audit.ts';
import { json } from '../../../src/db.ts';
import { approve } from '../../../src/editions/approve.ts';
import { applyChanges } from '../../../src/editions/compose/apply-changes.ts';
import { newKey } from '../../../src/editions/compose/contract.ts';
import { allItems, titleOf } from '../../../src/editions/compose/document.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { discard } from '../../../src/editions/discard.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { inspectEdition } from '../../../src/editions/inspect.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { renderFor } from '../../../src/editions/render-for.ts';
import { openComposer, olena, marek, once, set } from '../../support/compose/composer.ts';
import { addReaders } from '../../support/cast.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const { daily, first, open, read, change, outcomesOf, copy, undoBy, item, write, standing } =
  await openComposer(services);
await addReaders(services, daily, 2);

describe('keys', () => {
  it('name each block and story of an assembled edition, and reach neither its mail nor its hash', async () => {
    const { doc, edition } = await readComposed(db, first);
    const keys = allItems(doc).map(({ key }) => key);
    assert.ok(keys.every((key) => /^[a-z0-9]{12}$/.test(key)));
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(!JSON.stringify(edition.blocks).includes('"key"'));
    const mail = await renderFor(services, { editionId: first, address: 'a@readers.example', as: 'html' });
    assert.ok(keys.every((key) => !mail.includes(key)));
  });

  it('are given to what was stored without them, the same each time, and leave the hash as it was', async () => {
    await copy();
    const { blocks } = await requireEdition(db, open.id);
    const before = await inspectEdition(services, await requireEdition(db, open.id));
    await db
      .updateTable('editions')
      .set({ blocks: json(blocks) })
      .where('id', '=', open.id)
      .execute();
    const one = allItems((await read()).doc).map(({ key }) => key);
    assert.deepEqual(
      allItems((await read()).doc).map(({ key }) => key),
      one,
    );
    assert.equal(new Set(one).size, one.length);
    const lead = await item('lead');
    await change(olena, { op: 'move', key: lead.key, place: { in: null, after: one[1] ?? null } });
    await change(olena, { op: 'move', key: lead.key, place: { in: null, after: null } });
    assert.deepEqual(
      allItems((await read()).doc).map(({ key }) => key),
      one,
    );
    const after = await inspectEdition(services, await requireEdition(db, open.id));
    assert.equal(after.frozen.hash, before.frozen.hash);
  });
});

describe('a change', () => {
  it('is made once, however often it is sent, also at once', async () => {
    await copy();
    const request = {
      editionId: open.id,
      once: once(),
      changes: [set(null, 'intro', 'Good morning', '')],
    };
    const answers = await Promise.all([1, 2, 3].map(() => applyChanges(services, olena, request)));
    assert.deepEqual(
      answers.map(({ composed }) => composed.version),
      [1, 1, 1],
    );
    await write(marek, null, 'intro', 'Good evening', 'Good morning');
    const again = await applyChanges(services, olena, request);
    assert.deepEqual(again.outcomes, [{ outcome: 'done' }]);
    assert.equal(again.composed.doc.head.intro, 'Good evening');
  });

  it('takes an approval back, and says so in the log; one that changes nothing that goes out does not', async () => {
    await copy();
    const note = newKey();
    const place = { in: null, after: null };
    await change(olena, { op: 'insert', key: note, kind: 'note', fields: { text: 'Before' }, place });
    await change(olena, { op: 'remove', key: note });
    await approve(services, { editionId: open.id, actor: system });
    assert.deepEqual(await outcomesOf(olena, set(note, 'text', 'After', 'Before')), ['in-removed']);
    assert.deepEqual(await outcomesOf(olena, set(null, 'intro', 'x', 'x')), ['nothing']);
    assert.equal((await read()).edition.state, 'approved');
    await write(olena, null, 'intro', 'Hello', '');
    assert.equal((await read()).edition.state, 'draft');
    const log = await db
      .selectFrom('auditLog')
      .selectAll()
      .where('subject', '=', `edition:${open.id}`)
      .execute();
    const edits = log.filter(({ action }) => action === 'edition.edit');
    assert.equal(edits.length, 2, 'one for the stretch, one for the approval that is taken back');
    assert.match(JSON.stringify(edits[1]?.after), /"state":"draft"/);
  });

  it('stands in the audit log with all of its stretch: what was there before, and what the stretch has made of it', async () => {
    await copy();
    const lines = async () =>
      db
        .selectFrom('auditLog')
        .select(['actor', 'before', 'after'])
        .where('subject', '=', `edition:${open.id}`)
        .orderBy('id')
        .execute();
    const { subject } = (await read()).doc.head;
    const lead = await item('lead');
    const other = await item('article');
    const title = titleOf(other);
    await write(olena, null, 'subject', 'The port', subject);
    await write(olena, null, 'subject', 'The port reopens', 'The port');
    await write(marek, null, 'subject', 'The port is open', 'The port reopens');
    await change(olena, { op: 'lead', key: other.key });
    await write(olena, null, 'intro', 'x'.repeat(900), '');
    await write(olena, lead.key, 'standfirst', 'Only the edition’s own log has this', '');
    const [hers, his, ...more] = await lines();
    assert.deepEqual(more, []);
    const by = (line: typeof hers) => [line?.actor, line?.before, line?.after] as const;
    const [actor, was, is] = by(hers) as [string, Record<string, string>, Record<string, string>];
    assert.equal(actor, 'command-line:olena');
    assert.deepEqual(Object.keys(is).toSorted(), ['intro', 'lead', 'order', 'subject']);
    assert.deepEqual([was['subject'], is['subject']], [subject, 'The port reopens']);
    assert.deepEqual([was['lead'], is['lead']], [titleOf(lead), title]);
    assert.ok(was['order']?.startsWith(titleOf(lead)) && is['order']?.startsWith(title));
    assert.deepEqual([was['intro'], is['intro']?.length], ['', 501]);
    const change2 = { subject: 'The port reopens' };
    assert.deepEqual(by(his), ['command-line:marek', change2, { subject: 'The port is open' }]);
    await recordAudit(db, olena, 'edition.send-test', `edition:${open.id}`);
    await write(olena, null, 'preheader', 'After the test', (await read()).doc.head.preheader);
    const last = (await lines()).at(-1);
    assert.deepEqual(last?.after, { preheader: 'After the test' }, 'its line is not that of before');
    await recordAudit(db, olena, 'edition.send-test', `edition:${open.id}`);
    const known = (await lines()).length;
    await write(
      olena,
      lead.key,
      'standfirst',
      'What the line does not name',
      'Only the edition’s own log has this',
    );
    assert.equal((await lines()).length, known + 1, 'nor is there none');
  });

  it('is refused by what is wrong with it, and the others beside it are made', async () => {
    await copy();
    const lead = await item('lead');
    const footer = await item('footer');
    const was = titleOf(lead);
    assert.deepEqual(
      await outcomesOf(
        olena,
        set(lead.key, 'title', '', was),
        set(lead.key, 'title', 'x'.repeat(501), was),
        set(lead.key, 'url', 'https://elsewhere.example', ''),
        { op: 'set', key: lead.key, field: 'audience', value: 'nobody at all', was: null },
        { op: 'set', key: lead.key, field: 'title', value: { a: 1 }, was },
        set('nothere', 'title', 'x', ''),
        { op: 'remove', key: footer.key },
        { op: 'move', key: footer.key, place: { in: null, after: null } },
        { op: 'lead', key: footer.key },
        { op: 'move', key: lead.key, place: { in: lead.key, after: null } },
        {
          op: 'insert-link',
          key: newKey(),
          title: 'x',
          url: 'javascript:alert(1)',
          place: { in: (await item('headlines')).key, after: null },
        },
        set(lead.key, 'title', 'A better headline', was),
      ),
      [
        'wrong-value',
        'too-long',
        'no-field',
        'wrong-value',
        'wrong-value',
        'no-item',
        'fixed',
        'fixed',
        'not-a-story',
        'no-place',
        'wrong-value',
        'done',
      ],
    );
  });

  it('is not made to what has gone out or was cancelled', async () => {
    await copy();
    await discard(db, { editionId: open.id, actor: system });
    await assert.rejects(change(olena, set(null, 'intro', 'x', '')), /cancelled; it cannot be changed/);
    await assert.rejects(undoBy(olena), /cannot be changed/);
  });

  it('of what is going out waits as a correction, and the articles that it went out with stay noted', async () => {
    await copy();
    await approve(services, { editionId: open.id, actor: system });
    await launchEdition(services, { editionId: open.id, actor: system });
    const lead = await item('lead');
    const before = await standing();
    await change(olena, { op: 'remove', key: (await item('article')).key });
    await change(olena, set(lead.key, 'title', 'What is right', titleOf(lead)));
    const { state, correctionRevisionId } = (await read()).edition;
    assert.deepEqual([state, correctionRevisionId], ['launched', null]);
    assert.deepEqual(await standing(), before);
    assert.equal((await approve(services, { editionId: open.id, actor: system })).correction, true);
    await write(olena, null, 'intro', 'One thing more', '');
    assert.equal((await read()).edition.correctionRevisionId, null);
    // Nobody is left who could be sent a correction.
    await db.updateTable('deliveries').set({ state: 'cancelled' }).where('editionId', '=', open.id).execute();
    await assert.rejects(
      write(olena, null, 'intro', 'Too late', 'One thing more'),
      /launched; it cannot be changed/,
    );
  });
});
