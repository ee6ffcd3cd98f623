import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { system } from '../../../src/access/actor.ts';
import { json } from '../../../src/db.ts';
import { insertImage } from '../../../src/articles/queries.ts';
import { approve } from '../../../src/editions/approve.ts';
import { newKey, type Operation } from '../../../src/editions/compose/contract.ts';
import { findItem, titleOf } from '../../../src/editions/compose/document.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { renderFor } from '../../../src/editions/render-for.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { openComposer, olena, marek, textOf } from '../../support/compose/composer.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const { daily, articles, open, read, change, outcomesOf, copy, undoBy, item, valueOf, write, standing } =
  await openComposer(services);

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
    const here = open.id;
    await approve(services, { editionId: here, actor: system });
    // Another edition of the newsletter, beside the approved one.
    await copy();
    await db.updateTable('editions').set({ state: 'approved' }).where('id', '=', here).execute();
    assert.deepEqual(await outcomesOf(olena, insert(newKey())), ['stands-elsewhere']);
    const there = open.id;
    open.id = here;
    await change(olena, { op: 'remove', key });
    open.id = there;
    assert.deepEqual(await outcomesOf(olena, insert(newKey())), ['done']);
    open.id = here;
    assert.deepEqual(await outcomesOf(olena, { op: 'restore', key }), ['stands-elsewhere']);
  });

  it('keep what was edited in them wherever they go', async () => {
    await copy();
    const { key, fields } = await item('article');
    const headlines = await item('headlines');
    await write(olena, key, 'standfirst', 'Our own words', textOf(fields['standfirst']));
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
      .where('id', '=', open.id)
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
      .where('id', '=', open.id)
      .execute();
    const imageNow = async () =>
      (await requireEdition(db, open.id)).blocks.find((block) => block.kind === 'lead')?.article.image;
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
    const before = await renderFor(services, {
      editionId: open.id,
      address: 'a@readers.example',
      as: 'text',
    });
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
      await renderFor(services, { editionId: open.id, address: 'a@readers.example', as: 'text' }),
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
    const text = await renderFor(services, { editionId: open.id, address: 'a@readers.example', as: 'text' });
    assert.match(text, /Correction, .*\n-+\n\nWhat is right:\n\nIt was Tuesday\./);
    const note = await item('note');
    await write(olena, note.key, 'text', 'Read **this** [page](https://courier.example/page).', '');
    const html = await renderFor(services, { editionId: open.id, address: 'a@readers.example', as: 'html' });
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
    assert.deepEqual((await read()).doc.items.map(({ kind }) => kind).slice(-2), ['divider', 'footer']);
    await change(marek, { op: 'remove', key: two.key });
    await change(olena, {
      op: 'insert',
      key: newKey(),
      kind: 'note',
      fields: { text: 'x' },
      place: { in: null, after: two.key },
    });
    assert.deepEqual((await read()).doc.items.map(({ kind }) => kind).slice(0, 2), ['lead', 'note']);
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
