import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { keepArticle } from '../../../src/articles/keep-articles.ts';
import { addSource } from '../../../src/articles/sources.ts';
import { approve } from '../../../src/editions/approve.ts';
import { readStanding } from '../../../src/editions/compose/answer.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { textOf } from '../../../src/editions/desk/compose/items.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { writeArticles } from '../../support/articles.ts';
import { openNewsroom } from '../../support/cast.ts';
import { addStaff, signInAtDesk } from '../../support/desk.ts';
import { assembleDigest } from '../../support/digest.ts';
import { addTiers } from '../../support/members.ts';
import { createTestServices } from '../../support/services.ts';
import { addSampleBallot } from '../../support/voters.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addTiers(services);
await setRules(db, system, daily.id, {
  enabled: true,
  minArticles: 1,
  appeal: { title: 'Please pay', text: 'It is free.', label: 'Pay', url: 'https://courier.example/pay' },
});
const usedBefore = ['A story of last night', 'Another story of last night'];
const earlier = await assembleDigest(services, usedBefore);
await approve(services, { editionId: earlier, actor: system });
const titles = ['Bread is dearer again', 'The bridge opens in spring', 'A school under the ground'];
const id = await assembleDigest(services, titles);
await writeArticles(db, 25, 'pool');
const web = await startWeb(services);
const people = {
  editor: await addStaff(services, 'editor', 'Olena'),
  reporter: await addStaff(services, 'reporter', 'Petro'),
  analyst: await addStaff(services, 'analyst', 'Ada'),
};
const cookies = {
  editor: await signInAtDesk(services, web, people.editor),
  reporter: await signInAtDesk(services, web, people.reporter),
  analyst: await signInAtDesk(services, web, people.analyst),
};
type Role = keyof typeof people;
const path = `/desk/editions/${id}/compose`;

const page = async (query = '', who: Role = 'editor') => {
  const { status, body } = await web.get(`${path}${query}`, { cookie: cookies[who] });
  assert.equal(status, 200);
  return body;
};

/** Sends a form as it stands on the page, with what somebody has written in it. */
async function press(act: string, fields: Record<string, string> = {}, who: Role = 'editor', query = '') {
  const { version } = await readComposed(db, id);
  const sent = { base: String(version), once: randomUUID(), chosen: '', act, ...fields };
  return web.post(`${path}${query}`, sent, { cookie: cookies[who] });
}

/** Without the whole page in the message of a failure. */
const has = (body: string, pattern: RegExp): void => assert.ok(pattern.test(body), `it has no ${pattern}`);
const hasNot = (body: string, pattern: RegExp): void => assert.ok(!pattern.test(body), `it has ${pattern}`);

const items = async () => (await readComposed(db, id)).doc.items;
const kinds = async () => (await items()).map(({ kind }) => kind);
const keyOf = async (kind: string, nth = 0) =>
  (await items()).filter((item) => item.kind === kind)[nth]?.key ?? assert.fail(`no ${kind}`);
const fieldOf = async (key: string, name: string) =>
  (await items()).find((item) => item.key === key)?.fields[name];
const wordsOf = async (key: string, name: string) => {
  const item = (await items()).find((one) => one.key === key);
  return item === undefined ? '' : textOf(item, name);
};
const chosenIn = (location: string | null) =>
  new URL(location ?? '', web.origin).searchParams.get('block') ?? '';

