import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { pauseSend } from '../../src/delivery/control.ts';
import { because } from '../../src/delivery/say.ts';
import { approve } from '../../src/editions/approve.ts';
import { applyDeadlines } from '../../src/editions/deadline.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setRules } from '../../src/editions/rules.ts';
import { addNewsletter, setNewsletter } from '../../src/publication/newsletters.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

// Everything that a page could show of the newsroom's own is Ukrainian here: what is left in English is ours.
const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await setPublication(db, system, { name: 'Кур’єр' });
await setNewsletter(db, system, 'daily', { name: 'Щоденний Кур’єр', language: 'uk' });
await setRules(db, system, daily.id, { minArticles: 1 });
await addReaders(services, daily, 3);
const web = await startWeb(services);
const cookies: Record<string, string> = {};
const people: Record<string, number> = {};
let draft = 0;
let sent = 0;
before(async () => {
  for (const role of ['owner', 'reporter'] as const) {
    const person = await addStaff(services, role, role === 'owner' ? 'Олена' : 'Тарас');
    people[role] = person.id;
    cookies[role] = await signInAtDesk(services, web, person);
  }
  await sql`update staff set language = 'uk'`.execute(db);
  sent = await assembleDigest(services, [
    'Хліб знову дорожчає',
    'Міст відкриють навесні',
    'Школа під землею',
  ]);
  await approve(services, { editionId: sent, actor: system });
  await launchEdition(services, { editionId: sent, actor: system });
  await pauseSend(services, sent, system);
  draft = await assembleDigest(services, ['Вода повертається', 'Ринок під дахом', 'Новий трамвай']);
});
const headersOf = (role: string) => ({ cookie: cookies[role] ?? '', 'accept-language': 'uk' });
const post = (path: string, fields: Record<string, string | string[]> = {}, role = 'owner') =>
  web.post(path, fields, headersOf(role));
const look = async (path: string, role = 'owner') => (await web.get(path, headersOf(role))).body;

