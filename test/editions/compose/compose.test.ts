import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { type Actor, system } from '../../../src/access/actor.ts';
import { json } from '../../../src/db.ts';
import { insertImage } from '../../../src/articles/queries.ts';
import { approve } from '../../../src/editions/approve.ts';
import { applyChanges } from '../../../src/editions/compose/apply-changes.ts';
import { type Item, newKey, type Operation } from '../../../src/editions/compose/contract.ts';
import { allItems, findItem, titleOf } from '../../../src/editions/compose/document.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { listChanges } from '../../../src/editions/compose/history.ts';
import { composeWords } from '../../../src/editions/compose/words.ts';
import { restoreTo } from '../../../src/editions/compose/restore-to.ts';
import { takeOver } from '../../../src/editions/compose/take-over.ts';
import { undo } from '../../../src/editions/compose/undo.ts';
import { discard } from '../../../src/editions/discard.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { inspectEdition } from '../../../src/editions/inspect.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { renderFor } from '../../../src/editions/render-for.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { composeNewsroom, copyEdition } from '../../support/compose/newsroom.ts';
import { addReaders } from '../../support/cast.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const { daily, first, articles } = await composeNewsroom(services);
await addReaders(services, daily, 2);
const olena: Actor = { kind: 'command-line', name: 'olena' };
const marek: Actor = { kind: 'command-line', name: 'marek' };

let id = first;
let copies = 100;
const once = () => crypto.randomUUID();
const copy = async () => {
  copies += 1;
  id = await copyEdition(services, first, copies);
};
const read = () => readComposed(db, id);
const change = async (actor: Actor, ...changes: Operation[]) => {
  const { version } = await read();
  return applyChanges(services, actor, { editionId: id, base: version, changes, once: once() });
};
const outcomesOf = async (actor: Actor, ...changes: Operation[]) =>
  (await change(actor, ...changes)).outcomes.map(({ outcome, refusal }) => refusal?.code ?? outcome);
const undoBy = (actor: Actor, which: 'undo' | 'redo' = 'undo') =>
  undo(services, actor, { editionId: id, base: 0, once: once(), which });

const kindsOf = async () => (await read()).doc.items.map(({ kind }) => kind);
async function item(kind: Item['kind']): Promise<Item> {
  const { doc } = await read();
  return allItems(doc).find((one) => one.kind === kind) ?? assert.fail(`there is no ${kind}`);
}
async function valueOf(key: string, field: string) {
  return findItem((await read()).doc, key)?.item.fields[field];
}
const set = (key: string | null, field: string, value: string, was: string): Operation => ({
  op: 'set',
  key,
  field,
  value,
  was,
});
const write = async (actor: Actor, key: string | null, field: string, value: string, was: string) =>
  (await outcomesOf(actor, set(key, field, value, was)))[0];
const standing = async (editionId = id) =>
  (
    await db.selectFrom('editionArticles').select('articleId').where('editionId', '=', editionId).execute()
  ).map(({ articleId }) => articleId);

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
    const { blocks } = await requireEdition(db, id);
    const before = await inspectEdition(services, await requireEdition(db, id));
    await db
      .updateTable('editions')
      .set({ blocks: json(blocks) })
      .where('id', '=', id)
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
    const after = await inspectEdition(services, await requireEdition(db, id));
    assert.equal(after.frozen.hash, before.frozen.hash);
  });
});

