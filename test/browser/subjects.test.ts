import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { system } from '../../src/access/actor.ts';
import { createResolver } from '../../src/delivery/dns/ask.ts';
import { findSpamAssassin, runChecks } from '../../src/editions/checks/run-checks.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { setRules } from '../../src/editions/rules.ts';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

// Set to a folder, it gets a picture of each page, to be looked at.
const pictures = process.env['PICTURES'] ?? '';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 3);
await setRules(db, system, daily.id, { minArticles: 1 });
const web = await startWeb(services);
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;

describe('subjects and pre-flight in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  let cookies = '';

  before(async () => {
    browser = await startBrowser();
    cookies = await signInAtDesk(services, web, await addStaff(services, 'editor', 'Iryna'));
  });
  after(() => browser.close());

  async function comeIn(page: Page): Promise<Page> {
    for (const pair of cookies.split('; ')) {
      const [name = '', value = ''] = pair.split('=');
      await page.context().addCookies([{ name, value, url: origin }]);
    }
    return page;
  }

  async function look(page: Page, path: string, name: string): Promise<void> {
    await page.goto(origin + path);
    const keep = (form: string) =>
      page.screenshot({ path: `${pictures}/${name}-${form}.png`, fullPage: true });
    assert.deepEqual(await faultsOf(page, pictures === '' ? undefined : keep), [], name);
  }

  it('brings the pre-flight up to date while links and filter are looked at, under its policy', async () => {
    const editionId = await assembleDigest(services, ['Looked at']);
    await editEdition(db, system, editionId, {
      editBlocks: (blocks) => [
        {
          kind: 'read-also',
          v: 1,
          audience: null,
          links: [
            { title: 'A story that is gone', url: 'http://no-such-host.invalid/story' },
            { title: 'Our own network', url: 'http://192.168.0.7/x' },
          ],
        },
        ...blocks,
      ],
    });
    const page = await comeIn(await browser.open());
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    await page.goto(`${origin}/desk/editions/${editionId}`);
    await page.getByText(/checking… 0 of \d/).waitFor();
    const tools = { resolver: createResolver(), spamassassin: findSpamAssassin() };
    await runChecks(services, new AbortController().signal, tools);
    await page.getByText('“A story that is gone”: the server cannot be reached').waitFor();
    await page.getByText(/all \d looked at/).waitFor();
    await page.getByText('Look again').waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
    const seen = await comeIn(await browser.open({ withoutPolicy: true }));
    await look(seen, `/desk/editions/${editionId}`, 'pre-flight');
    await db.updateTable('staff').set({ language: 'uk' }).execute();
    await look(seen, `/desk/editions/${editionId}`, 'pre-flight-uk');
    await db.updateTable('staff').set({ language: 'en' }).execute();
  });

  it('shows what is typed as a phone would, under its policy, and saves it without scripts too', async () => {
    const editionId = await assembleDigest(services, ['A tram to the sea']);
    const page = await comeIn(await browser.open());
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    const path = `${origin}/desk/editions/${editionId}/subjects`;
    await page.goto(path);
    const second = page.locator('.inbox [data-place="1"]');
    assert.equal(await second.isVisible(), false);
    await page.getByLabel('Subject B', { exact: true }).fill('The sea by tram');
    assert.match(await second.innerText(), /The sea by tram/);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    assert.deepEqual(complaints, []);
    const still = await comeIn(await browser.open({ scripts: false }));
    await still.goto(path);
    assert.match(await still.locator('.inbox [data-place="1"]').innerText(), /The sea by tram/);
    await still.getByLabel('Subject B', { exact: true }).fill('');
    await still.getByRole('button', { name: 'Save' }).click();
    assert.equal(await still.locator('.inbox [data-place="1"]').isVisible(), false);
  });
});
