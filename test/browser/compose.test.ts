import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { system } from '../../src/access/actor.ts';
import { approve } from '../../src/editions/approve.ts';
import { readComposed } from '../../src/editions/compose/hold.ts';
import { textOf } from '../../src/editions/desk/compose/items.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import { setRules } from '../../src/editions/rules.ts';
import type { StaffMember } from '../../src/staff/staff.ts';
import { writeArticles } from '../support/articles.ts';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { addTiers } from '../support/members.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWeb } from '../support/web.ts';

// Set to a folder, it gets a picture of each state, to be looked at.
const pictures = process.env['PICTURES'] ?? '';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;
await addTiers(services);
await setRules(db, system, daily.id, {
  enabled: true,
  minArticles: 1,
  appeal: { title: 'Please pay', text: 'It is free.', label: 'Pay', url: 'https://courier.example/pay' },
});
await keepPicture();
const id = await assembleDigest(services, [
  'Bread is dearer again',
  'The bridge opens in spring',
  'A school under the ground',
  'The night train is back',
]);
await writeArticles(db, 6, 'pool');
const olena = await addStaff(services, 'editor', 'Olena');
const petro = await addStaff(services, 'reporter', 'Petro');
const path = `/desk/editions/${id}/compose`;

/** A picture that an article of the pool has. */
async function keepPicture(): Promise<void> {
  const data = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#486' } })
    .jpeg()
    .toBuffer();
  const [hash, url] = ['0123456789abcdef0123456789abcdef', 'https://courier.example/picture.jpg'];
  await db
    .insertInto('images')
    .values({ hash, mediaType: 'image/jpeg', width: 800, height: 600, data })
    .execute();
  await db.insertInto('imageFetches').values({ url, hash }).execute();
}

const items = async () => (await readComposed(db, id)).doc.items;
const titles = async () => (await items()).map((item) => textOf(item, 'title') || item.kind);
const subject = async () => (await requireEdition(db, id)).subject;

