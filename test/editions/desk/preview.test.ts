import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Block } from '../../../emails/index.ts';
import { system } from '../../../src/access/actor.ts';
import { keepArticle } from '../../../src/articles/keep-articles.ts';
import { approve } from '../../../src/editions/approve.ts';
import { sendTest } from '../../../src/editions/desk/edition/send-test.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { writeCorrection } from '../../../src/editions/corrections/write-correction.ts';
import { renderFor } from '../../../src/editions/render-for.ts';
import { showBallotIn } from '../../../src/editions/show-ballot.ts';
import { setTier } from '../../../src/memberships/tiers.ts';
import { findSubscriber } from '../../../src/subscribers/find-subscriber.ts';
import { addBallot } from '../../../src/topics/ballots/add-ballot.ts';
import { openBallot } from '../../../src/topics/ballots/open-ballot.ts';
import { preFlight } from '../../../src/editions/pre-flight.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { setSubjects } from '../../../src/editions/subjects/set-subjects.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { staffActor } from '../../../src/staff/staff.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addStaff, signInAtDesk } from '../../support/desk.ts';
import { assembleDigest } from '../../support/digest.ts';
import { sendAndRead } from '../../support/mails.ts';
import { deliverAll } from '../../support/send.ts';
import { addReader, ballotOf } from '../../support/voters.ts';
import { addTiers } from '../../support/members.ts';
import { addPatron } from '../../support/patrons.ts';
import { startRelay } from '../../support/relay.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const tiers = await addTiers(services);
await addReaders(services, daily, 2);
await addPatron(db, 'reader2@readers.example', { tier: 'breakfast' });
await setRules(db, system, daily.id, {
  enabled: true,
  minArticles: 1,
  appeal: { title: 'Please pay', text: 'It is free.', label: 'Pay', url: 'https://courier.example/pay' },
  thanks: [
    { title: 'Thank you, patron', text: 'You pay.', tiers: [] },
    { title: 'Breakfast is served', text: 'You pay more.', tiers: ['breakfast'] },
  ],
});

const assembleOf = (...titles: string[]): Promise<number> => assembleDigest(services, titles);

const first = await assembleOf('Bread', 'Light & <dark>');
const web = await startWeb(services);
const relay = await startRelay();
const editor = await addStaff(services, 'editor', 'Olena');
const reporter = await addStaff(services, 'reporter', 'Petro');
const analyst = await addStaff(services, 'analyst', 'Ada');
const owner = await addStaff(services, 'owner', 'Taras');
const cookies = new Map<number, string>();
for (const person of [editor, reporter, analyst, owner])
  cookies.set(person.id, await signInAtDesk(services, web, person));
const as = ({ id }: { id: number }) => ({ cookie: cookies.get(id) ?? '' });
const page = (query = '', id: number = first, who = editor) =>
  web.get(`/desk/editions/${id}${query}`, as(who));
const mail = async (reader: string, more = '', id: number = first) =>
  (await web.get(`/desk/editions/${id}/mail?reader=${reader}${more}`, as(editor))).body;
const actorOf = (person: typeof editor) => ({
  ...staffActor(person.id),
  staff: { role: person.role, authenticatedAt: new Date() },
});

