import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { openNewsroom } from '../support/cast.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';
import { offerSupport } from '../support/supporters.ts';
import { startWeb } from '../support/web.ts';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
await openNewsroom(services);
await offerSupport(services);
const web = await startWeb(services);

describe('the pages of support in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  /** Looks at a page; keeps pictures where `PICTURES` names a folder. */
  async function look(page: Page, name: string): Promise<void> {
    const folder = process.env['PICTURES'];
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    const keep = (form: string) =>
      page.screenshot({ path: join(folder ?? '', `${name}-${form}.png`), fullPage: true });
    assert.deepEqual(await faultsOf(page, folder === undefined ? undefined : keep), [], name);
  }

  it('they are sound at 375 and at 1200 pixels, light and dark', async () => {
    const page = await browser.open({ withoutPolicy: true });
    await page.goto(`${web.origin}/support`);
    await look(page, 'support');
    await page.getByLabel('Yearly').check();
    await page.getByText('€80').first().waitFor({ state: 'visible' });
    await page.getByLabel("Editor's table").check();
    await look(page, 'support-year');
    await page.locator('#own-table').fill('1');
    await page.locator('.support-go button').click();
    assert.match(await page.innerText('main'), /less than the smallest amount/);
    await look(page, 'support-wrong');
    await page.locator('#own-table').fill('260');
    await page.locator('.support-go button').click();
    assert.match(await page.innerText('main'), /€260 each year/);
    await look(page, 'review');
    await page.goto(`${web.origin}/support`);
    await page.getByLabel('Once').check();
    await look(page, 'support-once');
    await page.goto(`${web.origin}/support/gift`);
    await look(page, 'gift');
  });

  it('without scripts the currency changes and the choice stays', async () => {
    const page = await browser.open({ width: 375, scripts: false });
    await page.goto(`${web.origin}/support`);
    await page.getByLabel('Yearly').check();
    await page.getByRole('button', { name: 'UAH' }).click();
    assert.match(await page.innerText('main'), /3,200/);
    assert.equal(await page.locator('#interval-year').isChecked(), true);
  });
});