describe('the composer in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  const complaints: string[] = [];

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function open(
    person: StaffMember,
    options: Parameters<TestBrowser['open']>[0] = {},
    query = '',
  ): Promise<Page> {
    const page = await browser.open({ width: 1440, ...options });
    for (const pair of (await signInAtDesk(services, web, person)).split('; ')) {
      const [name = '', value = ''] = pair.split('=');
      await page.context().addCookies([{ name, value, url: origin }]);
    }
    page.on('console', (message) => {
      const isOffline = message.text().includes('ERR_INTERNET_DISCONNECTED');
      if (message.type() === 'error' && !isOffline) complaints.push(message.text());
    });
    page.on('pageerror', (error) => void complaints.push(error.message));
    await page.goto(`${origin}${path}${query}`);
    return page;
  }

  const saved = (page: Page) => page.locator('#compose-saved', { hasText: /^Saved \d\d:\d\d$/ }).waitFor();
  const shown = (page: Page, text: string) =>
    page.locator('#edition .drawn', { hasText: text }).first().waitFor();
  const block = (page: Page, name: string) =>
    page.locator('#blocks > .block').filter({ has: page.locator(`.pick[data-name*="${name}"]`) });

  it('moves parts by mouse and by keyboard, and says where they stand', async () => {
    const page = await open(olena);
    const [, second, third] = await titles();
    assert.ok(second && third);
    await block(page, third).dragTo(block(page, second), { targetPosition: { x: 200, y: 5 } });
    await saved(page);
    assert.deepEqual((await titles()).slice(1, 3), [third, second]);

    await page.getByRole('link', { name: `Change Story: ${third}` }).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await until(async () => (await titles())[2] === third, 'it is moved back');
    await page.locator('#compose-said', { hasText: /is now 3 of \d/ }).waitFor({ state: 'attached' });
    await saved(page);
    assert.equal(await page.evaluate('document.activeElement.dataset.name'), `Story: ${third}`);

    await page.getByRole('button', { name: `Move up: Story: ${third}` }).press('Enter');
    await until(async () => (await titles())[1] === third, 'it is moved by its button');
    await page.context().close();
  });

  it('changes the lead, the subject and a headline, and takes a story from the pool', async () => {
    const page = await open(olena);
    const [, second = ''] = await titles();
    await page.getByRole('link', { name: `Change Story: ${second}` }).click();
    await page.getByRole('button', { name: 'Make it the lead' }).click();
    await until(async () => (await titles())[0] === second, 'it is the lead');

    await page.getByRole('textbox', { name: 'Subject' }).fill('What bread costs now');
    await until(async () => (await subject()) === 'What bread costs now', 'the subject is saved');
    await saved(page);
    assert.match(await page.innerText('#field-head-subject-hint'), /^20 characters/);

    await page.getByRole('textbox', { name: 'Headline' }).fill('A headline for this edition');
    await shown(page, 'A headline for this edition');
    await page.getByRole('button', { name: 'As at the source: Headline' }).click();
    await until(async () => (await titles())[0] === second, 'it is as at the source');

    await page.getByRole('searchbox', { name: 'Search' }).fill('number 3 of pool');
    await page.locator('#pool > li:only-child').waitFor();
    await page.locator('#pool > li').dragTo(block(page, 'Lead'), { targetPosition: { x: 200, y: 10 } });
    await until(
      async () => (await titles()).some((title) => title.includes('number 3 of pool')),
      'it is put in',
    );
    await page.getByText('Stands in this edition').waitFor();
    await page.context().close();
  });

  it('needs no mouse: a story is found and put in, written in and moved, a part is added and taken back', async () => {
    const page = await open(olena);
    await page.locator('.composer.scripted').waitFor();
    /** Goes there as who has nothing but a keyboard does. */
    async function tabTo(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      for (let presses = 0; presses < 150; presses += 1) {
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
        await page.keyboard.press(key);
      }
      assert.fail(`the keyboard does not come to ${selector}`);
    }
    await tabTo('#pool-q');
    await page.keyboard.type('number 5 of pool');
    await page.locator('#pool > li:only-child').waitFor();
    await tabTo('#pool [id^="add-"]');
    await page.keyboard.press('Enter');
    await until(
      async () => (await titles()).some((title) => title.includes('number 5 of pool')),
      'it is put in',
    );
    await page.locator('.settings-form textarea:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Found by keyboard');
    const placeOf = async () => (await titles()).indexOf('Found by keyboard');
    await until(async () => (await placeOf()) > 0, 'its headline is changed');
    await saved(page);

    const stood = await placeOf();
    await tabTo('.pick[data-name*="Found by keyboard"]', 'Shift+Tab');
    await page.keyboard.press('Alt+ArrowUp');
    await until(async () => (await placeOf()) === stood - 1, 'it is moved');
    await saved(page);

    const dividers = async () => (await titles()).filter((title) => title === 'divider').length;
    await tabTo('#insert-divider', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await until(async () => (await dividers()) === 1, 'a part is added');
    await page.keyboard.press('Control+z');
    await until(async () => (await dividers()) === 0, 'it is taken back');
    await page.context().close();
  });

  it('adds a note for patrons with its bar of tools, and undoes and does again', async () => {
    const page = await open(olena);
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    const text = page.getByRole('textbox', { name: 'Text' });
    const tool = async (name: string): Promise<string> => {
      await page.getByRole('button', { name, exact: true }).click();
      return text.inputValue();
    };
    const marked = async (words: string): Promise<void> => {
      await text.fill(words);
      await text.press('Control+a');
    };
    await marked('Two\nlines');
    assert.equal(await tool('Quote'), '> Two\n> lines');
    assert.equal(await tool('Quote'), 'Two\nlines');
    assert.equal(await tool('List'), '- Two\n- lines');
    await page.locator('.block.chosen .drawn li', { hasText: 'lines' }).waitFor();
    await marked('the schools');
    assert.equal(await tool('Link'), '[the schools](https://)');
    await page.keyboard.type('https://courier.example/schools');
    assert.equal(await text.inputValue(), '[the schools](https://courier.example/schools)');
    await marked('Thank you');
    assert.equal(await tool('Bold'), '**Thank you**');
    assert.equal(await tool('Italic'), '***Thank you***');
    await page.locator('.block.chosen .drawn em', { hasText: 'Thank you' }).waitFor();
    assert.equal(await tool('Bold'), '*Thank you*');
    assert.equal(await tool('Italic'), 'Thank you');
    assert.equal(await tool('Bold'), '**Thank you**');
    await page.getByRole('combobox', { name: 'Who reads it' }).selectOption('All patrons');
    await page
      .locator('.block.chosen .drawn strong, .block.chosen .drawn b', { hasText: 'Thank you' })
      .waitFor();
    await saved(page);
    const note = (await items()).find(({ kind }) => kind === 'note');
    assert.equal(note?.fields['text'], '**Thank you**');
    assert.equal(note?.fields['audience'], 'patron');

    await page.locator('#settings-title').focus();
    await page.keyboard.press('Control+z');
    await until(
      async () => (await items()).find(({ kind }) => kind === 'note')?.fields['audience'] === null,
      'it is undone',
    );
    await page.keyboard.press('Control+Shift+Z');
    await until(
      async () => (await items()).find(({ kind }) => kind === 'note')?.fields['audience'] === 'patron',
      'it is done again',
    );
    await page.context().close();
  });

  it('sends half a button to nobody, and what is typed on while one goes on to another part', async () => {
    const page = await open(olena);
    await page.getByRole('button', { name: 'Patrons only' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Ask us');
    await page.getByRole('textbox', { name: 'Words on the button' }).fill('Come');
    await page.getByText('Not saved yet: words and a whole address are needed').waitFor();
    await page
      .getByRole('textbox', { name: 'Where the button leads' })
      .fill('https://courier.example/evening');
    const made = async () => (await items()).find(({ kind }) => kind === 'patrons-only');
    await until(
      async () => (JSON.stringify((await made())?.fields['button']) ?? '').includes('evening'),
      'it is whole',
    );
    await page.getByRole('textbox', { name: 'Title' }).fill('Ask us on Thursday');
    await page.locator('#blocks .pick').first().click();
    await until(async () => (await made())?.fields['title'] === 'Ask us on Thursday', 'it is sent');
    await page.locator('#settings-title', { hasText: /Lead|Story/ }).waitFor();
    await page.locator('#edition .drawn', { hasText: 'Ask us on Thursday' }).waitFor();
    await page.context().close();
  });

  it('chooses the part of a picture by keyboard and by mouse', async () => {
    const { id: articleId } = await db
      .selectFrom('articles')
      .select('id')
      .where('guid', '=', 'pool-a-headline-of-the-usual-length-1')
      .executeTakeFirstOrThrow();
    const image = JSON.stringify({ url: 'https://courier.example/picture.jpg', alt: 'A field', credit: '' });
    await db.updateTable('articles').set({ image }).where('id', '=', articleId).execute();
    const page = await open(olena);
    await page.locator(`#add-${articleId}`).click();
    await page.getByRole('combobox', { name: 'Shape' }).selectOption('Square');
    await saved(page);
    const crop = async () =>
      (await items()).find(({ fields }) => fields['articleId'] === articleId)?.fields['crop'] as {
        x: number;
      } | null;
    await until(async () => (await crop())?.x === 0.125, 'it is square, in the middle');
    const frame = page.getByRole('button', { name: /^The part that is shown/ });
    await frame.press('ArrowRight');
    await until(async () => (await crop())?.x === 0.145, 'it is moved by keyboard');
    await saved(page);
    const box = (await frame.boundingBox()) ?? assert.fail();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x - 100, box.y + 20);
    await page.mouse.up();
    await until(async () => (await crop())?.x === 0, 'it is moved by mouse');
    await page.context().close();
  });

  it('lets two write at once: nothing is lost, and each sees the other’s', async () => {
    const [one, other] = [await open(olena), await open(petro)];
    const lead = (await items())[0]?.key;
    for (const page of [one, other]) await page.locator(`#block-${lead} .pick`).click();
    const headline = (page: Page) => page.getByRole('textbox', { name: 'Headline' });
    const standfirst = (page: Page) => page.getByRole('textbox', { name: 'Standfirst' });
    await one.getByText('Also here: Petro').waitFor();

    // Different fields, and half-typed words.
    await standfirst(other).focus();
    await headline(one).fill('Olena wrote this');
    await standfirst(other).press('Control+End');
    await standfirst(other).pressSequentially(' Petro wrote this.', { delay: 40 });
    await other.locator('#edition .drawn', { hasText: 'Olena wrote this' }).first().waitFor();
    await one.locator('#edition .drawn', { hasText: 'Petro wrote this.' }).first().waitFor();
    assert.equal(await headline(other).inputValue(), 'Olena wrote this');
    assert.match(await standfirst(one).inputValue(), /Petro wrote this\.$/);

    // One field in different places is joined, under the hands of both.
    await standfirst(one).press('Control+Home');
    await standfirst(one).pressSequentially('Olena begins. ');
    await standfirst(other).press('Control+End');
    await standfirst(other).pressSequentially(' Petro ends.');
    await until(async () => {
      const [story] = await items();
      const text = story === undefined ? '' : textOf(story, 'standfirst');
      return text.startsWith('Olena begins.') && text.endsWith('Petro ends.');
    }, 'both stand in it');
    for (const page of [one, other])
      await until(
        async () => /^Olena begins\..*Petro ends\.$/.test(await standfirst(page).inputValue()),
        'both see it',
      );

    // One headline at the same time: the first stands, the second is kept aside, and both are asked.
    await Promise.all([one.context().setOffline(true), other.context().setOffline(true)]);
    await headline(one).fill('One headline');
    await headline(other).fill('Another headline');
    await one.locator('#compose-saved', { hasText: 'kept on this device' }).waitFor();
    await one.context().setOffline(false);
    await saved(one);
    await other.context().setOffline(false);
    await other.getByRole('heading', { name: 'Two texts for one place' }).waitFor();
    await one.getByRole('heading', { name: 'Two texts for one place' }).waitFor();
    assert.equal((await titles())[0], 'One headline');
    await other.getByRole('button', { name: 'Take mine' }).click();
    await until(async () => (await titles())[0] === 'Another headline', 'it is taken');
    await one.getByRole('heading', { name: 'Two texts for one place' }).waitFor({ state: 'detached' });
    await until(async () => (await headline(one).inputValue()) === 'Another headline', 'both see it');
    await Promise.all([one.context().close(), other.context().close()]);
  });

  it('keeps on the device what could not be sent, and sends it when the page is opened again', async () => {
    const page = await open(olena);
    complaints.length = 0;
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: 'Preheader' }).fill('Written on a train');
    await page.locator('#compose-saved', { hasText: 'kept on this device' }).waitFor();
    let asked = false;
    page.on('dialog', (dialog) => {
      asked = dialog.type() === 'beforeunload';
      void dialog.accept();
    });
    // Before the connection is back, else it is sent at once.
    await page.route('**/compose*', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await page.context().setOffline(false);
    await page.reload();
    assert.ok(asked, 'leaving asks first');
    await page.locator('#compose-saved', { hasText: 'kept on this device' }).waitFor();
    await page.unroute('**/compose*');
    await until(async () => (await requireEdition(db, id)).preheader === 'Written on a train', 'it is sent');
    complaints.length = 0;
    await page.context().close();
  });

  it('holds back what is written into an edition that was approved meanwhile', async () => {
    const page = await open(olena);
    await approve(services, { editionId: id, actor: system });
    await page.getByText('The first change takes the approval back').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Subject' }).isDisabled(), true);
    await page.getByRole('link', { name: 'Edit it all the same' }).click();
    await page.getByRole('textbox', { name: 'Subject' }).fill('After the approval');
    await until(async () => (await requireEdition(db, id)).state === 'draft', 'the approval is taken back');
    assert.equal(await subject(), 'After the approval');
    await page.context().close();
  });

  it('works on a phone, a part at a time, and without scripts', async () => {
    const phone = await open(olena, { width: 375 });
    await phone.locator('#blocks .pick').nth(1).click();
    await phone.getByRole('textbox', { name: 'Headline' }).fill('Written on a phone');
    await until(async () => (await titles())[1] === 'Written on a phone', 'it is saved');
    await phone.getByRole('link', { name: 'Edition', exact: true }).click();
    await shown(phone, 'Written on a phone');
    await phone.getByRole('link', { name: 'Stories', exact: true }).click();
    await phone.getByRole('button', { name: 'Divider' }).click();
    await until(async () => (await titles()).includes('divider'), 'it is put in');
    await phone.context().close();

    const still = await open(olena, { scripts: false });
    await still.getByRole('link', { name: /^Change .*Written on a phone$/ }).click();
    await still.getByRole('textbox', { name: 'Headline' }).fill('Written without scripts');
    await still.locator('.settings-form').getByRole('button', { name: 'Save' }).click();
    await still.getByText('Saved.', { exact: true }).waitFor();
    assert.equal((await titles())[1], 'Written without scripts');
    await still
      .getByRole('button', { name: /^Move up: .*Written without scripts$/ })
      .first()
      .click();
    assert.equal((await titles())[0], 'Written without scripts');
    await still.context().close();
    assert.deepEqual(complaints, []);
  });

  it('is sound on a desk and on a phone, light and dark', async () => {
    const page = await open(olena, { withoutPolicy: true });
    const all = await items();
    const keep = (name: string) => (form: string) =>
      page.screenshot({ path: `${pictures}/compose-${name}-${form}.png`, fullPage: true });
    const look = async (name: string, query: string): Promise<void> => {
      await page.goto(`${origin}${path}${query}`);
      await page.locator('.composer.scripted').waitFor();
      assert.deepEqual(await faultsOf(page, pictures === '' ? undefined : keep(name)), [], name);
    };
    const pictured = all.find(({ fields }) => fields['original'] != null)?.key ?? '';
    const note = all.find(({ kind }) => kind === 'note')?.key ?? '';
    await look('edition', '');
    await look('story', `?block=${pictured}#settings`);
    await look('note', `?block=${note}#settings`);
    await look('pool', '?q=number#stories');
    await look('history', '?history=newest#settings');
    await page.context().close();
  });
});
