import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { readRules, type RulesChange, setRules } from '../../../src/editions/rules.ts';
import { noteMissed } from '../../../src/editions/missed.ts';
import { requireNewsletter } from '../../../src/publication/newsletters.ts';
import { writeArticles } from '../../support/articles.ts';
import { openNewsroom } from '../../support/cast.ts';
import { addStaff, signInAtDesk } from '../../support/desk.ts';
import { sinceEver } from '../../support/rhythm.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
const at = `/desk/newsletters/${daily.id}`;
const cookies = new Map<string, string>();
before(async () => {
  for (const role of ['owner', 'editor', 'reporter'] as const)
    cookies.set(role, await signInAtDesk(services, web, await addStaff(services, role)));
});
const headersOf = (role: string) => ({ cookie: cookies.get(role) ?? '' });
const look = async (path = at, role = 'owner') => (await web.get(path, headersOf(role))).body;
const post = (path: string, fields: Record<string, string | string[]>, role = 'owner') =>
  web.post(path, fields, headersOf(role));
const rules = (changes: RulesChange) => setRules(db, system, daily.id, changes);

/** What the form would post as it stands on the page. */
function fieldsOn(page: string): Record<string, string | string[]> {
  const form = /<form[^>]*class="rules"[\s\S]*<\/form>/.exec(page)?.[0] ?? assert.fail(page);
  const fields: Record<string, string | string[]> = { weekdays: [], sourceIds: [] };
  const set = (name: string, value: string): void => {
    const known = fields[name];
    fields[name] = Array.isArray(known) ? [...known, value] : value;
  };
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [, name = ''] = /name="([^"]+)"/.exec(tag) ?? [];
    const [, value = ''] = /value="([^"]*)"/.exec(tag) ?? [];
    if (!/type="(checkbox|radio)"/.test(tag) || / checked/.test(tag)) set(name, value);
  }
  for (const [, name = '', text = ''] of form.matchAll(
    /<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<\/textarea>/g,
  ))
    set(name, text);
  for (const [, name = '', inner = ''] of form.matchAll(
    /<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g,
  ))
    set(name, /value="([^"]*)" selected/.exec(inner)?.[1] ?? '');
  return fields;
}
async function save(changes: Record<string, string | string[]>, role = 'owner') {
  return post(at, { ...fieldsOn(await look()), ...changes }, role);
}

