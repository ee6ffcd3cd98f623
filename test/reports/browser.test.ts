import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { system } from '../../src/access/actor.ts';
import { pauseSend, resumeSend } from '../../src/delivery/control.ts';
import { setRules } from '../../src/editions/rules.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { skipWithout } from '../support/needs.ts';
import { startRelay } from '../support/relay.ts';
import { launchDigest, sendDigest } from '../support/reported.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 6);
await setRules(db, system, daily.id, { minArticles: 1 });
const web = await startWeb(services);
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;

/** What an image on a page shows now. */
function read(image: Locator): Promise<{ currentSrc: string; naturalWidth: number }> {
  return image.evaluate((one) => {
    const { currentSrc, naturalWidth } = one as unknown as { currentSrc: string; naturalWidth: number };
    return { currentSrc, naturalWidth };
  });
}

describe('the pages of what goes out and has gone out, in a browser', {
  skip: skipWithout('chromium'),
}, () => {
  let browser: TestBrowser;
  let cookies = '';

  before(async () => {
    browser = await startBrowser();
    cookies = await signInAtDesk(services, web, await addStaff(services, 'owner', 'Olena'));
  });
  after(() => browser.close());

  async function comeIn(page: Page, whose = cookies): Promise<Page> {
    for (const pair of whose.split('; ')) {
      const [name = '', value = ''] = pair.split('=');
      await page.context().addCookies([{ name, value, url: origin }]);
    }
    return page;
  }

  it('show a send as it goes by themselves, under their policy, and pictures in both colours', async () => {
    const page = await comeIn(await browser.open({ width: 375 }));
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    const relay = await startRelay();
    await sendDigest(services, relay, 'The one before it');
    const id = await launchDigest(services, 'Watched');
    await page.goto(`${origin}/desk/editions/${id}/sending`);
    await page.getByText('This page follows the send by itself').waitFor();
    await page.getByRole('button', { name: 'Pause' }).focus();
    await pauseSend(services, id, system);
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('It goes on.').waitFor();
    await resumeSend(services, id, system).catch(() => {});
    await deliverAll(services, relay.url, id);
    await page.getByRole('link', { name: 'The report' }).last().waitFor();
    await page.getByText('6 of 6 are through').waitFor();
    await page.goto(`${origin}/desk/editions/${id}/report`);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator('.plots img').first().scrollIntoViewIfNeeded();
      const image = page.locator('.plots img').first();
      await until(
        async () => (await read(image)).currentSrc.includes('dark=1') === (scheme === 'dark'),
        `the picture is ${scheme}`,
      );
      await until(async () => (await read(image)).naturalWidth === 330, 'it is there');
    }
    assert.deepEqual(complaints, []);
  });

  it('say when the connection is lost, go on once it is there again, and lead out whoever is signed out', async () => {
    const id = await launchDigest(services, 'Interrupted');
    const mine = await signInAtDesk(services, web, await addStaff(services, 'editor', 'Iryna'));
    const page = await comeIn(await browser.open({ width: 375 }), mine);
    await page.route('**/assets/htmx-*', async (route) => {
      await sleep(500);
      await route.continue();
    });
    await page.goto(`${origin}/desk/editions/${id}/sending`);
    await page.getByText('This page follows the send by itself').waitFor();
    const events = `${origin}/desk/editions/${id}/sending/events`;
    await page.route(events, (route) => route.abort());
    web.dropConnections();
    await page.getByText('The connection was lost').waitFor();
    await page.unroute(events);
    await page.getByText('This page follows the send by itself').waitFor();
    await pauseSend(services, id, system);
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await resumeSend(services, id, system);
    const today = await page.context().newPage();
    await today.goto(`${origin}/desk`);
    await web.post('/desk/sign-out', {}, { cookie: mine });
    for (const one of [today, page]) {
      await one.bringToFront();
      await one.waitForURL(`${origin}/desk/sign-in?*`);
    }
  });
});