/** What a person reads of a page, without what they typed, addresses and the words of the language itself. */
function textOf(page: string): string {
  return page
    .replace(/<(head|script|style|textarea|pre|select)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', '’')
    .replace(/"[^"]*"|«[^»]*»/g, ' ')
    .replace(/What is known so far|broadsheet [a-z -]+/g, ' ')
    .replace(/https?:\S+|\S+@\S+/g, ' ');
}

/** Words of English one behind the other: names, settings and commands stand alone. */
function englishIn(page: string): string[] {
  return textOf(page).match(/[a-z]{2,}(?:[ ,]+[a-z’]{2,}){2,}/gi) ?? [];
}

/** What was wrong, as the page says it; it is Ukrainian. */
function problemOn(page: string): string {
  const problem = /<p class="(?:problem|wrong)"[^>]*>([\s\S]*?)<\/p>/.exec(page)?.[1] ?? assert.fail(page);
  assert.match(problem, /[а-яіїєґ]{3}/i);
  assert.deepEqual(englishIn(page), []);
  return problem;
}

const long = 'я'.repeat(300);

describe('the desk in Ukrainian', () => {
  it('says of each form of newsletters what was wrong with it', async () => {
    const at = `/desk/newsletters/${daily.id}`;
    const seen = /name="seen" value="([^"]+)"/.exec(await look(at))?.[1] ?? '';
    const tries: Array<[string, Record<string, string | string[]>]> = [
      ['/desk/newsletters', { name: '', slug: 'Не те', language: 'x y', timeZone: 'Київ', priority: 'ні' }],
      [
        '/desk/newsletters',
        { name: 'Ще одна', slug: 'daily', language: 'uk', timeZone: 'UTC', priority: 'normal' },
      ],
      [at, { seen, name: '', assembleAt: '25:00', weekdays: [], maxArticles: '900', deadlineMinutes: 'так' }],
      [at, { seen, name: long, 'appeal-title': 'Так', 'appeal-url': 'ні' }],
      [at, { seen: 'old', name: 'Щоденний', assembleAt: '06:00' }],
      [`${at}/holidays`, { holiday: '', from: 'завтра', to: '' }],
      [`${at}/holidays`, { holiday: 'Різдво', from: '2026-12-26', to: '2026-12-24' }],
    ];
    for (const [path, fields] of tries) {
      const answer = await post(path, fields);
      assert.ok(answer.status === 400 || answer.status === 409, `${path} ${answer.status}`);
      problemOn(answer.body);
    }
    const slug = await post('/desk/newsletters', { name: 'А', slug: 'Б', priority: 'normal' });
    assert.match(problemOn(slug.body), /Коротка назва «Б»: не є короткою назвою: дозволено a-z, 0-9/);
  });

  it('of the edition, its tests, its subjects and its composer', async () => {
    const at = `/desk/editions/${draft}`;
    const [base, once] = ['0', randomUUID()];
    const subjects = { seen: '1', share: '33', wait: '1', subject: ['Одна', 'Одна'], preheader: ['', ''] };
    const tries: Array<[string, Record<string, string | string[]>]> = [
      [`${at}/reader`, { address: 'не адреса' }],
      [`${at}/reader`, { address: 'nobody@readers.example' }],
      [`${at}/test`, { to: [], reader: 'asked', once }],
      [`${at}/test`, { to: ['999'], reader: 'nobody', once: 'x' }],
      [`${at}/test`, { to: [String(people['owner'])], reader: 'nobody', once }],
      [`${at}/subjects`, subjects],
      [`${at}/subjects`, { ...subjects, subject: [long, ''], share: '20', wait: '60' }],
      [`${at}/subjects`, { ...subjects, share: '20', wait: '60', subject: ['Одна', 'Друга'] }],
      [`${at}/subjects`, { ...subjects, seen: '' }],
      [`${at}/subjects/choose`, { subject: 'A' }],
      [`${at}/compose`, { act: 'nothing' }],
      [`${at}/compose`, { act: 'insert:nothing', base, once }],
      [`${at}/compose`, { act: 'story:nothing', base, once }],
      [`${at}/compose`, { act: 'version:99', base, once }],
      [`${at}/compose`, { act: 'link', in: 'nothing', base, once }],
      [`${at}/compose`, { act: 'conflict-take', conflict: '7', was: '""', base, once }],
      [`${at}/compose`, { act: 'save', key: 'head', subject: long, 'was.subject': '', base, once }],
      [
        `/desk/editions/${sent}/compose`,
        { act: 'save', key: 'head', subject: 'Так', 'was.subject': 'Ні', base, once },
      ],
    ];
    for (const [path, fields] of tries) {
      const answer = await post(path, fields);
      assert.ok(
        [400, 404, 409].includes(answer.status),
        `${path} ${JSON.stringify(fields)} ${answer.status}`,
      );
      problemOn(answer.body);
    }
  });

  it('of what is approved, sent, paused, corrected and explained', async () => {
    const at = `/desk/editions/${draft}`;
    const gone = `/desk/editions/${sent}`;
    const seen = /name="seen" value="([^"]+)"/.exec(await look(`${at}/approve`))?.[1] ?? '';
    const once = randomUUID();
    const tries: Array<[string, Record<string, string | string[]>]> = [
      [`${at}/approve`, { seen: 'old', when: 'now' }],
      [`${at}/approve`, { seen, when: 'at', at: 'вчора' }],
      [`${at}/approve`, { seen, when: 'at', at: '2020-01-01T10:00' }],
      [`${at}/approve`, { seen, when: 'only', hash: 'old' }],
      [`${gone}/hold`, {}],
      [`${gone}/discard`, {}],
      [`${gone}/pause`, {}],
      [`${gone}/sending/pause`, {}],
      [`${gone}/correct/words`, { seen: 'old', subject: 'Так' }],
      [`${gone}/correct/apply`, { hash: 'old' }],
      [`${gone}/corrections`, { title: '', text: '', once }],
      [`${gone}/corrections`, { title: 'Так', text: 'Ні', once: 'x' }],
      [`${gone}/corrections`, { title: 'Так', text: 'Ні', once }],
      [`${gone}/why`, { address: 'не адреса' }],
    ];
    for (const [path, fields] of tries) {
      const answer = await post(path, fields);
      assert.ok(
        [400, 404, 409].includes(answer.status),
        `${path} ${JSON.stringify(fields)} ${answer.status}`,
      );
      problemOn(answer.body);
    }
  });

  it('of alerts, readers, keys, senders and the staff', async () => {
    await addNewsletter(db, system, { slug: 'flash', name: 'Терміново', priority: 'alert' });
    const { id: reader } = await db.selectFrom('subscribers').select('id').limit(1).executeTakeFirstOrThrow();
    const alert = {
      newsletter: String(daily.id),
      headline: 'Так',
      text: '',
      picture: '',
      once: randomUUID(),
    };
    const owner = people['owner'] ?? 0;
    const tries: Array<[string, Record<string, string | string[]>]> = [
      ['/desk/alert', { ...alert, url: 'https://courier.example/1' }],
      ['/desk/alert', { ...alert, headline: '', url: 'ні', once: 'x' }],
      ['/desk/alert', { ...alert, newsletter: '999', url: 'https://courier.example/1' }],
      [`/desk/readers/${reader}/suppress`, {}],
      [`/desk/readers/${reader}/unsubscribe`, { newsletter: 'всі' }],
      ['/desk/readers/export', { newsletter: '' }],
      ['/desk/keys', { name: '', days: '365' }],
      ['/desk/keys', { name: 'Так', days: '0', scope: ['editions.read'] }],
      ['/desk/keys', { name: 'Так', days: '365', scope: ['усе'] }],
      ['/desk/sender/default/review', { name: '', address: 'ні', replyTo: 'ні' }],
      ['/desk/sender/default', { name: 'Так', address: 'new@courier.example', seen: 'old' }],
      ['/desk/staff', { address: 'не адреса', role: 'editor' }],
      ['/desk/staff', { address: 'new@courier.example', role: 'ніхто' }],
      [`/desk/staff/${owner}/role`, { role: 'editor' }],
      [`/desk/staff/${owner}/disable`, {}],
      ['/desk/staff/invitations/99/take-back', {}],
      ['/desk/account', { name: '', language: 'uk' }],
      ['/desk/account/second-factor/recovery-codes', {}],
      ['/desk/account/second-factor/app/remove', {}],
      ['/desk/account/second-factor/passkeys/99/remove', {}],
    ];
    for (const [path, fields] of tries) {
      const answer = await post(path, fields);
      assert.ok(
        [400, 404, 409].includes(answer.status),
        `${path} ${JSON.stringify(fields)} ${answer.status}`,
      );
      problemOn(answer.body);
    }
    const asked = await web.post('/desk/sign-in', { address: 'не адреса' }, { 'accept-language': 'uk' });
    assert.deepEqual([asked.status, englishIn(asked.body)], [400, []]);
  });

  it('of what a role may not do, and of what came from elsewhere', async () => {
    const refused = await web.get('/desk/staff', headersOf('reporter'));
    assert.equal(refused.status, 403);
    assert.match(problemOn(refused.body), /ваша роль цього не дозволяє; це можуть: власник, редактор/);
    const foreign = await web.post(
      '/desk/alert',
      {},
      { ...headersOf('owner'), 'sec-fetch-site': 'cross-site' },
    );
    assert.match(problemOn(foreign.body), /цю форму надіслано з іншого сайту/);
    await setRules(db, system, daily.id, { minArticles: 50 });
    const none = await post(`/desk/newsletters/${daily.id}/assemble`, { replaces: '2' });
    await setRules(db, system, daily.id, { minArticles: 1 });
    assert.equal(none.status, 409);
    assert.match(problemOn(none.body), /випуску немає: нових статей від .*: лише \d; потрібно щонайменше 50/);
  });

  it('of why a send waits, an edition cannot be approved, or there is none', async () => {
    const texts = [
      because.pausedByPerson,
      because.noReply,
      because.everyRests(because.restsFor('main', because.hourFull('100'))),
      because.breach(because.complaints, '3', '900', because.inSend, '0.33', because.stopsAt('0.3')),
    ];
    for (const reason of texts) {
      await db.updateTable('sends').set({ reason }).where('editionId', '=', sent).execute();
      assert.deepEqual(englishIn(await look('/desk')), [], reason);
      assert.deepEqual(englishIn(await look(`/desk/editions/${sent}/sending`)), [], reason);
    }
    await setPublication(db, system, { postalAddress: '' });
    await editEdition(db, system, draft, { subject: '' });
    for (const path of ['/desk', `/desk/editions/${draft}`, `/desk/editions/${draft}/approve`]) {
      const page = await look(path);
      assert.match(page, /немає теми/, path);
      assert.deepEqual(englishIn(page), [], path);
    }
    const seen = /name="seen" value="([^"]+)"/.exec(await look(`/desk/editions/${draft}/discard`))?.[1] ?? '';
    const refused = await post(`/desk/editions/${draft}/approve`, { seen, when: 'only' });
    assert.match(
      problemOn(refused.body),
      /випуск не можна затвердити: у листа немає теми; у видання немає поштової адреси/,
    );
    await setRules(db, system, daily.id, { enabled: true, atDeadline: 'send', deadlineMinutes: 0 });
    await sql`update editions set created_at = now() - interval '1 minute' where id = ${draft}`.execute(db);
    await applyDeadlines(services, new Date(Date.now() + 120_000));
    await assemble(services, { newsletterId: daily.id, cause: 'person', actor: system });
    const page = await look('/desk');
    assert.deepEqual(englishIn(page), []);
    await setPublication(db, system, { postalAddress: '49000 Дніпро' });
  });

  it('of whatever else its pages show', async () => {
    const { id: reader } = await db.selectFrom('subscribers').select('id').limit(1).executeTakeFirstOrThrow();
    const gone = `/desk/editions/${sent}`;
    const next = await assembleDigest(services, ['Ще одна', 'І ще одна']);
    const paths = [
      '/desk',
      '/desk/editions',
      ...['', '/compose', '/compose?history=1', '/subjects', '/approve', '/discard'].map(
        (more) => `/desk/editions/${next}${more}`,
      ),
      ...[
        '',
        '/sending',
        '/report',
        '/corrections',
        '/correct',
        '/people?what=eligible',
        '/stop',
        '/resume',
      ].map((more) => gone + more),
      `${gone}/readers/${reader}`,
      '/desk/newsletters',
      `/desk/newsletters/${daily.id}`,
      '/desk/alert',
      '/desk/readers',
      ...['', '/unsubscribe', '/suppress', '/lift', '/erase'].map((more) => `/desk/readers/${reader}${more}`),
      '/desk/keys',
      '/desk/keys/new',
      '/desk/sender',
      '/desk/sender/default',
      '/desk/staff',
      // What was recorded stands in the log as it was, so only what was done is looked at here.
      '/desk/log?what=rules.set',
      '/desk/account',
      '/desk/account/second-factor',
    ];
    for (const path of paths) {
      const page = await web.get(path, headersOf('owner'));
      assert.equal(page.status, 200, path);
      assert.deepEqual(englishIn(page.body), [], path);
    }
  });

  it('of what DNS says of a sender', async () => {
    const page = await look('/desk/sender?check=1');
    assert.match(page, /не питали: імені .* у відкритій мережі немає/);
    assert.deepEqual(englishIn(page), []);
  });
});