describe('the page of a newsletter', () => {
  it('saved as it stands changes nothing', async () => {
    await rules({
      enabled: true,
      sections: [{ title: 'Europe', categories: ['EU', 'Brussels'], cap: 2 }],
      appeal: { title: 'Please', text: 'Pay.', label: 'Pay', url: 'https://courier.example/pay' },
      thanks: { title: 'Thank you', text: 'You pay.' },
      leadCategories: ['Energy'],
    });
    const kept = await readRules(db, daily.id);
    const answer = await save({});
    assert.equal(answer.headers.get('location'), `${at}?done=saved`, answer.body);
    assert.deepEqual(await readRules(db, daily.id), kept);
    const last = await db
      .selectFrom('auditLog')
      .select(['before', 'after'])
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.deepEqual([last.before, last.after], [{}, {}]);
  });

  it('sets the rhythm, and says it in one sentence', async () => {
    assert.equal(
      (
        await save({
          assembleAt: '05:30',
          sendAt: '07:00',
          weekdays: ['1', '2', '3', '4', '5'],
          deadlineMinutes: '45',
        })
      ).status,
      303,
    );
    const page = await look();
    assert.match(
      page,
      /It assembles itself Monday to Friday at 05:30, goes out at 07:00 if it is approved by then, else when whoever approves it says so, and what nobody has approved by 06:15 is held, and all who may approve it get a mail\./,
    );
    await save({ atDeadline: 'send', sendAt: '' });
    assert.match(
      await look(),
      /goes out when whoever approves it says so, and what nobody has approved by 06:15 is approved by this rule and goes out at once\./,
    );
    assert.match(await look(), /Set by owner\./);
    await save({ atDeadline: 'hold-and-alert', sendAt: '07:00', timeZone: 'America/New_York' });
    assert.equal((await requireNewsletter(db, daily.id)).timeZone, 'America/New_York');
    await save({ timeZone: 'Europe/Kyiv' });
    const row = await db
      .selectFrom('auditLog')
      .select(['before', 'after'])
      .where('action', '=', 'newsletter.set')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      [row.before, row.after],
      [{ timeZone: 'America/New_York' }, { timeZone: 'Europe/Kyiv' }],
    );
  });

  it('shows the next 14 editions, with the holidays between them', async () => {
    const page = await look();
    const rows = /<h2 id="calendar">[\s\S]*?<\/table>/.exec(page)?.[0] ?? '';
    assert.equal(rows.match(/>05:30</g)?.length, 14);
    assert.equal(rows.match(/>07:00</g)?.length, 14);
    const monday = Temporal.Now.plainDateISO('Europe/Kyiv').add({ days: 7 });
    const day = monday.subtract({ days: monday.dayOfWeek - 1 }).toString();
    const added = await post(`${at}/holidays`, { holiday: 'The <i>day</i>', from: day, to: '' });
    assert.equal(added.headers.get('location'), `${at}?done=holiday-added#holidays`);
    assert.match(await look(), /No edition: The &lt;i&gt;day/);
    assert.equal(
      (await post(`${at}/holidays`, { holiday: 'Back', from: day, to: '2020-01-01' })).status,
      400,
    );
    assert.equal((await post(`${at}/holidays`, { holiday: '', from: day })).status, 400);
    assert.equal((await post(`${at}/holidays`, { holiday: 'No day', from: 'soon' })).status, 400);
    const twice = { holiday: 'Twice', from: '2030-01-01', to: '2030-01-02', yearly: 'on' };
    await Promise.all([post(`${at}/holidays`, twice), post(`${at}/holidays`, twice)]);
    assert.equal((await readRules(db, daily.id)).holidays.length, 2);
    await post(`${at}/holidays/remove`, { name: 'The <i>day</i>', from: day, to: day });
    assert.deepEqual(
      (await readRules(db, daily.id)).holidays.map(({ name }) => name),
      ['Twice'],
    );
  });

  it('is not saved from an old page, nor by two at once', async () => {
    const old = fieldsOn(await look());
    await rules({ minArticles: 5 });
    const stale = await post(at, { ...old, maxArticles: '9' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /somebody else has changed this since you opened the page/);
    assert.equal(fieldsOn(stale.body)['minArticles'], '5');
    const fresh = fieldsOn(await look());
    const both = await Promise.all([
      post(at, { ...fresh, maxArticles: '11' }),
      post(at, { ...fresh, maxArticles: '12' }),
    ]);
    assert.deepEqual(both.map(({ status }) => String(status)).toSorted(), ['303', '409']);
  });

  it('says what is wrong, and keeps what was typed', async () => {
    for (const [changes, said] of [
      [{ minArticles: '0' }, /minArticles/],
      [{ minArticles: '' }, /minArticles/],
      [{ weekdays: [] }, /weekdays/],
      [{ assembleAt: '25:00' }, /assembleAt[\s\S]*is not a time of day/],
      [{ sections: 'Europe without anything' }, /is no section/],
      [{ 'appeal-title': 'Pay', 'appeal-url': 'nowhere' }, /appeal/],
      [{ fourEyes: 'on', atDeadline: 'send' }, /no rule can send at the deadline/],
      [{ timeZone: 'Moon/Base' }, /timeZone/],
      [{ name: '' }, /name/],
    ] as const) {
      const answer = await save({ subjectTemplate: 'Kept: {lead}', ...(changes as Record<string, string>) });
      assert.equal(answer.status, 400, JSON.stringify(changes));
      assert.match(answer.body, said);
      assert.equal(fieldsOn(answer.body)['subjectTemplate'], 'Kept: {lead}');
    }
    assert.equal((await readRules(db, daily.id)).subjectTemplate, '');
  });

  it('tells an owner who is alone what a second pair of eyes would mean', async () => {
    await db.updateTable('staff').set({ disabledAt: new Date() }).where('role', '=', 'editor').execute();
    assert.match(await look(), /You alone may approve here\. With this ticked/);
    await db.updateTable('staff').set({ disabledAt: null }).execute();
    assert.match(await look(), /These may approve: (owner, editor|editor, owner)\./);
  });

  it('is looked at by an editor, and changed by an owner only', async () => {
    assert.match(await look(at, 'editor'), /<fieldset class="whole" disabled>/);
    assert.equal((await save({}, 'editor')).status, 403);
    assert.equal((await post(`${at}/holidays`, {}, 'editor')).status, 403);
    assert.equal((await web.get(at, headersOf('reporter'))).status, 403);
  });

  it('speaks Ukrainian', async () => {
    await db.updateTable('staff').set({ language: 'uk' }).where('role', '=', 'owner').execute();
    const page = await look();
    for (const word of [
      'Складається з понеділка до п’ятниці о 05:30',
      'Наступні 14 випусків',
      'Вихідні',
      'Ще одна пара очей',
    ])
      assert.match(page, new RegExp(word));
    await db.updateTable('staff').set({ language: 'en' }).execute();
  });
});