async function countOf(table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(table)}`.execute(
    db,
  );
  return rows[0]?.rows ?? 0;
}

describe('the page of an edition', () => {
  it('shows subject, preheader and the blocks in order, with where their links lead, and is linked from the first page', async () => {
    const { status, body } = await page();
    assert.equal(status, 200);
    const { subject, blocks } = await requireEdition(db, first);
    assert.ok(
      body.includes(
        `<h1 id="subject" lang="en">${subject.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</h1>`,
      ),
    );
    assert.equal([...body.matchAll(/<li id="block-\d+">/g)].length, blocks.length);
    assert.ok(body.indexOf('<strong>Lead</strong>') < body.indexOf('<strong>Footer</strong>'));
    assert.match(body, /href="https:\/\/courier\.example\/Bread" rel="noreferrer"/);
    assert.ok((await web.get('/desk', as(editor))).body.includes(`href="/desk/editions/${first}"`));
  });

  it('speaks Ukrainian to whoever reads it so', async () => {
    const uk = await addStaff(services, 'editor', 'Nadia');
    await db.updateTable('staff').set({ language: 'uk' }).where('id', '=', uk.id).execute();
    cookies.set(uk.id, await signInAtDesk(services, web, uk));
    const { body } = await page('', first, uk);
    assert.match(body, /Перевірка перед відправленням/);
    assert.match(body, /Читач без внеску, з проханням про підтримку/);
  });

  it('is not there for an edition or a reader that there is not', async () => {
    for (const path of [
      '999999',
      '0',
      'x',
      `${first}?reader=tier:none`,
      `${first}?reader=subscriber:999999`,
    ]) {
      const [id = '', query = ''] = path.split('?');
      assert.equal((await web.get(`/desk/editions/${path}`, as(editor))).status, 404, path);
      assert.equal((await web.get(`/desk/editions/${id}/mail?${query}`, as(editor))).status, 404, path);
    }
    assert.equal((await web.post('/desk/editions/999999/test', {}, as(editor))).status, 404);
  });
});

describe('the mail on it', () => {
  it('is what each kind of reader gets: asked, not asked, and thanked by the tier', async () => {
    const shown = { appeal: /It is free/, patron: /You pay\./, breakfast: /You pay more\./ };
    const expected: Record<string, Array<keyof typeof shown>> = {
      asked: ['appeal'],
      reader: [],
      'tier:coffee': ['patron'],
      'tier:breakfast': ['breakfast'],
    };
    for (const [reader, parts] of Object.entries(expected)) {
      const html = await mail(reader);
      const text = (await page(`?reader=${reader}&form=text`)).body;
      assert.match(html, /Bread/);
      for (const [part, words] of Object.entries(shown)) {
        assert.equal(words.test(html), parts.includes(part as keyof typeof shown), `${reader}: ${part}`);
        assert.equal(words.test(text.slice(text.indexOf('<pre'), text.indexOf('</pre>'))), words.test(html));
      }
    }
  });

  it('is a named reader’s own for who may see subscribers, whose address stands in no address', async () => {
    const asked = { address: 'Reader2@readers.example', form: 'phone', dark: '1' };
    const found = await web.post(`/desk/editions/${first}/reader`, asked, as(editor));
    assert.equal(found.status, 303);
    const to = found.headers.get('location') ?? '';
    assert.match(to, /\?reader=subscriber%3A\d+&form=phone&dark=1$/);
    assert.match((await web.get(to, as(editor))).body, /reader2@readers\.example/);
    const reader = new URL(to, web.origin).searchParams.get('reader') ?? '';
    const html = await mail(reader);
    assert.match(html, /You pay more\./);
    assert.match(html, /reader2@readers\.example/);
    const nobody = await web.post(
      `/desk/editions/${first}/reader`,
      { address: 'no@readers.example' },
      as(editor),
    );
    assert.equal(nobody.status, 404);
    assert.match(nobody.body, /Nobody subscribes with no@readers\.example/);
    for (const path of [`${first}?reader=${reader}`, `${first}/mail?reader=${reader}`])
      assert.equal((await web.get(`/desk/editions/${path}`, as(reporter))).status, 403);
    assert.equal((await web.post(`/desk/editions/${first}/reader`, asked, as(reporter))).status, 403);
    assert.ok(!(await page('', first, reporter)).body.includes('/reader"'));
  });

  it('stands in a frame that may do nothing but show itself', async () => {
    const { body } = await page();
    assert.match(
      body,
      /<iframe class="mail-frame" sandbox="" referrerpolicy="no-referrer" title="[^"]+" src="\/desk\/editions\/\d+\/mail\?reader=asked">/,
    );
    const { headers } = await web.get(`/desk/editions/${first}/mail`, as(editor));
    const policy = headers.get('content-security-policy') ?? '';
    for (const rule of [
      "default-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
    ])
      assert.ok(policy.includes(rule), rule);
    assert.match(policy, /; sandbox$/);
    assert.doesNotMatch(policy, /script-src|connect-src|allow-/);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('has links that act for nobody', async () => {
    const html = await mail('asked');
    assert.match(html, /<head[^>]*><base target="_blank">/);
    const own = [
      ...html.matchAll(/href="http:\/\/news\.example\/(unsubscribe|preferences|c|why)\/([^"]+)"/g),
    ];
    assert.ok(own.length > 3);
    for (const [, , token] of own) assert.match(token ?? '', /^preview(\.\d+)?$/);
    assert.ok((await web.get('/c/preview.0')).status === 404);
  });

  it('is dark by its own rules, whatever the machine that looks at it prefers', async () => {
    const [dark, light] = [await mail('asked', '&dark=1'), await mail('asked')];
    for (const html of [dark, light]) assert.doesNotMatch(html, /prefers-color-scheme|light dark/);
    assert.match(dark, /@media \(min-width:0\)\s*\{body,\.page/);
    assert.match(dark, /color-scheme:dark/);
    assert.match(light, /@media \(max-width:0\)/);
    assert.match((await page('?dark=1')).body, /the mail’s own dark colours/);
  });

  it('is the approved text once there is one', async () => {
    const id = await assembleOf('Approved');
    await approve(services, { editionId: id, actor: system });
    assert.match((await page('', id)).body, /The approved text: what goes out/);
    assert.match(await mail('asked', '', id), /Approved/);
  });
});

describe('the pre-flight', () => {
  const note = (text: string): Block => ({
    kind: 'note',
    v: 1,
    audience: null,
    title: '',
    text,
    signature: '',
  });

  /** Where a block is in the composer, by its number. */
  async function placeOf(id: number, block: number): Promise<string> {
    const { doc } = await readComposed(db, id);
    const key = doc.items[block - 1]?.key ?? '';
    return `/desk/editions/${id}/compose?block=${key}#block-${key}`;
  }

  it('says what is wrong, what stops it first, each with a link to where it stands', async () => {
    const id = await assembleOf('Fuel');
    const before = await db
      .selectFrom('editions')
      .select(['number', 'subject'])
      .where('state', '=', 'approved')
      .executeTakeFirstOrThrow();
    await editEdition(db, system, id, {
      subject: before.subject,
      preheader: '',
      editBlocks: (blocks) => [
        note('  '),
        {
          kind: 'read-also',
          v: 1,
          audience: null,
          links: [{ title: 'Inside', url: 'http://192.168.0.7/x' }],
        },
        ...blocks.filter(({ kind }) => kind !== 'footer'),
      ],
    });
    const { body } = await page('', id);
    const faults = body.slice(body.indexOf('class="faults"'), body.indexOf('<meter'));
    const composer = `/desk/editions/${id}/compose`;
    for (const [place, words] of [
      [`${composer}#edition`, 'There is no footer'],
      [`${composer}#subject`, `The subject is the same as that of number ${before.number}`],
      [`${composer}#preheader`, 'There is no preheader'],
      [await placeOf(id, 1), 'Block 1 says nothing'],
      [await placeOf(id, 2), '“Inside” leads to 192.168.0.7'],
    ] as const)
      assert.ok(faults.includes(`<a href="${place}">${words}`), words);
    assert.ok(faults.indexOf('Must be mended') < faults.indexOf('Worth a look'));
    assert.match(body, /\d+ KB of the 102 KB after which Gmail cuts a mail off/);
  });

  it('says of a subject that is too long where it stands: in the composer, or with the others that are tried', async () => {
    const id = await assembleOf('Long');
    await editEdition(db, system, id, { subject: 'word '.repeat(16).trim() });
    const alone = (await page('', id)).body;
    assert.ok(
      alone.includes(
        `<a href="/desk/editions/${id}/compose#subject">The subject has 79 characters; mail programs show about 78`,
      ),
    );
    const short = { subject: 'Short', preheader: '' };
    const long = { subject: 'word '.repeat(17).trim(), preheader: '' };
    await setSubjects(db, system, id, { subjects: [short, long], share: 20, waitMinutes: 60 });
    const tried = (await page('', id)).body;
    assert.ok(tried.includes(`<a href="/desk/editions/${id}/subjects">Subject B has 84 characters`));
    assert.doesNotMatch(tried, /The subject has|Subject A has/);
  });

  it('finds sections and lists of headlines that nothing stands in, titled or not', async () => {
    const id = await assembleOf('Empty');
    const whole = { v: 1, audience: null } as const;
    await editEdition(db, system, id, {
      editBlocks: (blocks) => [
        { ...whole, kind: 'section', title: 'Culture', articles: [] },
        { ...whole, kind: 'headlines', title: '', items: [] },
        ...blocks,
      ],
    });
    const { body } = await page('', id);
    for (const block of [1, 2])
      assert.ok(body.includes(`<a href="${await placeOf(id, block)}">Block ${block} says nothing`));
    assert.doesNotMatch(body, /Block 3 says nothing/);
    assert.doesNotMatch(await mail('asked', '', id), /Culture/);
  });

  it('finds pictures that nobody has described, until somebody does', async () => {
    const hash = '0123456789abcdef0123456789abcdef';
    const url = 'https://courier.example/ferry.jpg';
    const picture = { hash, mediaType: 'image/jpeg', width: 8, height: 6, data: Buffer.alloc(9) };
    await db.insertInto('images').values(picture).execute();
    await db.insertInto('imageFetches').values({ url, hash }).execute();
    const words = { guid: 'ferry', title: 'The ferry', standfirst: '', author: '', html: '', language: 'en' };
    const rest = { url: 'https://courier.example/ferry', categories: [], publishedAt: new Date() };
    const content = { ...words, ...rest, image: { url, alt: '', credit: '' } };
    await keepArticle(db, null, content, new Date());
    const id = await assembleOf('Ferries');
    const said = 'Nobody has described the picture of “The ferry”';
    const block = async () => {
      const { blocks } = await requireEdition(db, id);
      return blocks.findIndex((one) => JSON.stringify(one).includes(hash)) + 1;
    };
    assert.ok((await page('', id)).body.includes(`<a href="${await placeOf(id, await block())}">${said}`));
    assert.match(await mail('asked', '', id), /alt="The ferry"/);
    const describeAs = (alt: string) =>
      editEdition(db, system, id, {
        editBlocks: (blocks) =>
          JSON.parse(JSON.stringify(blocks).replace(/"alt":"[^"]*"/, `"alt":"${alt}"`)) as Block[],
      });
    await describeAs('The ferry');
    assert.ok((await page('', id)).body.includes(said), 'a headline describes nothing');
    await describeAs('A ferry in the fog');
    assert.ok(!(await page('', id)).body.includes(said));
    await db.deleteFrom('editionArticles').where('editionId', '=', id).execute();
    await db.deleteFrom('articles').where('guid', '=', 'ferry').execute();
  });

  it('warns of a mail that comes near to where Gmail cuts it off', async () => {
    const id = await assembleOf('Near');
    await editEdition(db, system, id, { editBlocks: (blocks) => [note('word '.repeat(11_000)), ...blocks] });
    const { body } = await page('', id);
    assert.match(
      body,
      new RegExp(
        `Worth a look</strong> <a href="/desk/editions/${id}/compose#edition">The mail has [89]\\d KB, close to where Gmail`,
      ),
    );
    assert.doesNotMatch(body, /Must be mended/);
  });

  it('stops what has no postal address, warns of a colour that cannot be read, and says where each is mended', async () => {
    const id = await assembleOf('Nowhere');
    assert.doesNotMatch((await page('', id)).body, /no postal address|can hardly be read/);
    await setPublication(db, system, { postalAddress: '', theme: { accent: '#ffd700' } });
    const { body } = await page('', id);
    assert.match(
      body,
      /Must be mended<\/strong> <span>The publication has no postal address, which the law asks for in each mail\. An owner sets it on the page of the sender/,
    );
    assert.match(
      body,
      /Worth a look<\/strong> <span>The publication’s colour #ffd700 can hardly be read on a light ground \(1\.\d to 1, and 4\.5 are needed\), so links and buttons have #[0-9a-f]{6} instead\. An owner chooses another one on the page of the sender\./,
    );
    const [, shown = ''] = /buttons have (#[0-9a-f]{6})/.exec(body) ?? [];
    assert.ok((await mail('asked', '', id)).includes(shown), 'it is what the mail has');
    assert.match(
      (await page('', id, owner)).body,
      /<a href="\/desk\/postal-address">The publication has no postal address[\s\S]*<a href="\/desk\/colour">The publication’s colour #ffd700/,
    );
    await setPublication(db, system, { postalAddress: '1 Test Street', theme: { accent: shown } });
    assert.doesNotMatch((await page('', id)).body, /no postal address|can hardly be read/);
    await setPublication(db, system, { theme: { accent: '#0b5394' } });
  });

  it('knows addresses of one’s own network, and those of the internet', async () => {
    const id = await assembleOf('Hosts');
    const hosts = [
      'localhost:3000',
      '127.0.0.1',
      '[::1]',
      'intranet',
      'desk.local',
      'x.internal',
      '10.0.0.1',
    ];
    const open = ['courier.example', '93.184.216.34', 'localhost.example'];
    const links = [...hosts, ...open].map((host) => ({ title: host, url: `http://${host}/` }));
    await editEdition(db, system, id, {
      editBlocks: (blocks) => [{ kind: 'read-also', v: 1, audience: null, links }, ...blocks],
    });
    const { faults } = await preFlight(services, await requireEdition(db, id));
    const found = faults.flatMap((fault) => (fault.code === 'private-link' ? [fault.title] : []));
    assert.deepEqual(found, hosts);
  });

  it('shows a mail that is too large all the same, and lets nobody approve it', async () => {
    const id = await assembleOf('Long');
    await editEdition(db, system, id, { editBlocks: (blocks) => [note('word '.repeat(30_000)), ...blocks] });
    const { status, body } = await page('', id);
    assert.equal(status, 200);
    assert.match(body, /<iframe/);
    assert.match(body, /The mail has \d+ KB: Gmail would cut it off/);
    assert.match(body, new RegExp(`href="/desk/editions/${id}/compose#edition"`));
    const today = await web.get('/desk', as(editor));
    assert.equal(today.status, 200);
    assert.match(today.body, /To be mended first.*The mail has \d+ KB: Gmail would cut it off/);
    const asked = await web.get(`/desk/editions/${id}/approve`, as(editor));
    assert.equal(asked.status, 200);
    await assert.rejects(approve(services, { editionId: id, actor: system }), /cut it off/);
  });
});

