import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../../src/access/actor.ts';
import { json } from '../../../src/db.ts';
import { pauseSend } from '../../../src/delivery/control.ts';
import { readSubjectTest } from '../../../src/delivery/subject-tests.ts';
import { approve } from '../../../src/editions/approve.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { inspectEdition } from '../../../src/editions/inspect.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { estimateShares } from '../../../src/editions/subjects/estimate.ts';
import { judge } from '../../../src/editions/subjects/judge.ts';
import { setNewsletter } from '../../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addStaff, signInAtDesk } from '../../support/desk.ts';
import { assembleDigest } from '../../support/digest.ts';
import { createTestServices } from '../../support/services.ts';
import { launchTest } from '../../support/subjects.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 10);
await setRules(db, system, daily.id, { minArticles: 1 });
const web = await startWeb(services);
const editor = { cookie: await signInAtDesk(services, web, await addStaff(services, 'editor')) };
const reporter = { cookie: await signInAtDesk(services, web, await addStaff(services, 'reporter')) };
const analyst = { cookie: await signInAtDesk(services, web, await addStaff(services, 'analyst')) };
const editionId = await assembleDigest(services, ['Bread']);
const path = `/desk/editions/${editionId}/subjects`;

async function fields(changes: Record<string, string | string[]> = {}) {
  const { updatedAt } = await requireEdition(db, editionId);
  return {
    seen: String(updatedAt.getTime()),
    subject: ['Bread & roses', 'Roses', ''],
    preheader: ['What it costs', '', ''],
    share: '50',
    wait: '60',
    ...changes,
  };
}

/** The report of a test with these clicks, which are more than a small list could give. */
async function showsResult(id: number): Promise<void> {
  const decided = async (...clicks: [number, number]) => {
    const figures = clicks.map((count, subject) => ({ subject, sent: 5_000, clicks: count }));
    await db
      .updateTable('events')
      .set({ data: sql`data || jsonb_build_object('figures', ${json(figures)}::jsonb)` })
      .where('editionId', '=', id)
      .where('kind', '=', 'subject-decided')
      .execute();
    const [page, csv] = await Promise.all(
      ['report', 'report.csv'].map((name) => web.get(`/desk/editions/${id}/${name}`, analyst)),
    );
    return { page: page?.body ?? '', csv: csv?.body ?? '' };
  };
  const clear = await decided(400, 600);
  assert.match(
    clear.page,
    /“Two” was clicked more than “One”: by 2\.\d% to 5\.\d% of a mail, which is more than chance/,
  );
  assert.match(
    clear.page,
    /<th scope="row">Two<\/th><td>5,000<\/td><td>600<\/td><td>12%<\/td><td>10\.\d% – 13\.\d%<\/td>/,
  );
  assert.match(clear.csv, /\nsubject_sent,A: One,5000\nsubject_clicks,A: One,400\n/);
  assert.match(
    clear.csv,
    /\nsubject_clicks_a_mail,B: Two,0\.12\nsubject_clicks_a_mail_low,B: Two,0\.10\d+\nsubject_clicks_a_mail_high,B: Two,0\.13\d+\n/,
  );
  assert.match(
    clear.csv,
    /\nsubject_difference,B over A,0\.04\nsubject_difference_low,B over A,0\.02\d+\nsubject_difference_high,B over A,0\.05\d+\nsubject_difference_can_be_chance,B over A,no\n/,
  );
  const close = await decided(400, 410);
  assert.match(close.page, /no difference that could not be chance \(-[\d.]+% to [\d.]+%\)/);
  assert.match(
    close.csv,
    /\nsubject_difference_low,B over A,-0\.\d+\n[^\n]*\nsubject_difference_can_be_chance,B over A,yes\n/,
  );
}

