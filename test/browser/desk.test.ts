import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { firstOwnerUrl } from '../../src/staff/first-owner.ts';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { openNewsroom } from '../support/cast.ts';
import { assembleDigest } from '../support/digest.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

// Set to a folder, it gets a picture of each page, to be looked at.
const pictures = process.env['PICTURES'] ?? '';

const services = await createTestServices();
await openNewsroom(services);
const web = await startWeb(services);
// A passkey belongs to a name; an address of numbers has none.
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;
const at = `${origin}/desk/account/second-factor`;

describe('the desk in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function look(page: Page, path: string, name: string): Promise<void> {
    if (path !== '') await page.goto(origin + path);
    const keep = (form: string) =>
      page.screenshot({ path: `${pictures}/desk-${name}-${form}.png`, fullPage: true });
    assert.deepEqual(await faultsOf(page, pictures === '' ? undefined : keep), [], name);
  }

  it('is sound on a desk and on a phone, light and dark', async () => {
    const owner = await addStaff(services, 'owner', 'Olena');
    await addStaff(services, 'reporter', 'Надія');
    const page = await browser.open({ withoutPolicy: true });
    await look(page, '/desk/sign-in', 'sign-in');
    for (const pair of (await signInAtDesk(services, web, owner)).split('; ')) {
      const [name = '', value = ''] = pair.split('=');
      await page.context().addCookies([{ name, value, url: origin }]);
    }
    await look(page, '/desk', 'today');
    const edition = `/desk/editions/${await assembleDigest(services)}`;
    await look(page, edition, 'edition');
    await look(page, `${edition}?form=phone&dark=1`, 'edition-phone');
    await look(page, `${edition}?form=text`, 'edition-text');
    await look(page, '/desk/staff', 'staff');
    await look(page, '/desk/log', 'log');
    await look(page, '/desk/account', 'account');
    await look(page, '/desk/account/second-factor', 'second-factor');
    await page.getByRole('button', { name: 'Set up an app' }).click();
    await look(page, '', 'app');
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