describe('a newsletter', () => {
  it('is added, and nothing of it happens by itself yet', async () => {
    const fields = {
      name: 'Flash',
      slug: 'flash',
      language: 'uk',
      timeZone: 'Europe/Kyiv',
      priority: 'alert',
    };
    const added = await post('/desk/newsletters', fields);
    const { id, priority, language } = await requireNewsletter(db, 'flash');
    assert.equal(added.headers.get('location'), `/desk/newsletters/${id}?done=added`);
    assert.deepEqual([priority, language], ['alert', 'uk']);
    assert.match(await look('/desk/newsletters'), /Flash[\s\S]*Nothing of it happens by itself/);
    const again = await post('/desk/newsletters', { ...fields, name: 'Other' });
    assert.equal(again.status, 409);
    assert.match(again.body, /already a newsletter[\s\S]*value="Other"/);
    assert.equal((await post('/desk/newsletters', { ...fields, slug: 'A b' })).status, 400);
    assert.equal((await post('/desk/newsletters', fields, 'editor')).status, 403);
  });
});

describe('an assembly that nothing ran for', () => {
  it('is told on Today, and made by hand from there', async () => {
    await rules({
      enabled: true,
      assembleAt: '06:00',
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      minArticles: 1,
      holidays: [],
    });
    await sinceEver(db);
    await db.deleteFrom('assemblies').execute();
    await Promise.all([noteMissed(services), noteMissed(services)]);
    const rows = await db.selectFrom('assemblies').select(['localDate', 'missed']).execute();
    assert.ok(rows.length >= 7 && rows.every(({ missed }) => missed), `${rows.length}`);
    assert.equal(new Set(rows.map(({ localDate }) => localDate)).size, rows.length);
    const today = await look('/desk', 'editor');
    assert.match(today, /The Daily Courier of \w+ \d+ \w+ was not assembled: nothing ran at its time/);
    const none = await post(`${at}/assemble`, {}, 'editor');
    assert.equal(none.status, 409);
    assert.match(none.body, /no new article/);
    await writeArticles(db, 2, 'hand');
    assert.equal((await post(`${at}/assemble`, {}, 'reporter')).status, 403);
    const made = await post(`${at}/assemble`, {}, 'editor');
    assert.match(made.headers.get('location') ?? '', /^\/desk\/editions\/\d+$/);
    assert.doesNotMatch(await look('/desk', 'editor'), /was not assembled/);

    // What somebody may have worked on is not taken off unasked.
    const asked = await post(`${at}/assemble`, {}, 'editor');
    assert.equal(asked.status, 409);
    const [, number = ''] = /name="replaces" value="([\d, ]+)"/.exec(asked.body) ?? [];
    assert.match(asked.body, new RegExp(`number ${number} is there, which nobody has approved`));
    await writeArticles(db, 1, 'again');
    const again = await post(`${at}/assemble`, { replaces: number }, 'editor');
    assert.match(again.headers.get('location') ?? '', /^\/desk\/editions\/\d+$/);
  });
});
