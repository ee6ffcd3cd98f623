import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { requireStripe } from '../../src/memberships/stripe/reading.ts';
import { syncSubscription } from '../../src/memberships/stripe/sync-subscription.ts';
import { syncTiers } from '../../src/memberships/stripe/sync-tiers.ts';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStripePatron, addTestTiers } from '../support/memberships.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';
import { startWeb } from '../support/web.ts';

// Set to a folder, it gets a picture of each page, to be looked at.
const pictures = process.env['PICTURES'] ?? '';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
const web = await startWeb(services);

describe('the account in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  let patron: Awaited<ReturnType<typeof addStripePatron>>;

  before(async () => {
    await addReaders(services, await openNewsroom(services), 1);
    await addTestTiers(services);
    await syncTiers(services);
    patron = await addStripePatron(services, { address: 'reader1@readers.example' });
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function look(page: Page, path: string, name: string): Promise<void> {
    await page.goto(web.origin + path);
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })");
    const keep = (form: string) =>
      page.screenshot({ path: `${pictures}/${name}-${form}.png`, fullPage: true });
    assert.deepEqual(await faultsOf(page, pictures === '' ? undefined : keep), [], name);
  }

  it('is sound at 375 and at 1200 pixels, light and dark, in every state', async () => {
    const at = `/account/membership/${patron.id}`;
    const page = await browser.open({ withoutPolicy: true });
    const [name = '', value = ''] = patron.session.cookie.split('=');
    await page.context().addCookies([{ name, value, url: web.origin }]);
    await look(page, '/account', 'account');
    await look(page, `${at}/change`, 'change');
    await look(page, `${at}/cancel`, 'cancel');
    await look(page, '/cancel', 'declare-cancel');
    await look(page, '/withdraw', 'declare-withdraw');
  });

  it('shows the difference, pauses, resumes, cancels and takes it back by its buttons, without any script', async () => {
    const page = await browser.open({ width: 375, scripts: false });
    const [name = '', value = ''] = patron.session.cookie.split('=');
    await page.context().addCookies([{ name, value, url: web.origin }]);
    const shot = async (title: string): Promise<void> => {
      if (pictures !== '') await page.screenshot({ path: `${pictures}/${title}.png`, fullPage: true });
    };
    await page.goto(`${web.origin}/account`);
    await page.getByRole('link', { name: 'Change tier or amount' }).click();
    await page.getByText('Editor’s table', { exact: true }).click();
    await page.getByRole('button', { name: 'Show the difference' }).click();
    await shot('review');
    await page.getByRole('button', { name: 'Change it' }).click();
    assert.match(await page.innerText('main'), /Your membership is changed/);
    await page.getByText('Pause for a while').click();
    await page.getByText('2 months').click();
    await page.getByRole('button', { name: 'Pause now' }).click();
    assert.match(await page.innerText('main'), /Paused until/);
    await shot('paused');
    await page.getByRole('button', { name: 'Resume now' }).click();
    await page.locator('.leave a').click();
    await page.getByRole('button', { name: 'Cancel my membership' }).click();
    assert.match(await page.innerText('main'), /Cancelled: it ends on/);
    await shot('cancelled');
    await page.getByRole('button', { name: 'Keep my membership after all' }).click();
    assert.match(await page.innerText('main'), /taken back/);
    const subscription = await requireStripe(services).subscriptions.retrieve(patron.subscriptionId);
    assert.equal(subscription.cancel_at_period_end, false);
    await syncSubscription(services, patron.subscriptionId);
  });
});