describe('a test', () => {
  const press = (
    who: typeof editor,
    to: number[],
    once: string = crypto.randomUUID(),
    reader = 'tier:breakfast',
  ) => web.post(`/desk/editions/${first}/test`, { to: to.map(String), once, reader }, as(who));

  it('goes to colleagues as a kind of reader gets it, once a press, with links that act for nobody', async () => {
    const once = crypto.randomUUID();
    for (let presses = 0; presses < 2; presses += 1) {
      const sent = await press(editor, [editor.id, reporter.id], once);
      assert.equal(sent.status, 303);
      const { body } = await web.get(sent.headers.get('location') ?? '', as(editor));
      assert.match(body, /role="status">The test is on its way/);
    }
    const received = await sendAndRead(services, relay);
    const mails = received.filter(({ subject }) => subject?.startsWith('[Test]'));
    assert.deepEqual(mails.map(({ to }) => to?.[0]?.address ?? '').toSorted(), [
      editor.address,
      reporter.address,
    ]);
    for (const { subject, html, text } of mails) {
      assert.match(subject ?? '', /^\[Test\] .*Bread|^\[Test\] .*Light/);
      assert.match(html ?? '', /You pay more\./);
      assert.match(text ?? '', /You pay more\./);
      assert.match(html ?? '', /\/unsubscribe\/preview"/);
      assert.doesNotMatch(html ?? '', /It is free/);
    }
  });

  it('is in no count of the edition, and in the log', async () => {
    for (const table of ['deliveries', 'sends', 'events'] as const)
      assert.equal(await countOf(table), 0, table);
    const { stream } = await db
      .selectFrom('serviceMails')
      .select('stream')
      .where('kind', '=', 'edition-test')
      .executeTakeFirstOrThrow();
    assert.equal(stream, 'staff');
    const logged = await db
      .selectFrom('auditLog')
      .select(['actor', 'subject', 'detail'])
      .where('action', '=', 'edition.send-test')
      .orderBy('id')
      .executeTakeFirstOrThrow();
    assert.deepEqual(logged, {
      actor: `staff:${editor.id}`,
      subject: `edition:${first}`,
      detail: { reader: 'tier:breakfast', to: [editor.id, reporter.id] },
    });
  });

  it('goes to nobody, to no stranger, and as no person’s own mail', async () => {
    const id = (await db.selectFrom('subscribers').select('id').limit(1).executeTakeFirstOrThrow()).id;
    for (const answer of [
      await press(editor, []),
      await press(editor, [editor.id, 999_999]),
      await press(editor, [editor.id], crypto.randomUUID(), `subscriber:${id}`),
      await press(editor, [editor.id], 'x'),
    ]) {
      assert.equal(answer.status, 400);
      assert.match(answer.body, /class="problem" role="alert"/);
    }
  });

  it('is for who may write; who may not see the staff sends it to themselves alone', async () => {
    assert.equal((await press(analyst, [analyst.id])).status, 403);
    const request = { editionId: first, reader: 'asked', to: [analyst.id], once: crypto.randomUUID() };
    await assert.rejects(sendTest(services, actorOf(analyst), request), { code: 'forbidden' });
    assert.ok(!(await page('', first, analyst)).body.includes('/test"'));
    const { body } = await page('', first, reporter);
    assert.equal([...body.matchAll(/name="to"/g)].length, 1);
    assert.equal((await press(reporter, [editor.id])).status, 400);
    assert.equal((await press(reporter, [reporter.id])).status, 303);
  });

  it('is not sent without end', async () => {
    await db.deleteFrom('serviceMails').where('kind', '=', 'edition-test').execute();
    const many = Array.from({ length: 61 }, (_, index) => 1_000_000 + index);
    assert.equal((await press(reporter, many)).status, 429);
    assert.equal((await press(reporter, [reporter.id])).status, 429);
    assert.equal((await press(editor, [editor.id])).status, 303);
  });
});

describe('a correction of what is going out', () => {
  it('is what its page, its plain text and a test can show, beside what goes out', async () => {
    const id = await assembleOf('Wrong');
    await editEdition(db, system, id, { subject: 'Mayor resings', intro: 'The mayor resings.' });
    await approve(services, { editionId: id, actor: system });
    await launchEdition(services, { editionId: id, actor: system });
    await editEdition(db, system, id, { subject: 'Mayor resigns', intro: 'The mayor resigns.' });
    const both = async () => {
      assert.match(await mail('asked', '', id), /The mayor resings/);
      assert.match(await mail('asked', '&draft=1', id), /The mayor resigns/);
      assert.match((await page('?form=text', id)).body, /<pre[\s\S]*The mayor resings/);
      assert.match((await page('?form=text&draft=1', id)).body, /<pre[\s\S]*The mayor resigns/);
    };
    await both();
    assert.match((await page('', id)).body, /&amp;draft=1#mail">Show its words as they are now/);
    const fields = { to: String(editor.id), once: crypto.randomUUID(), reader: 'asked' };
    await web.post(`/desk/editions/${id}/test`, fields, as(editor));
    const received = await sendAndRead(services, relay);
    const test = received.find(({ subject }) => subject === '[Test] Mayor resigns');
    assert.match(test?.text ?? '', /The mayor resigns/);
    assert.equal((await approve(services, { editionId: id, actor: system })).correction, true);
    await both();
  });
});

describe('what only some readers get', () => {
  const monthAgo = new Date(Date.now() - 30 * 24 * 3_600_000);
  const closesAt = new Date(Date.now() + 24 * 3_600_000);
  /** A test as a kind of reader gets it, in its plain text. */
  async function testAs(id: number, reader: string): Promise<string> {
    const { subject } = await requireEdition(db, id);
    const fields = { to: String(editor.id), once: crypto.randomUUID(), reader };
    assert.equal((await web.post(`/desk/editions/${id}/test`, fields, as(editor))).status, 303);
    const received = await sendAndRead(services, relay);
    return received.findLast((one) => one.subject === `[Test] ${subject}`)?.text ?? '';
  }
  const plain = async (id: number, reader: string): Promise<string> => {
    const { body } = await page(`?reader=${reader}&form=text`, id);
    return body.slice(body.indexOf('<pre'), body.indexOf('</pre>'));
  };

  it('is a ballot for its own tiers: looked at as each tier, in a test too, it is what the launch gives its patrons', async () => {
    const id = await assembleOf('Voting');
    for (const [slug, only] of Object.entries({ everybody: [], few: ['breakfast'] })) {
      const texts = { title: `Of ${slug}`, question: `What do ${slug} want?` };
      await addBallot(db, system, slug, { ...ballotOf({ opensAt: null, closesAt }), ...texts, tiers: only });
      await showBallotIn(services, system, { editionId: id, slug });
    }
    const ballotsIn = (text: string): string[] =>
      ['everybody', 'few'].filter((slug) => text.includes(`What do ${slug} want?`));
    const asTiers = async () => {
      const [coffee, breakfast] = [await mail('tier:coffee', '', id), await mail('tier:breakfast', '', id)];
      return { coffee: ballotsIn(coffee), breakfast: ballotsIn(breakfast) };
    };
    const expected = { coffee: ['everybody'], breakfast: ['everybody', 'few'] };
    assert.deepEqual(await asTiers(), expected, 'before they are open');
    for (const slug of ['everybody', 'few']) await openBallot(db, system, slug);
    assert.deepEqual(await asTiers(), expected);
    for (const [tier, ballots] of Object.entries(expected)) {
      assert.deepEqual(ballotsIn(await plain(id, `tier:${tier}`)), ballots);
      assert.deepEqual(ballotsIn(await testAs(id, `tier:${tier}`)), ballots);
    }
    for (const reader of ['asked', 'reader']) assert.deepEqual(ballotsIn(await mail(reader, '', id)), []);
    const patrons = Object.keys(expected) as Array<keyof typeof expected>;
    for (const tier of patrons) {
      const subscriberId = await addReader(services, tier, [daily.id]);
      const since = { since: monthAgo, createdAt: monthAgo, settledAt: monthAgo };
      await addPatron(db, `${tier}@readers.example`, { tier, rail: 'transfer', subscriberId, ...since });
    }
    await approve(services, { editionId: id, actor: system });
    await launchEdition(services, { editionId: id, actor: system });
    for (const tier of patrons) {
      const got = await renderFor(services, {
        editionId: id,
        address: `${tier}@readers.example`,
        as: 'text',
      });
      assert.deepEqual(ballotsIn(got), expected[tier], tier);
    }
  });

  it('is a correction: seen as who got what was wrong, in plain text and in a test, and by nobody else', async () => {
    const wrong = await assembleOf('Misprint');
    await approve(services, { editionId: wrong, actor: system });
    await launchEdition(services, { editionId: wrong, actor: system });
    await deliverAll(services, relay.url, wrong);
    const late = await addReader(services, 'late', [daily.id]);
    const next = await assembleOf('The day after');
    const correct = async (title: string) => {
      const request = { editionId: wrong, title, text: 'We wrote the 30th.' };
      return (await writeCorrection(db, system, request)).correction.id;
    };
    const correction = await correct('It opens on the 3rd');
    const label = 'Free reader who got what was wrong';
    assert.ok((await page('', next)).body.includes(`value="correction:${correction}">${label}</option>`));
    assert.ok(!(await page()).body.includes(label), 'another edition tells of none');
    assert.equal((await page(`?reader=correction:${correction}`)).status, 404);
    const readers = {
      [`correction:${correction}`]: true,
      asked: false,
      reader: false,
      'tier:coffee': false,
      [`subscriber:${(await findSubscriber(db, 'reader1@readers.example'))?.id}`]: true,
      [`subscriber:${late}`]: false,
    };
    for (const [reader, isTold] of Object.entries(readers)) {
      assert.equal((await mail(reader, '', next)).includes('We wrote the 30th.'), isTold, reader);
      assert.equal((await plain(next, reader)).includes('We wrote the 30th.'), isTold, reader);
    }
    const test = await testAs(next, `correction:${correction}`);
    assert.match(test, /We wrote the 30th\./);
    assert.match(test, /It is free/);
    const second = await correct('Nor is it a bridge');
    const { body } = await page('', next);
    for (const [id, title] of [
      [correction, 'It opens on the 3rd'],
      [second, 'Nor is it a bridge'],
    ] as const)
      assert.ok(body.includes(`value="correction:${id}">${label}: ${title}</option>`), title);
    const one = await mail(`correction:${second}`, '', next);
    assert.ok(one.includes('Nor is it a bridge') && !one.includes('It opens on the 3rd'));
  });

  it('is what patrons of a tier get that is no longer offered, as long as there are any, or a block is for them', async () => {
    const id = await assembleOf('Closed');
    const label = 'Patron, A coffee a month (no longer offered)';
    const isListed = async () => (await page('', id)).body.includes(label);
    const setArchived = (archived: boolean) => setTier(db, system, tiers.coffee, { archived });
    await setArchived(true);
    assert.ok(await isListed());
    assert.match(await mail('tier:coffee', '', id), /You pay\./);
    const members = () => db.updateTable('memberships').where('tierId', '=', tiers.coffee);
    await members().set({ until: new Date(), state: 'ended' }).execute();
    assert.ok(!(await isListed()));
    assert.equal((await page('?reader=tier:coffee', id)).status, 404);
    await editEdition(db, system, id, {
      editBlocks: (blocks) => [
        { kind: 'note', v: 1, audience: ['tier:coffee'], title: '', text: 'To the last.', signature: '' },
        ...blocks,
      ],
    });
    assert.ok(await isListed());
    assert.match(await mail('tier:coffee', '', id), /To the last\./);
    await setArchived(false);
  });
});

describe('looking', () => {
  it('changes nothing', async () => {
    const state = async () => {
      const editions = await db.selectFrom('editions').selectAll().orderBy('id').execute();
      const tables = ['audit_log', 'service_mails', 'edition_revisions', 'articles'] as const;
      return JSON.stringify([editions, await Promise.all(tables.map((table) => countOf(table)))]);
    };
    const before = await state();
    for (const query of ['', '?form=text', '?form=phone&dark=1', '?reader=tier:coffee', '?done=test'])
      await page(query);
    await mail('asked');
    assert.equal(await state(), before);
  });
});