describe('a change', () => {
  it('is made once, however often it is sent, also at once', async () => {
    await copy();
    const request = {
      editionId: id,
      base: 0,
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
    assert.deepEqual(
      again.others.map(({ actor }) => actor),
      ['command-line:marek'],
    );
  });

  it('takes an approval back, and says so in the log; one that changes nothing that goes out does not', async () => {
    await copy();
    const note = newKey();
    const place = { in: null, after: null };
    await change(olena, { op: 'insert', key: note, kind: 'note', fields: { text: 'Before' }, place });
    await change(olena, { op: 'remove', key: note });
    await approve(services, { editionId: id, actor: system });
    assert.deepEqual(await outcomesOf(olena, set(note, 'text', 'After', 'Before')), ['in-removed']);
    assert.deepEqual(await outcomesOf(olena, set(null, 'intro', 'x', 'x')), ['nothing']);
    assert.equal((await read()).edition.state, 'approved');
    await write(olena, null, 'intro', 'Hello', '');
    assert.equal((await read()).edition.state, 'draft');
    const log = await db.selectFrom('auditLog').selectAll().where('subject', '=', `edition:${id}`).execute();
    const edits = log.filter(({ action }) => action === 'edition.edit');
    assert.equal(edits.length, 2, 'one for the stretch, one for the approval that is taken back');
    assert.equal((edits[1]?.after as { state?: string }).state, 'draft');
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
    await discard(db, { editionId: id, actor: system });
    await assert.rejects(change(olena, set(null, 'intro', 'x', '')), /cancelled; it cannot be changed/);
    await assert.rejects(undoBy(olena), /cannot be changed/);
  });

  it('of what is going out waits as a correction, and the articles that it went out with stay noted', async () => {
    await copy();
    await approve(services, { editionId: id, actor: system });
    await launchEdition(services, { editionId: id, actor: system });
    const lead = await item('lead');
    const before = await standing();
    await change(olena, { op: 'remove', key: (await item('article')).key });
    await change(olena, set(lead.key, 'title', 'What is right', titleOf(lead)));
    const { state, correctionRevisionId } = (await read()).edition;
    assert.deepEqual([state, correctionRevisionId], ['launched', null]);
    assert.deepEqual(await standing(), before);
    assert.equal((await approve(services, { editionId: id, actor: system })).correction, true);
    await write(olena, null, 'intro', 'One thing more', '');
    assert.equal((await read()).edition.correctionRevisionId, null);
    // Nobody is left who could be sent a correction.
    await db.updateTable('deliveries').set({ state: 'cancelled' }).where('editionId', '=', id).execute();
    await assert.rejects(
      write(olena, null, 'intro', 'Too late', 'One thing more'),
      /launched; it cannot be changed/,
    );
  });
});

describe('two texts for one field', () => {
  it('are joined where they are long and differ in other places', async () => {
    await copy();
    const base = 'The power held through the night. The port is open. Write back.';
    await write(olena, null, 'intro', base, '');
    await write(olena, null, 'intro', base.replace('night', 'long night'), base);
    assert.equal(await write(marek, null, 'intro', base.replace('open', 'shut'), base), 'merged');
    const { intro } = (await read()).doc.head;
    assert.equal(intro, 'The power held through the long night. The port is shut. Write back.');
  });

  it('are both kept where they differ in one place: the first stays, the second can be taken over', async () => {
    await copy();
    const { key, fields } = await item('lead');
    const was = String(fields['title']);
    await write(olena, key, 'title', 'Hers', was);
    const { outcomes, conflicts } = await change(marek, set(key, 'title', 'His', was));
    const conflict = outcomes[0]?.conflict ?? 0;
    assert.deepEqual(outcomes, [{ outcome: 'conflict', conflict }]);
    assert.deepEqual([conflicts[0]?.current, conflicts[0]?.currentBy], ['Hers', 'command-line:olena']);
    // What he goes on to write takes the place of what he wrote first.
    const further = await change(marek, set(key, 'title', 'His own', 'His'));
    assert.deepEqual(
      further.conflicts.map(({ change: { operation } }) => 'value' in operation && operation.value),
      ['His own'],
    );
    const request = {
      editionId: id,
      base: 0,
      conflict: further.outcomes[0]?.conflict ?? 0,
      act: 'take' as const,
    };
    await assert.rejects(
      takeOver(services, olena, { ...request, was: 'Something else', once: once() }),
      /changed meanwhile/,
    );
    const taken = await takeOver(services, olena, { ...request, was: 'Hers', once: once() });
    assert.equal(await valueOf(key, 'title'), 'His own');
    assert.deepEqual(taken.conflicts, []);
    await assert.rejects(
      takeOver(services, marek, { ...request, was: 'His own', once: once() }),
      /taken over or dropped/,
    );
    await undoBy(olena);
    assert.equal(await valueOf(key, 'title'), 'Hers');
    assert.equal((await undoBy(olena, 'redo')).answer.conflicts.length, 0);
    assert.equal(await valueOf(key, 'title'), 'His own');
  });

  it('can be dropped, or made into one by hand', async () => {
    await copy();
    await write(olena, null, 'subject', 'Hers', (await read()).doc.head.subject);
    const conflictOf = async (text: string) =>
      (await change(marek, set(null, 'subject', text, 'x'))).outcomes[0]?.conflict ?? 0;
    const drop = { editionId: id, base: 0, conflict: await conflictOf('His'), act: 'drop' as const };
    await takeOver(services, olena, { ...drop, was: 'Hers', once: once() });
    assert.equal((await read()).doc.head.subject, 'Hers');
    const both = {
      editionId: id,
      base: 0,
      conflict: await conflictOf('His'),
      act: 'take' as const,
      value: 'Theirs',
    };
    await takeOver(services, olena, { ...both, was: 'Hers', once: once() });
    assert.equal((await read()).doc.head.subject, 'Theirs');
  });

  it('given to a removed item are in it when it is brought back', async () => {
    await copy();
    const { key, fields } = await item('section');
    await change(olena, { op: 'remove', key });
    const story = (await read()).doc.removed[0]?.item.children[0] ?? assert.fail();
    assert.equal(await write(marek, story.key, 'title', 'Still here', titleOf(story)), 'in-removed');
    assert.equal((await read()).doc.removed[0]?.isChangedSince, true);
    assert.ok(!(await standing()).includes(Number(story.fields['articleId'])));
    await change(marek, { op: 'restore', key });
    assert.equal(await valueOf(story.key, 'title'), 'Still here');
    assert.equal(await valueOf(key, 'title'), fields['title']);
    assert.ok((await standing()).includes(Number(story.fields['articleId'])));
  });
});

describe('stories', () => {
  it('come from the pool, stand in an edition once, and in no other of the newsletter', async () => {
    await copy();
    const [article = 0] = articles.slice(-1);
    const key = newKey();
    const place = { in: null, after: null };
    const insert = (name: string, articleId = article): Operation => ({
      op: 'insert-story',
      key: name,
      articleId,
      place,
      asLead: false,
    });
    assert.ok(!(await standing()).includes(article));
    assert.deepEqual(await outcomesOf(olena, insert(key), insert(newKey()), insert(newKey(), 9_999_999)), [
      'done',
      'stands-here',
      'no-article',
    ]);
    assert.ok((await standing()).includes(article));
    const here = id;
    await approve(services, { editionId: here, actor: system });
    // Another edition of the newsletter, beside the approved one.
    await copy();
    await db.updateTable('editions').set({ state: 'approved' }).where('id', '=', here).execute();
    assert.deepEqual(await outcomesOf(olena, insert(newKey())), ['stands-elsewhere']);
    const there = id;
    id = here;
    await change(olena, { op: 'remove', key });
    id = there;
    assert.deepEqual(await outcomesOf(olena, insert(newKey())), ['done']);
    id = here;
    assert.deepEqual(await outcomesOf(olena, { op: 'restore', key }), ['stands-elsewhere']);
  });

  it('keep what was edited in them wherever they go', async () => {
    await copy();
    const { key, fields } = await item('article');
    const headlines = await item('headlines');
    await write(olena, key, 'standfirst', 'Our own words', String(fields['standfirst']));
    await write(olena, key, 'title', 'Our own headline', titleOf({ fields }));
    await change(olena, { op: 'move', key, place: { in: headlines.key, after: null } });
    assert.match(JSON.stringify((await read()).edition.blocks), /Our own headline/);
    assert.doesNotMatch(JSON.stringify((await read()).edition.blocks), /Our own words/);
    const lead = await item('lead');
    await change(olena, { op: 'lead', key });
    const { doc } = await read();
    assert.deepEqual([doc.items[0]?.key, doc.items[0]?.kind], [key, 'lead']);
    assert.equal(await valueOf(key, 'standfirst'), 'Our own words');
    assert.equal(findItem(doc, lead.key)?.parent?.key, headlines.key);
    await change(olena, { op: 'lead', key: lead.key });
    assert.equal(await valueOf(lead.key, 'standfirst'), lead.fields['standfirst']);
  });

  it('may be shown without their picture, or with a part of it, in this edition only', async () => {
    await copy();
    const data = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#345' } })
      .jpeg()
      .toBuffer();
    const hash = 'ab'.repeat(16);
    await insertImage(db, { hash, mediaType: 'image/jpeg', width: 800, height: 400, data });
    const original = { src: `/i/${hash}`, width: 800, height: 400 };
    const { blocks } = await db
      .selectFrom('editions')
      .select('blocks')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const [lead, ...rest] = blocks as Array<{ key: string; article: object }>;
    assert.ok(lead);
    const pictured = {
      ...lead,
      article: { ...lead.article, image: { ...original, alt: 'A port', credit: '' } },
    };
    await db
      .updateTable('editions')
      .set({ blocks: json([pictured, ...rest]) })
      .where('id', '=', id)
      .execute();
    const imageNow = async () =>
      (await requireEdition(db, id)).blocks.find((block) => block.kind === 'lead')?.article.image;
    const crop = { x: 0.25, y: 0, width: 0.5, height: 1 };
    const cropping = (value: typeof crop | null, was: typeof crop | null): Operation => ({
      op: 'set',
      key: lead.key,
      field: 'crop',
      value,
      was,
    });
    assert.deepEqual(await outcomesOf(olena, cropping({ ...crop, width: 0.01 }, null)), ['no-picture']);
    assert.deepEqual(await outcomesOf(olena, cropping({ ...crop, width: 0.9 }, null)), ['wrong-value']);
    assert.deepEqual(await outcomesOf(olena, cropping(crop, null)), ['done']);
    const cropped = await imageNow();
    assert.deepEqual([cropped?.width, cropped?.height, cropped?.alt], [400, 400, 'A port']);
    assert.notEqual(cropped?.src, original.src);
    await change(olena, { op: 'set', key: lead.key, field: 'picture', value: false, was: true });
    assert.equal(await imageNow(), null);
    await change(olena, { op: 'set', key: lead.key, field: 'picture', value: true, was: false });
    assert.deepEqual(await imageNow(), cropped);
    await undoBy(olena);
    await undoBy(olena);
    await undoBy(olena);
    assert.equal((await imageNow())?.src, original.src);
  });
});

describe('blocks', () => {
  it('are put in with what is usual for the newsletter, and are left out of the mail until they say something', async () => {
    await setRules(db, system, daily.id, {
      appeal: {
        title: 'Free, because some pay',
        text: 'Join them.',
        label: 'Join',
        url: 'https://courier.example/join',
        small: '',
      },
    });
    await copy();
    const before = await renderFor(services, { editionId: id, address: 'a@readers.example', as: 'text' });
    const after = (await item('lead')).key;
    for (const kind of [
      'section',
      'headlines',
      'read-also',
      'note',
      'thanks',
      'patrons-only',
      'correction',
    ] as const)
      assert.deepEqual(
        await outcomesOf(olena, {
          op: 'insert',
          key: newKey(),
          kind,
          fields: {},
          place: { in: null, after },
        }),
        ['done'],
      );
    assert.equal(
      await renderFor(services, { editionId: id, address: 'a@readers.example', as: 'text' }),
      before,
    );
    await change(olena, {
      op: 'insert',
      key: newKey(),
      kind: 'appeal',
      fields: {},
      place: { in: null, after },
    });
    assert.equal((await item('appeal')).fields['title'], 'Free, because some pay');
    const correction = await item('correction');
    await write(olena, correction.key, 'right', 'It was Tuesday.', '');
    const text = await renderFor(services, { editionId: id, address: 'a@readers.example', as: 'text' });
    assert.match(text, /Correction, .*\n-+\n\nWhat is right:\n\nIt was Tuesday\./);
    const note = await item('note');
    await write(olena, note.key, 'text', 'Read **this** [page](https://courier.example/page).', '');
    const html = await renderFor(services, { editionId: id, address: 'a@readers.example', as: 'html' });
    assert.match(html, /Read <strong>this<\/strong> <a [^>]*>page<\/a>/);
  });

  it('never stand after the footer, and go where they were meant to when others have moved what was there', async () => {
    await copy();
    const { doc } = await read();
    const [one, two] = doc.items;
    assert.ok(one && two);
    const footer = await item('footer');
    await change(olena, {
      op: 'insert',
      key: newKey(),
      kind: 'divider',
      fields: {},
      place: { in: null, after: footer.key },
    });
    assert.deepEqual((await kindsOf()).slice(-2), ['divider', 'footer']);
    await change(marek, { op: 'remove', key: two.key });
    await change(olena, {
      op: 'insert',
      key: newKey(),
      kind: 'note',
      fields: { text: 'x' },
      place: { in: null, after: two.key },
    });
    assert.deepEqual((await kindsOf()).slice(0, 2), ['lead', 'note']);
    const section = await item('section');
    const story = section.children[0] ?? assert.fail();
    await change(marek, { op: 'remove', key: section.key });
    await change(olena, { op: 'move', key: one.key, place: { in: section.key, after: story.key } });
    assert.equal(
      findItem((await read()).doc, one.key)?.removed,
      null,
      'a story is not moved out of the edition unseen',
    );
  });
});

describe('undo', () => {
  it('goes back over one’s own changes, typing as one, and forth again, also after others have changed other things', async () => {
    await copy();
    const at = new Date();
    const type = (value: string, was: string, ms: number) =>
      applyChanges(
        services,
        olena,
        { editionId: id, base: 0, once: once(), changes: [set(null, 'intro', value, was)] },
        new Date(at.getTime() + ms),
      );
    const { subject } = (await read()).doc.head;
    await write(olena, null, 'subject', 'Ours', subject);
    await type('G', '', 0);
    await type('Good', 'G', 900);
    await type('Good morning', 'Good', 1_800);
    await write(marek, null, 'preheader', 'His', (await read()).doc.head.preheader);
    const head = async () => (await read()).doc.head;
    await undoBy(olena);
    assert.deepEqual([(await head()).intro, (await head()).subject], ['', 'Ours']);
    const { answer } = await undoBy(olena);
    assert.deepEqual([(await head()).subject, answer.canUndo, answer.canRedo], [subject, false, true]);
    assert.equal((await undoBy(olena)).undone.change, null);
    await undoBy(olena, 'redo');
    await undoBy(olena, 'redo');
    assert.deepEqual(await head(), { subject: 'Ours', intro: 'Good morning', preheader: 'His' });
    assert.equal((await undoBy(olena, 'redo')).undone.change, null);
  });

  it('leaves alone what another has changed since, says who, and goes on', async () => {
    await copy();
    const lead = await item('lead');
    const note = newKey();
    await write(olena, lead.key, 'title', 'Hers', titleOf(lead));
    await change(olena, {
      op: 'insert',
      key: note,
      kind: 'note',
      fields: { text: 'Hello' },
      place: { in: null, after: null },
    });
    await write(marek, note, 'text', 'Hello from me', 'Hello');
    const blocked = await undoBy(olena);
    assert.deepEqual(blocked.undone.blocked, { by: 'command-line:marek' });
    assert.equal(await valueOf(note, 'text'), 'Hello from me');
    assert.equal((await undoBy(olena)).undone.blocked, null);
    assert.equal(await valueOf(lead.key, 'title'), titleOf(lead));
  });
});

describe('the history', () => {
  it('says who changed what, before and after, in words; and leads back to any version', async () => {
    await copy();
    const lead = await item('lead');
    const was = titleOf(lead);
    await write(olena, lead.key, 'title', 'One', was);
    await change(marek, { op: 'remove', key: (await item('section')).key });
    await change(olena, {
      op: 'insert',
      key: newKey(),
      kind: 'divider',
      fields: {},
      place: { in: null, after: null },
    });
    const { version, doc } = await read();
    const { changes } = await listChanges(db, system, { editionId: id });
    const told = (language: string) =>
      changes.map((one) => `${one.actor} ${composeWords(language).change(one)}`);
    assert.deepEqual(told('en'), [
      'command-line:olena put in a divider',
      'command-line:marek took out “Energy”',
      'command-line:olena changed the headline of “One”',
    ]);
    assert.match(told('uk')[1] ?? '', /вилучено «Energy»/);
    const back = (base: number, to: number) =>
      restoreTo(services, marek, { editionId: id, base, version: to, once: once() });
    await assert.rejects(back(version - 1, 0), /has changed the edition since/);
    await back(version, 0);
    assert.equal(await valueOf(lead.key, 'title'), was);
    assert.deepEqual(
      (await read()).doc.removed.map(({ item: { kind } }) => kind),
      ['divider'],
    );
    await back(version + 1, version);
    assert.deepEqual((await read()).doc.items, doc.items);
    await undoBy(marek);
    assert.equal(await valueOf(lead.key, 'title'), was);
  });

  it('holds what is changed on the command line too', async () => {
    await copy();
    await editEdition(db, olena, id, {
      subject: 'From the command line',
      editBlocks: (blocks) => blocks.slice(1),
    });
    const { changes } = await listChanges(db, system, { editionId: id });
    assert.deepEqual(
      changes.map(({ operation }) => operation.op),
      ['rewrite', 'set'],
    );
    assert.deepEqual(
      (await read()).doc.removed.map(({ item: { kind } }) => kind),
      ['lead'],
    );
  });
});
