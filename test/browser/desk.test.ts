import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { system } from '../../src/access/actor.ts';
import { addSource } from '../../src/articles/sources.ts';
import { pauseSend } from '../../src/delivery/control.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setRules } from '../../src/editions/rules.ts';
import { firstOwnerUrl } from '../../src/staff/first-owner.ts';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { writeArticles } from '../support/articles.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { skipWithout } from '../support/needs.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

// Set to a folder, it gets a picture of each page, to be looked at.
const pictures = process.env['PICTURES'] ?? '';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
// A passkey belongs to a name; an address of numbers has none.
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;
const at = `${origin}/desk/account/second-factor`;

/** One edition of each kind, and an alert; gives the one that goes out. */
async function fillTheDay(): Promise<number> {
  await addReaders(services, daily, 5);
  await setRules(db, system, daily.id, {
    enabled: true,
    minArticles: 2,
    atDeadline: 'send',
    deadlineMinutes: 90,
  });
  const make = async (batch: string): Promise<number> => {
    await writeArticles(db, 4, batch);
    await db.deleteFrom('assemblies').execute();
    const request = { newsletterId: daily.id, cause: 'schedule', actor: system, evenIfNotDue: true } as const;
    return (await assemble(services, request))?.editionId ?? assert.fail();
  };
  const relay = await startRelay();
  const gone = await make('gone');
  await approve(services, { editionId: gone, actor: system });
  await launchEdition(services, { editionId: gone, actor: system });
  await deliverAll(services, relay.url, gone);
  const going = await make('going');
  await approve(services, { editionId: going, actor: system });
  await launchEdition(services, { editionId: going, actor: system });
  const soon = new Date(Date.now() + 100_000);
  await approve(services, { editionId: await make('soon'), actor: system, sendAt: soon });
  const draft = await make('draft');
  await editEdition(db, system, draft, { preheader: '' });
  await addSource(db, system, { url: 'https://feeds.example/rss', title: 'The wire' });
  await db.updateTable('sources').set({ failures: 4, lastError: 'HTTP 500' }).execute();
  return going;
}

describe('the desk in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function look(page: Page, path: string, name: string): Promise<void> {
    await page.goto(origin + path);
    const keep = (form: string) =>
      page.screenshot({ path: `${pictures}/desk-${name}-${form}.png`, fullPage: true });
    assert.deepEqual(await faultsOf(page, pictures === '' ? undefined : keep), [], name);
  }

  async function comeIn(page: Page, cookies: string): Promise<void> {
    for (const pair of cookies.split('; ')) {
      const [name = '', value = ''] = pair.split('=');
      await page.context().addCookies([{ name, value, url: origin }]);
    }
  }

  it('says on each page what will stand there, sound on a desk and on a phone, light and dark', async () => {
    const owner = await addStaff(services, 'owner', 'Olena');
    const page = await browser.open({ withoutPolicy: true });
    await comeIn(page, await signInAtDesk(services, web, owner));
    for (const name of ['', 'editions', 'alert', 'readers', 'keys', 'newsletters'])
      await look(page, `/desk/${name}`.replace(/\/$/, ''), `empty-${name}`);
  });

  it('has a sound front page on a full day, which counts down and shows what has changed by itself', async () => {
    const going = await fillTheDay();
    const editor = await addStaff(services, 'editor', 'Iryna');
    const page = await browser.open({ withoutPolicy: true });
    const cookies = await signInAtDesk(services, web, editor);
    await comeIn(page, cookies);
    await look(page, '/desk', 'full-day');
    await db.updateTable('staff').set({ language: 'uk' }).where('id', '=', editor.id).execute();
    await look(page, '/desk', 'full-day-uk');
    await db.updateTable('staff').set({ language: 'en' }).where('id', '=', editor.id).execute();

    const still = await browser.open({ scripts: false });
    await comeIn(still, cookies);
    await still.goto(`${origin}/desk`);
    assert.match(await still.locator('.countdown').first().innerText(), /^in \d+ (seconds|minutes)$/);

    const phone = await browser.open({ width: 375 });
    const complaints: string[] = [];
    phone.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    await comeIn(phone, cookies);
    await phone.goto(`${origin}/desk`);
    const first = phone.locator('.countdown').first();
    await first.filter({ hasNotText: await first.innerText() }).waitFor();
    await phone.getByText('In numbers').first().click();
    const page200 = { status: 200, contentType: 'text/html', body: '<p>A proxy’s own page</p>' };
    await phone.route(`${origin}/desk`, (route) => route.fulfill(page200), { times: 1 });
    await phone.waitForResponse(`${origin}/desk`);
    assert.ok((await phone.locator('#today .entry').count()) > 3, 'another’s page changes nothing');
    await phone.getByRole('button', { name: 'Hold The Daily Courier' }).first().focus();
    await pauseSend(services, going, system);
    await phone.locator('.entry-paused').waitFor();
    assert.match((await phone.locator('button:focus').getAttribute('id')) ?? '', /^hold-/);
    assert.equal(await phone.locator('#today details[open]').count(), 1, 'what was unfolded stays so');
    await phone.getByRole('button', { name: /^Go on/ }).click();
    await phone.getByText('It goes on.').waitFor();
    await phone.getByRole('link', { name: /^Stop… The/ }).click();
    await phone.getByRole('button', { name: 'Stop' }).click();
    await phone.getByText('It is stopped for good.').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('lets in by a passkey alone, under its policy, and by no copy of one', async () => {
    await services.db.deleteFrom('staffTotp').execute();
    await services.db.updateTable('staff').set({ signedInAt: null }).execute();
    const page = await browser.open();
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto((await firstOwnerUrl(services)) ?? '');
    await page.getByLabel('Your name').fill('Maria');
    await page.getByLabel('E-mail address').fill('maria@courier.example');
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.waitForURL(`${origin}/desk`);

    await page.goto(at);
    await page.getByLabel('Name of the new passkey').fill('My laptop');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('The passkey is added.').waitFor();
    assert.match(await page.innerText('main'), /My laptop/);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL(`${origin}/desk`);
    assert.match(await page.innerText('header'), /Maria/);

    // Somebody has only the cookie, and some minutes have passed.
    await services.db
      .updateTable('staffSessions')
      .set({ authenticatedAt: new Date(Date.now() - 11 * 60_000) })
      .execute();
    await page.goto(`${origin}/desk/staff`);
    await page.getByRole('button', { name: 'Require it' }).click();
    await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL(`${origin}/desk/staff`);
    await page.getByRole('button', { name: 'Require it' }).click();
    await page.getByText('The setting is saved.').waitFor();
    assert.deepEqual(complaints, []);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await services.db.updateTable('staffPasskeys').set({ counter: 1_000 }).execute();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('this passkey was not accepted').waitFor();
    assert.equal(new URL(page.url()).pathname, '/desk/sign-in');
  });
});