describe('the page of the subjects of an edition', () => {
  it('shows the edition’s subject, and says honestly that a small list tells nothing', async () => {
    const { status, body } = await web.get(path, analyst);
    assert.equal(status, 200);
    assert.match(body, /Bread/);
    assert.ok(!body.includes('<form method="post" action="/desk/editions'), 'an analyst changes nothing');
    assert.match((await web.get(path, editor)).body, /This list is too small/);
    assert.match((await web.get(`/desk/editions/${editionId}`, editor)).body, /Try several subjects/);
  });

  it('saves them, and shows each as a list of mails would, with the first one’s preheader', async () => {
    const { status, headers } = await web.post(path, await fields(), reporter);
    assert.deepEqual([status, headers.get('location')], [303, `${path}?done=saved`]);
    const { subject, preheader, subjectTest } = await requireEdition(db, editionId);
    assert.deepEqual([subject, preheader], ['Bread & roses', 'What it costs']);
    assert.deepEqual(subjectTest?.others, [{ subject: 'Roses', preheader: '' }]);
    const { body } = await web.get(`${path}?done=saved`, editor);
    assert.match(body, /role="status">Saved/);
    assert.equal(body.split('inbox-preheader soft" lang="en">What it costs').length, 3);
    assert.match((await web.get(`/desk/editions/${editionId}`, editor)).body, /Roses/);
  });

  it('says that an alert waits for a test, before it is saved and in the pre-flight, with a link to mend it', async () => {
    const setPriority = (priority: 'alert' | 'normal') => setNewsletter(db, system, 'daily', { priority });
    const waits = async () => {
      const { faults } = await inspectEdition(services, await requireEdition(db, editionId));
      return faults.filter(({ code }) => code === 'alert-waits').map(({ severity }) => severity);
    };
    assert.deepEqual(await waits(), [], 'it is no alert');
    await setPriority('alert');
    assert.deepEqual(await waits(), ['warning']);
    assert.match((await web.get(path, editor)).body, /This newsletter is for alerts\./);
    const page = (await web.get(`/desk/editions/${editionId}`, editor)).body;
    assert.match(
      page,
      new RegExp(`<a href="${path}">This is an alert that tries its subjects: 50 of a hundred`),
    );
    await web.post(path, await fields({ share: '100' }), editor);
    assert.deepEqual(await waits(), [], 'all are tried, and nobody waits');
    await web.post(path, await fields(), editor);
    await setPriority('normal');
  });

  it('writes over nothing that was changed meanwhile, and keeps what was typed where it is wrong', async () => {
    const stale = await web.post(path, await fields({ seen: '1700000000000' }), editor);
    assert.equal(stale.status, 409);
    assert.match(stale.body, /was changed since/);
    const wrong = await web.post(path, await fields({ subject: ['Same', 'same'], share: '10' }), editor);
    assert.equal(wrong.status, 400);
    assert.match(wrong.body, /value="Same"/);
    assert.match(wrong.body, /value="10" checked/);
    assert.equal((await web.post(path, await fields({ seen: 'x' }), editor)).status, 400);
    assert.equal((await web.post(path, await fields({ share: '33', wait: 'soon' }), editor)).status, 400);
    const hostile = '<script>alert(1)</script>';
    await web.post(path, await fields({ subject: [hostile, 'Roses', ''] }), editor);
    assert.ok(!(await web.get(path, editor)).body.includes(hostile));
  });

  it('warns that an approval is taken back, takes it back, and ends the test with one subject', async () => {
    await approve(services, { editionId, actor: system });
    assert.match((await web.get(path, editor)).body, /takes that back/);
    await web.post(path, await fields({ subject: ['Bread', '', ''] }), editor);
    const { state, subjectTest } = await requireEdition(db, editionId);
    assert.deepEqual([state, subjectTest], ['draft', null]);
  });

  it('says that nothing can be compared where no click is counted', async () => {
    await setNewsletter(db, system, 'daily', { clickMode: 'off' });
    assert.match((await web.get(path, editor)).body, /counts no clicks/);
    await setNewsletter(db, system, 'daily', { clickMode: 'aggregate' });
  });

  it('shows a test that goes on, and ends it only by an editor who has been asked, once', async () => {
    const going = await launchTest(services);
    const of = `/desk/editions/${going}/subjects`;
    assert.match((await web.get(of, editor)).body, /still going out to the tested/);
    const asked = await web.get(`${of}/choose?subject=B`, editor);
    assert.match(asked.body, /Send B to the rest\?/);
    assert.equal((await web.get(`${of}/choose?subject=C`, editor)).status, 404);
    assert.equal((await web.post(`${of}/choose`, { subject: 'B' }, reporter)).status, 403);
    await pauseSend(services, going, system);
    assert.match((await web.get(of, editor)).body, /is paused/);
    const both = await Promise.all(
      ['A', 'B'].map((subject) => web.post(`${of}/choose`, { subject }, editor)),
    );
    assert.deepEqual(new Set(both.map(({ status }) => status)), new Set([303, 409]));
    assert.notEqual((await readSubjectTest(db, going))?.winner, null);
    assert.match((await web.get(of, editor)).body, /Somebody chose it/);
    await showsResult(going);
  });
});

describe('what clicks tell', () => {
  const of = (...pairs: Array<[number, number]>) =>
    judge(pairs.map(([sent, clicks], subject) => ({ subject, readers: sent, sent, clicks, machines: 0 })));

  it('changes the first subject for another only where that is clearly ahead of it', () => {
    assert.deepEqual(of([1000, 100], [1000, 150]), { winner: 1, reason: 'clear' });
    assert.deepEqual(of([1000, 100], [1000, 120]), { winner: 0, reason: 'not-clear' });
    assert.deepEqual(of([1000, 150], [1000, 100]), { winner: 0, reason: 'first-is-best' });
    assert.deepEqual(of([1000, 100], [1000, 150], [1000, 160]), { winner: 2, reason: 'clear' });
    assert.deepEqual(of([1000, 2], [1000, 17]), { winner: 0, reason: 'few-clicks' });
    assert.deepEqual(of([1000, 0], [1000, 20]), { winner: 1, reason: 'clear' });
    assert.deepEqual(of([0, 0], [1000, 20]), { winner: 0, reason: 'nobody-tested' });
    assert.deepEqual(of([1000, 100], [500, 75]), { winner: 1, reason: 'clear' }, 'by each who got it');
  });

  it('is foretold by the size of the list and how often it clicks', () => {
    const [tenth, , , , half] = estimateShares({ readers: 100_000, rate: 0.2, isAssumed: false }, 2);
    assert.deepEqual([tenth?.group, half?.group], [5000, 25_000]);
    assert.ok((tenth?.smallestLead ?? 0) > (half?.smallestLead ?? 1));
    assert.ok(Math.abs((tenth?.smallestLead ?? 0) - 0.157) < 0.001, String(tenth?.smallestLead));
    const small = estimateShares({ readers: 300, rate: 0.1, isAssumed: false }, 3);
    assert.ok(small.slice(0, 5).every(({ smallestLead }) => smallestLead === null));
  });
});