describe('the page of the composer', () => {
  it('shows the stories there are, the edition as its mail will look, and what is chosen of it', async () => {
    const lead = await keyOf('lead');
    const body = await page(`?block=${lead}`);
    assert.equal([...body.matchAll(/<li id="story-\d+"/g)].length, 20);
    has(body, /<template shadowrootmode="open"><link rel="stylesheet" href="[^"]+mail-[0-9a-f]+\.css">/);
    assert.equal([...body.matchAll(/<li id="block-/g)].length, (await items()).length);
    has(body, new RegExp(`<form id="form-${lead}"`));
    has(body, /<textarea id="field-head-subject" name="subject"/);
  });

  it('draws the mail by its own parts: every style of it is in its stylesheet, and nothing in it can be followed', async () => {
    const body = await page();
    const drawn = [...body.matchAll(/<template shadowrootmode="open">(.*?)<\/template>/gs)].map(
      ([, markup]) => markup ?? '',
    );
    assert.equal(drawn.length, (await items()).length + 1);
    for (const markup of drawn) hasNot(markup, / style=| href="(?!\/desk\/editions)|<script|<style/);
    const names = new Set(
      drawn.flatMap((markup) => [...markup.matchAll(/data-s="([^"]+)"/g)].map(([, name = '']) => name)),
    );
    const href = /href="([^"]+mail-[0-9a-f]+\.css)"/.exec(body)?.[1] ?? '';
    const sheet = await web.get(href, { cookie: cookies.editor });
    has(sheet.headers.get('content-type') ?? '', /text\/css/);
    has(sheet.headers.get('cache-control') ?? '', /immutable/);
    for (const name of names) assert.ok(sheet.body.includes(`[data-s="${name ?? ''}"]`), name ?? 'no name');
    const other = await web.get(href.replace(/mail-[0-9a-f]+/, 'mail-0'), { cookie: cookies.editor });
    hasNot(other.headers.get('cache-control') ?? '', /immutable/);
  });

  it('is read-only for whoever does not write, and lets a reporter write', async () => {
    const lead = await keyOf('lead');
    const body = await page(`?block=${lead}`, 'analyst');
    has(body, /You may read this edition/);
    hasNot(body, /name="act"(?![^>]* disabled)/);
    assert.equal((await press(`down:${lead}`, {}, 'analyst')).status, 403);
    const before = await wordsOf(lead, 'title');
    const fields = { key: lead, title: 'A reporter’s headline', 'was.title': before };
    assert.equal((await press('save', fields, 'reporter')).status, 303);
    assert.equal(await fieldOf(lead, 'title'), 'A reporter’s headline');
  });

  it('speaks Ukrainian to whoever reads it so', async () => {
    await db.updateTable('staff').set({ language: 'uk' }).where('id', '=', people.editor.id).execute();
    has(await page(), /Виберіть частину випуску/);
    await db.updateTable('staff').set({ language: 'en' }).where('id', '=', people.editor.id).execute();
  });

  it('is linked from the front page and the page of the edition, for those who write', async () => {
    for (const place of ['/desk', `/desk/editions/${id}`]) {
      assert.ok((await web.get(place, { cookie: cookies.reporter })).body.includes(`href="${path}"`), place);
      assert.ok(!(await web.get(place, { cookie: cookies.analyst })).body.includes(`href="${path}"`), place);
    }
  });

  it('is where the faults of an edition lead to', async () => {
    const { preheader } = await requireEdition(db, id);
    await editEdition(db, system, id, { preheader: '' });
    const { body } = await web.get(`/desk/editions/${id}`, { cookie: cookies.editor });
    assert.ok(body.includes(`href="${path}#preheader"`));
    await editEdition(db, system, id, { preheader });
  });
});

describe('the stories there are', () => {
  const shown = (body: string) =>
    [...body.matchAll(/<p class="story-title"[^>]*><a [^>]*>([^<]*)</g)].map(([, title]) => title ?? '');

  it('are narrowed down by category and by a search', async () => {
    const energy = shown(await page('?category=Energy'));
    assert.equal(energy.length, 5);
    assert.deepEqual(shown(await page('?q=bridge+opens')), ['The bridge opens in spring']);
    assert.deepEqual(shown(await page('?q=100%25')), []);
    has(await page('?q=100%25'), /No story fits/);
  });

  it('are narrowed down to those of one source', async () => {
    const [wire, other] = [
      await addSource(db, system, { url: 'https://feeds.example/wire', title: 'The wire' }),
      await addSource(db, system, { url: 'https://feeds.example/other', title: 'The other' }),
    ];
    const titled = { 'A story of the wire': wire, 'A story of the other': other };
    for (const [title, source] of Object.entries(titled)) {
      const words = { guid: title, title, standfirst: '', author: '', html: '', language: 'en' };
      const url = `https://courier.example/${encodeURIComponent(title)}`;
      const rest = { url, image: null, categories: [], publishedAt: new Date() };
      await keepArticle(db, source.id, { ...words, ...rest }, new Date());
    }
    const body = await page(`?source=${wire.id}`);
    assert.deepEqual(shown(body), ['A story of the wire']);
    has(body, new RegExp(`<option value="${wire.id}" selected>The wire<`));
    assert.deepEqual(shown(await page(`?source=${other.id}`)), ['A story of the other']);
    assert.deepEqual(shown(await page(`?source=${other.id}&q=wire`)), []);
    await db.deleteFrom('articles').where('sourceId', 'in', [wire.id, other.id]).execute();
  });

  it('are narrowed down to the new, and to those that another edition has used before', async () => {
    const used = await page('?use=used');
    assert.deepEqual(shown(used).toSorted(), usedBefore);
    assert.equal([...used.matchAll(/Stood in The Daily Courier 1/g)].length, 2);
    assert.deepEqual(shown(await page('?use=new&q=story+of')), []);
    // What stands in this edition alone is new.
    assert.deepEqual(shown(await page('?use=new&q=bridge')), ['The bridge opens in spring']);
    assert.equal(shown(await page('?use=new&category=Energy')).length, 5);
    has(await page('?use=used&category=Energy'), /No story fits/);
  });

  it('come a page at a time, each once', async () => {
    const first = await page();
    const older = /href="([^"]*after=[^"]*)#stories"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await web.get(older, { cookie: cookies.editor })).body;
    const all = [...shown(first), ...shown(second)];
    assert.equal(all.length, 30);
    assert.equal(new Set(all).size, 30);
  });

  it('are asked for by nothing that breaks the page', async () => {
    for (const query of [
      '?after=x',
      '?after=999999999999999-1',
      '?source=9999999999',
      '?category=%27',
      '?block=%3Cscript%3E',
      '?history=x',
    ])
      await page(query);
  });

  it('stand in the edition where they are added, and are marked as being there', async () => {
    const article = await db
      .selectFrom('articles')
      .select('id')
      .where('guid', 'like', 'pool-%')
      .executeTakeFirstOrThrow();
    const lead = await keyOf('lead');
    const answer = await press(`story:${article.id}`, { chosen: lead });
    assert.equal(answer.status, 303);
    assert.equal((await items())[1]?.fields['articleId'], article.id);
    assert.equal(chosenIn(answer.headers.get('location')), (await items())[1]?.key);
    const [own] = [
      ...(
        await page(`?q=${encodeURIComponent(await wordsOf((await items())[1]?.key ?? '', 'title'))}`)
      ).matchAll(/Stands in this edition/g),
    ];
    assert.ok(own, 'it is marked');
    const again = await press(`story:${article.id}`);
    assert.equal(again.status, 409);
    has(again.body, /role="alert"/);
  });
});

describe('a form of the composer', () => {
  it('moves a part, makes a story the lead, takes a part out and brings it back', async () => {
    const story = await keyOf('article');
    const before = (await items()).map(({ key }) => key);
    await press(`down:${story}`);
    const moved = (await items()).map(({ key }) => key);
    assert.equal(moved.indexOf(story), before.indexOf(story) + 1);
    await press(`up:${story}`);
    assert.deepEqual(
      (await items()).map(({ key }) => key),
      before,
    );
    const foot = await keyOf('footer');
    await press('place', { key: story, in: '', after: foot });
    assert.equal((await items()).at(-1)?.kind, 'footer', 'nothing stands after the footer');
    await press(`lead:${story}`);
    assert.equal((await items())[0]?.key, story);
    const other = await keyOf('article');
    await press(`remove:${other}`);
    assert.ok(!(await items()).some(({ key }) => key === other));
    has(await page(), new RegExp(`value="restore:${other}"`));
    await press(`restore:${other}`);
    assert.ok((await items()).some(({ key }) => key === other));
  });

  it('puts in each kind of part that can be made here', async () => {
    for (const kind of [
      'section',
      'headlines',
      'read-also',
      'note',
      'divider',
      'appeal',
      'thanks',
      'patrons-only',
      'correction',
    ]) {
      const answer = await press(`insert:${kind}`);
      assert.equal(answer.status, 303, `${kind}: ${answer.body}`);
      const key = chosenIn(answer.headers.get('location'));
      has(await page(`?block=${key}`), new RegExp(`<form id="form-${key}"`));
      await press(`remove:${key}`);
    }
    assert.equal((await press('insert:lead')).status, 400);
    assert.equal((await press('nonsense')).status, 400);
  });

  it('puts in a ballot once, in its words and for those who may vote, each ballot by a button of its own', async () => {
    hasNot(await page(), /value="ballot:/);
    const soon = new Date(Date.now() + 86_400_000);
    await addSampleBallot(services, 'next', { opensAt: null, closesAt: soon });
    has(await page(), /value="ballot:next"[^>]*>Ballot: The next long read</);
    const answer = await press('ballot:next', { chosen: await keyOf('lead') });
    assert.equal(answer.status, 303, answer.body);
    const key = chosenIn(answer.headers.get('location'));
    assert.equal((await items())[1]?.key, key);
    assert.equal(await fieldOf(key, 'question'), 'What should we look into next?');
    has(JSON.stringify(await fieldOf(key, 'audience')), /^"ballot:\d+"$/);
    const body = await page(`?block=${key}`);
    has(body, new RegExp(`<form id="form-${key}"`));
    has(body, /The schools/);
    for (const slug of ['next', 'none']) {
      const refused = await press(`ballot:${slug}`);
      assert.equal(refused.status, 409, slug);
      has(refused.body, /role="alert"/);
    }
    assert.equal((await kinds()).filter((kind) => kind === 'ballot').length, 1);
    await press(`remove:${key}`);
  });

  it('saves the fields that were changed, of every shape', async () => {
    const { headers } = await press('insert:patrons-only');
    const key = chosenIn(headers.get('location'));
    await press('save', {
      key,
      title: 'Ask us',
      'was.title': '',
      text: 'On Thursday\r\nat seven.',
      'was.text': '',
      'button.label': 'Come',
      'was.button.label': '',
      'button.url': 'https://courier.example/evening',
      'was.button.url': '',
      'audience.tier:coffee': 'true',
      'was.audience.tier:coffee': 'false',
    });
    const item = (await items()).find((one) => one.key === key);
    assert.equal(item?.fields['title'], 'Ask us');
    assert.equal(item?.fields['text'], 'On Thursday\nat seven.');
    assert.deepEqual(item?.fields['button'], { label: 'Come', url: 'https://courier.example/evening' });
    assert.equal(item?.fields['audience'], 'tier:coffee');
    await press(`remove:${key}`);
  });

  it('has a part for patrons read by the tiers that are ticked, and by all of them where none is', async () => {
    for (const kind of ['thanks', 'patrons-only']) {
      const key = chosenIn((await press(`insert:${kind}`)).headers.get('location'));
      const tick = async (...ticked: string[]) => {
        const body = await page(`?block=${key}`);
        const boxes = [...body.matchAll(/name="was\.(audience\.[^"]+)" value="(\w+)"/g)];
        assert.equal(boxes.length, 2);
        const was = Object.fromEntries(boxes.map(([, name = '', value = '']) => [`was.${name}`, value]));
        const given = Object.fromEntries(ticked.map((name) => [`audience.tier:${name}`, 'true']));
        assert.equal((await press('save', { key, ...was, ...given })).status, 303);
        return fieldOf(key, 'audience');
      };
      assert.deepEqual(await tick('coffee', 'breakfast'), ['tier:coffee', 'tier:breakfast']);
      has(await page(`?block=${key}`), /name="audience\.tier:coffee" value="true" checked/);
      assert.deepEqual(await tick('breakfast'), 'tier:breakfast');
      assert.deepEqual(await tick(), 'patron');
      // What another made of it meanwhile stays, and is asked about.
      await tick('coffee');
      const old = { 'was.audience.tier:coffee': 'false', 'was.audience.tier:breakfast': 'false' };
      await press('save', { key, ...old, 'audience.tier:breakfast': 'true' });
      assert.deepEqual(await fieldOf(key, 'audience'), 'tier:coffee');
      const { conflicts } = await readStanding(db, system, id);
      assert.ok(conflicts.some(({ change }) => 'key' in change.operation && change.operation.key === key));
      await press(`remove:${key}`);
      await db
        .updateTable('editionChanges')
        .set({ conflict: 'dropped' })
        .where('conflict', '=', 'open')
        .execute();
    }
  });

  it('takes a story back to what it is at its source', async () => {
    const lead = await keyOf('lead');
    const title = await wordsOf(lead, 'title');
    await press('save', { key: lead, title: 'Another headline', 'was.title': title });
    has(await page(`?block=${lead}`), /value="source:title"/);
    await press('source:title', { key: lead, title: 'Another headline', 'was.title': 'Another headline' });
    const articleId = Number(await fieldOf(lead, 'articleId'));
    const source = await db
      .selectFrom('articles')
      .select('title')
      .where('id', '=', articleId)
      .executeTakeFirstOrThrow();
    assert.equal(await fieldOf(lead, 'title'), source.title);
    hasNot(await page(`?block=${lead}`), /value="source:title"/);
  });

  it('that was made before another’s change overwrites only what was written in it', async () => {
    const lead = await keyOf('lead');
    const title = await wordsOf(lead, 'title');
    const standfirst = await wordsOf(lead, 'standfirst');
    const made = { key: lead, 'was.title': title, 'was.standfirst': standfirst };
    await press('save', { ...made, title: 'Mine', standfirst }, 'editor');
    await press('save', { ...made, title, standfirst: `${standfirst} And more.` }, 'reporter');
    assert.equal(await fieldOf(lead, 'title'), 'Mine');
    assert.equal(await fieldOf(lead, 'standfirst'), `${standfirst} And more.`);
  });

  it('keeps both of two headlines that were written at once, and lets one choose', async () => {
    const lead = await keyOf('lead');
    const title = await wordsOf(lead, 'title');
    await press('save', { key: lead, title: 'Olena’s headline', 'was.title': title }, 'editor');
    await press('save', { key: lead, title: 'Petro’s headline', 'was.title': title }, 'reporter');
    assert.equal(await fieldOf(lead, 'title'), 'Olena’s headline');
    const body = await page('', 'reporter');
    has(body, /Two texts for one place/);
    has(body, /Petro’s headline/);
    const preFlight = async (part = ''): Promise<string> =>
      (await web.get(`/desk/editions/${id}${part}`, { cookie: cookies.editor })).body;
    assert.ok((await preFlight('/approve')).includes('Two people wrote the same text at once'));
    assert.ok(
      (await preFlight()).includes(
        `<a href="${path}#compose-notices">Two people wrote the same text at once`,
      ),
    );
    const conflict = /name="conflict" value="(\d+)"/.exec(body)?.[1] ?? '';
    const stale = { conflict, was: '"something else"' };
    assert.equal((await press('conflict-take', stale, 'reporter')).status, 409);
    await press('conflict-take', { conflict, was: '"Olena’s headline"' }, 'reporter');
    assert.ok(!(await preFlight()).includes('wrote the same text'));
    assert.equal(await fieldOf(lead, 'title'), 'Petro’s headline');
    hasNot(await page(), /Two texts for one place/);
  });

  it('sent twice acts once, and says of what is not whole that it is not', async () => {
    const sent = { base: '0', once: randomUUID(), chosen: '', act: 'insert:note' };
    await web.post(path, sent, { cookie: cookies.editor });
    await web.post(path, sent, { cookie: cookies.editor });
    assert.equal((await kinds()).filter((kind) => kind === 'note').length, 1);
    await press(`remove:${await keyOf('note')}`);
    assert.equal((await web.post(path, { act: 'undo' }, { cookie: cookies.editor })).status, 400);
    assert.equal((await press('up:')).status, 303);
    const lead = await keyOf('lead');
    const wrong = { key: lead, crop: '{"x":2}', 'was.crop': '' };
    assert.equal((await press('save', wrong)).status, 400);
  });

  it('undoes and does again what one did oneself, and tells the history', async () => {
    const before = (await requireEdition(db, id)).subject;
    await press('save', { key: 'head', subject: 'A better subject', 'was.subject': before });
    assert.equal((await requireEdition(db, id)).subject, 'A better subject');
    await press('undo');
    assert.equal((await requireEdition(db, id)).subject, before);
    await press('redo');
    assert.equal((await requireEdition(db, id)).subject, 'A better subject');
    const body = await page('?history=newest');
    has(body, /<strong>Olena<\/strong>/);
    has(body, /<strong>Petro<\/strong>/);
    const version = /value="version:(\d+)"/.exec(body)?.[1] ?? '';
    assert.equal((await press(`version:${version}`)).status, 303);
  });

  it('of an approved edition says first that the approval is taken back', async () => {
    await approve(services, { editionId: id, actor: system });
    const lead = await keyOf('lead');
    const asked = await page(`?block=${lead}`);
    has(asked, /The first change takes the approval back/);
    hasNot(asked, /name="act"(?![^>]* disabled)/);
    const { approvedRevisionId: approved } = await requireEdition(db, id);
    // What was written before the approval, and comes after it, does not undo it unseen.
    for (const query of ['', `?edit=${Number(approved) - 1}`])
      assert.equal((await press(`down:${lead}`, {}, 'editor', query)).status, 409);
    assert.equal((await requireEdition(db, id)).state, 'approved');
    const open = await page(`?block=${lead}&edit=${approved}`);
    has(open, /The first change takes the approval back/);
    has(open, new RegExp(`value="down:${lead}" class="move"[^>]*>`));
    await press(`down:${lead}`, {}, 'editor', `?edit=${approved}`);
    assert.equal((await requireEdition(db, id)).state, 'draft');
  });

  it('does nothing to what has gone or is not there', async () => {
    const gone = await assembleDigest(services, ['A late story']);
    await db.updateTable('editions').set({ state: 'cancelled' }).where('id', '=', gone).execute();
    const at = `/desk/editions/${gone}/compose`;
    has((await web.get(at, { cookie: cookies.editor })).body, /can be changed no more/);
    const sent = { base: '0', once: randomUUID(), act: 'insert:note' };
    assert.equal((await web.post(at, sent, { cookie: cookies.editor })).status, 409);
    for (const missing of ['999999', 'x'])
      assert.equal(
        (await web.get(`/desk/editions/${missing}/compose`, { cookie: cookies.editor })).status,
        404,
      );
  });
});
