import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { system } from '../../src/access/actor.ts';
import type { Item } from '../../src/editions/compose/contract.ts';
import { readComposed } from '../../src/editions/compose/hold.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import { setRules } from '../../src/editions/rules.ts';
import { writeArticles } from '../support/articles.ts';
import { startBrowser, type TestBrowser, watchForStrangers } from '../support/browser.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { addStaff } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { addLocalRelay } from '../support/local-relay.ts';
import { addMember, addTiers } from '../support/members.ts';
import { skipWithout } from '../support/needs.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWeb } from '../support/web.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

// Set to a folder, it gets a picture of each step, to be looked at.
const pictures = process.env['PICTURES'] ?? '';
const readers = 3_000;
const perSecond = 50;
const oldSubject = 'What bread costs tody';
const newSubject = 'What bread costs today';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;
const relay = await startRelay();
await addLocalRelay(db, 'main', relay.port, { perSecond });

describe('a producer’s morning', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  let worker: WorkerProcess;
  let olena: Page;
  let petro: Page;
  let strangers: string[][] = [];
  let edition = '';
  let id = 0;
  let steps = 0;
  let atPause = 0;

  before(async () => {
    const { breakfast } = await addTiers(services);
    await addCrowd(services, daily, readers);
    const since = new Date(Date.now() - 86_400_000);
    await addMember(
      services,
      { address: 'crowd1@readers.example', tierId: breakfast, rail: 'complimentary' },
      since,
    );
    await setRules(db, system, daily.id, { enabled: true, minArticles: 2, fourEyes: true, graceSeconds: 10 });
    const flash = await addNewsletter(db, system, { slug: 'flash', name: 'Flash', priority: 'alert' });
    await addReaders(services, flash, 3);
    await setRules(db, system, flash.id, { graceSeconds: 10 });
    for (const name of ['Olena', 'Petro']) await addStaff(services, 'editor', name);
    id = await assembleDigest(services, [
      'Bread is dearer again',
      'The bridge opens in spring',
      'A school under the ground',
      'The night train is back',
    ]);
    edition = `${origin}/desk/editions/${id}`;
    [browser, worker] = await Promise.all([startBrowser(), startWorkerProcess(services, relay.url)]);
    olena = await browser.open({ width: 1440 });
    petro = await browser.open({ width: 375 });
    strangers = [olena, petro].map((page) => watchForStrangers(page, origin));
  });
  after(async () => {
    await browser.close();
    await worker.stop();
  });

  /** The rhythm of a night that has just begun: five minutes ago an edition was due, to be approved within one. */
  async function letNightCome(): Promise<void> {
    await writeArticles(db, 3, 'night');
    await db.deleteFrom('assemblies').execute();
    const due = Temporal.Now.zonedDateTimeISO(daily.timeZone).subtract({ minutes: 5 });
    const rhythm = { assembleAt: due.toPlainTime().toString().slice(0, 5), deadlineMinutes: 1 };
    const since = new Date(Date.now() - 3_600_000);
    await db.updateTable('newsletters').set({ zoneSince: since }).where('id', '=', daily.id).execute();
    await setRules(db, system, daily.id, rhythm, since);
  }

  async function picture(page: Page, name: string): Promise<void> {
    steps += 1;
    if (pictures === '') return;
    const path = `${pictures}/morning-${String(steps).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path, fullPage: name !== 'composer' });
  }

  /** The newest mail to somebody whose subject says this. */
  async function mailTo(address: string, subject: RegExp) {
    let found: Awaited<ReturnType<typeof PostalMime.parse>> | undefined;
    await until(async () => {
      const mails = await Promise.all(
        relay.received.filter(({ to }) => to === address).map(({ raw }) => PostalMime.parse(raw)),
      );
      found = mails.findLast((mail) => subject.test(mail.subject ?? ''));
      return found !== undefined;
    }, `a mail to ${address}`);
    return found ?? assert.fail();
  }

  async function signIn(page: Page, address: string): Promise<void> {
    await page.goto(`${origin}/desk/sign-in`);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(address);
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    // A test of the edition may have come to them just now.
    const { text = '' } = await mailTo(address, /^(?!\[Test\])/);
    await page.goto(/http:\S+\/desk\/sign-in\/\S+/.exec(text)?.[0] ?? assert.fail(text));
    await page.getByRole('button').first().click();
    await page.waitForURL(`${origin}/desk`);
  }

  const items = async () => (await readComposed(db, id)).doc.items;
  const titleOf = ({ kind, fields }: Item): string =>
    typeof fields['title'] === 'string' ? fields['title'] : kind;
  const titles = async () => (await items()).map(titleOf);
  const block = (name: string) =>
    olena.locator('#blocks > .block').filter({ has: olena.locator(`.pick[data-name*="${name}"]`) });
  const stored = (holds: () => Promise<boolean>, name: string) => until(holds, name);
  const sent = () => relay.received.filter(({ to }) => to.startsWith('crowd')).length;

  it('begins with a mailed link, and tomorrow’s digest stands ready on the front page', async () => {
    await signIn(olena, 'olena@courier.example');
    await olena.getByText('Needs approval').first().waitFor();
    await picture(olena, 'today');
    await olena.getByRole('link', { name: 'Edit The Daily Courier 1' }).click();
    await olena.locator('.composer.scripted').waitFor();
    await picture(olena, 'composer');
  });

  it('orders the stories by mouse and by keyboard, changes the lead and the subject', async () => {
    const [, second = '', third = ''] = await titles();
    await block(third).dragTo(block(second), { targetPosition: { x: 200, y: 5 } });
    await stored(async () => (await titles())[1] === third, 'it is moved by mouse');
    await olena.getByRole('link', { name: `Change Story: ${third}` }).focus();
    await olena.keyboard.press('Alt+ArrowDown');
    await stored(async () => (await titles())[2] === third, 'it is moved back by keyboard');

    await olena.getByRole('link', { name: `Change Story: ${second}` }).click();
    await olena.getByRole('button', { name: 'Make it the lead' }).click();
    await stored(async () => (await titles())[0] === second, 'it is the lead');
    await olena.getByRole('textbox', { name: 'Subject' }).fill(oldSubject);
    await stored(async () => (await requireEdition(db, id)).subject === oldSubject, 'the subject is kept');
  });

  it('adds a note for patrons, and another that stays empty for now', async () => {
    const add = olena.getByRole('button', { name: 'Note', exact: true });
    await add.click();
    await olena.getByRole('textbox', { name: 'Text' }).fill('You **paid** for the night shift.');
    await olena.getByRole('combobox', { name: 'Who reads it' }).selectOption('All patrons');
    await stored(
      async () => (await items()).some(({ fields }) => fields['audience'] === 'patron'),
      'the note is for patrons',
    );
    await add.click();
    await stored(
      async () => (await items()).filter(({ kind }) => kind === 'note').length === 2,
      'a second note',
    );
    await olena.getByRole('textbox', { name: 'Preheader' }).fill('');
    await stored(async () => (await requireEdition(db, id)).preheader === '', 'no preheader');
  });

  it('looks at each preview: in each form, as each kind of reader and as one by name', async () => {
    const seen = async (query: string): Promise<string> => {
      await olena.goto(`${edition}?${query}`);
      return query.includes('form=text')
        ? olena.locator('.edition-mail').innerText()
        : olena.frameLocator('iframe[title^="The mail"]').locator('body').innerText();
    };
    for (const query of [
      'form=desktop',
      'form=desktop&dark=1',
      'form=phone',
      'form=phone&dark=1',
      'form=text',
    ]) {
      assert.doesNotMatch(await seen(`reader=reader&${query}`), /night shift/, query);
      assert.match(await seen(`reader=tier:breakfast&${query}`), /night shift/, query);
      await picture(olena, `preview-${query.replaceAll(/\W/g, '-')}`);
    }
    const kinds = await olena.locator('#reader option').all();
    const offered = await Promise.all(kinds.map((kind) => kind.getAttribute('value')));
    assert.ok(offered.length >= 4, offered.join());
    for (const reader of offered)
      assert.match(await seen(`reader=${reader}&form=text`), /The Courier/, reader ?? '');
    await olena.locator('details:has(#address) > summary').click();
    await olena.locator('#address').fill('crowd7@readers.example');
    await olena.locator('#address').press('Enter');
    await olena.waitForURL(/reader=subscriber/);
    assert.match(await olena.locator('.edition-mail').innerText(), /crowd7@readers\.example/);
  });

  it('mends what the pre-flight found, each by its link', async () => {
    await olena.goto(edition);
    await olena.getByRole('link', { name: /^There is no preheader/ }).click();
    await olena.getByRole('textbox', { name: 'Preheader' }).fill('And what the harvest has to do with it');
    await stored(async () => (await requireEdition(db, id)).preheader !== '', 'the preheader is kept');
    await olena.goto(edition);
    await olena.getByRole('link', { name: /^Block \d+ says nothing/ }).click();
    await olena.getByRole('textbox', { name: 'Text' }).fill('We are back tomorrow.');
    await stored(
      async () => (await items()).some(({ fields }) => fields['text'] === 'We are back tomorrow.'),
      'the note is kept',
    );
    await olena.goto(edition);
    // What others are asked is shown when they have answered, without loading the page again.
    await olena.getByText(/all \d+ looked at/).waitFor();
    assert.equal(await olena.getByText('Must be mended').count(), 0);
    assert.equal(await olena.getByText('There is no preheader').count(), 0);
  });

  it('sends a test to a colleague', async () => {
    await olena.getByRole('checkbox', { name: /Petro/ }).check();
    await olena.getByRole('button', { name: 'Send the test' }).click();
    await olena.getByText('The test is on its way.').waitFor();
    const { html } = await mailTo('petro@courier.example', /^\[Test\]/);
    assert.match(String(html), /We are back tomorrow/);
  });

  it('lets somebody else approve it, on a phone, in two taps', async () => {
    await olena.goto(`${edition}/approve`);
    await olena.getByText('Somebody else approves it').waitFor();
    assert.equal(await olena.getByRole('button', { name: /^Approve/ }).count(), 0);
    await signIn(petro, 'petro@courier.example');
    await picture(petro, 'phone-today');
    await petro.getByRole('link', { name: /^Approve… The Daily Courier 1/ }).click();
    await petro.getByText(/3,000 readers|3,001 readers/).waitFor();
    await picture(petro, 'phone-approve');
    await petro.getByRole('button', { name: 'Approve and send now' }).click();
    await petro.getByText('About to go out').waitFor();
    await picture(petro, 'phone-leaving');
  });

  it('counts down to the first mail, and is stopped once more before it', async () => {
    const timer = petro.getByRole('timer');
    const left = async () => Number(/in (\d+) seconds/.exec(await timer.innerText())?.[1]);
    const shown = await left();
    await until(async () => (await left()) < shown, 'it counts', 5);
    await petro.getByRole('button', { name: 'Stop' }).click();
    await petro.getByText('Stopped. Nothing was sent').waitFor();
    assert.equal((await requireEdition(db, id)).state, 'draft');
    assert.equal(sent(), 0);
    await petro.goto(`${edition}/approve`);
    await petro.getByRole('button', { name: 'Approve and send now' }).click();
    await timer.waitFor();
  });

  it(`watches ${readers} go out at ${perSecond} a second`, async () => {
    await until(() => sent() > 200, 'it goes out', 60);
    await olena.goto(`${edition}/sending`);
    await olena.getByText('This page follows the send by itself.').waitFor();
    await letNightCome();
    const label = olena.locator('#sending strong').first();
    const shown = await label.innerText();
    await until(async () => (await label.innerText()) !== shown, 'the page follows it');
    await picture(olena, 'sending');
  });

  it('pauses, corrects and goes on', async () => {
    await olena.getByRole('button', { name: 'Pause' }).click();
    await olena.getByText('It is paused.').first().waitFor();
    await olena.getByRole('link', { name: 'Correct the unsent…' }).click();
    await olena.getByRole('textbox', { name: 'Subject' }).fill(newSubject);
    await olena.getByRole('button', { name: 'Save' }).click();
    await picture(olena, 'correct');
    // She wrote it; somebody else looks again.
    await petro.goto(`${edition}/correct`);
    await petro.getByRole('button', { name: 'Approve the correction' }).click();
    await petro.getByRole('button', { name: 'Send the correction to those who are left' }).click();
    await petro.goto(`${edition}/sending`);
    atPause = sent();
    assert.ok(atPause < readers, 'it was paused before its end');
    await petro.getByRole('button', { name: 'Go on' }).click();
  });

  it('sends a breaking alert in less than a minute from its headline', async () => {
    const began = Date.now();
    await petro.goto(`${origin}/desk/alert`);
    await petro.getByText('To 3 readers of Flash').waitFor();
    await petro.getByRole('textbox', { name: 'Headline' }).fill('The dam has been hit');
    await petro.getByRole('textbox', { name: 'Link' }).fill('https://courier.example/dam');
    await picture(petro, 'phone-alert');
    await petro.getByRole('button', { name: 'Look at it' }).click();
    await petro.getByText(/3 readers of Flash will get it/).waitFor();
    await picture(petro, 'phone-alert-approve');
    await petro.getByRole('button', { name: 'Approve and send now' }).click();
    const warned = () => relay.received.filter(({ to }) => to.startsWith('reader')).length;
    await until(() => warned() === 3, 'all who want alerts are told', 60);
    assert.ok(Date.now() - began < 60_000, `it took ${Date.now() - began} ms`);
  });

  it('has sent to everybody once, the old text or the new one', async () => {
    await until(() => sent() >= readers, 'all are sent', 120);
    const subjects = relay.received
      .filter(({ to }) => to.startsWith('crowd'))
      .map(({ raw, to }) => ({ to, subject: /^Subject: (.*)\r$/m.exec(raw.toString('latin1'))?.[1] }));
    assert.equal(new Set(subjects.map(({ to }) => to)).size, readers, 'everybody got it once');
    const old = subjects.filter(({ subject }) => subject === oldSubject).length;
    assert.equal(old, atPause, 'who had it keeps it');
    assert.equal(subjects.filter(({ subject }) => subject === newSubject).length, readers - old);
  });

  it('reads the report: it balances, and tells the two texts apart', async () => {
    await olena.goto(`${edition}/sending`);
    await olena.getByText('It is over.').waitFor();
    await olena.getByRole('link', { name: 'The report' }).first().click();
    await olena.getByRole('heading', { name: 'What became of its readers' }).waitFor();
    assert.match(await olena.innerText('main'), /Handed over\s+3,000/);
    assert.match(await olena.innerText('main'), /Text 2/);
    await picture(olena, 'report');
  });

  it('holds the edition of a night that nobody approved, and says so in the morning', async () => {
    const { text = '' } = await mailTo('petro@courier.example', /is held$/);
    const { id: night, state } = await db
      .selectFrom('editions')
      .select(['id', 'state'])
      .where('newsletterId', '=', daily.id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.ok(night > id && state === 'draft');
    assert.match(text, new RegExp(`/desk/editions/${night}`));
    await olena.goto(`${origin}/desk`);
    await olena.getByText('was not approved in time, and is held').waitFor();
    assert.equal(sent(), readers, 'nothing has gone out');
    await picture(olena, 'held');
  });

  it('has loaded nothing from another host, and met its policy nowhere', () => {
    assert.deepEqual(strangers, [[], []]);
  });
});
