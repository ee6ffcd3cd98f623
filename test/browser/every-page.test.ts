import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { createApp } from '../../src/app.ts';
import { overflow, seriousFaults, startBrowser, type TestBrowser } from '../support/browser.ts';
import { fillDay } from '../support/lively/day.ts';
import { openLively } from '../support/lively/newsroom.ts';
import { comeToWork, type DeskPage, everyPage } from '../support/lively/pages.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

// Set to a folder, it gets a picture of each page in every form, to be looked at; with ONLY, of those whose name begins so.
const pictures = process.env['PICTURES'] ?? '';
const only = (process.env['ONLY'] ?? '').split(',');
const limit = 150_000;

const services = await createTestServices();
const { db } = services;
const web = await startWeb(services);
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;
console.time('fill');
const newsroom = await openLively(services);
console.timeLog('fill', 'open');
const day = await fillDay(services, newsroom);
console.timeLog('fill', 'day');
const cookies = await comeToWork(services, web);
const pages = await everyPage(services, newsroom, day);
console.timeEnd('fill');

const ask = ({ path, fields, who = 'owner' }: DeskPage) => {
  const headers = { cookie: cookies[who] };
  return fields === undefined ? web.get(path, headers) : web.post(path, fields, headers);
};

describe('every page of the desk', () => {
  it('weighs less than 150 KB compressed, with its styles and scripts', async () => {
    const weights = new Map<string, number>();
    for (const page of pages) {
      const { status, body } = await ask(page);
      if (status !== (page.status ?? 200)) console.log(page.name, page.path, status);
      const assets = [...body.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/g)].map(([, href]) => href ?? '');
      let sum = gzipSync(body).length;
      for (const href of new Set(assets)) {
        if (!weights.has(href)) weights.set(href, gzipSync((await web.get(href, { cookie: cookies.owner })).body).length);
        sum += weights.get(href) ?? 0;
      }
      if (pictures !== '') console.log(page.name, sum);
      assert.ok(sum < limit, `${page.name}: ${sum} bytes`);
    }
  });
});

describe('every page of the desk in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function come(page: Page, who: keyof typeof cookies): Promise<void> {
    await page.context().clearCookies();
    for (const pair of cookies[who].split('; ').filter((one) => one !== '')) {
      const [name = '', value = ''] = pair.split('=');
      await page.context().addCookies([{ name, value, url: origin }]);
    }
  }
  async function open(page: Page, { path, fields, who = 'owner' }: DeskPage): Promise<void> {
    await come(page, who);
    if (fields === undefined) return void (await page.goto(origin + path));
    await page.goto(`${origin}/desk/account`);
    await Promise.all([
      page.waitForNavigation(),
      page.evaluate(
        ([at, given]) => {
          const { document: tree } = globalThis as any;
          const form = tree.createElement('form');
          form.method = 'post';
          form.action = at;
          for (const [name, value] of Object.entries(given as any)) {
            const input = tree.createElement('input');
            input.name = name;
            input.value = value;
            form.append(input);
          }
          tree.body.append(form);
          form.submit();
        },
        [origin + path, fields] as const,
      ),
    ]);
  }

  it('axe', async () => {
    const page = await browser.open({ width: 375, dark: true, withoutPolicy: true });
    for (const one of pages.filter(({ name }) => only.some((begin) => name.startsWith(begin)))) {
      await open(page, one);
      const started = performance.now();
      const faults = await seriousFaults(page);
      const wide = await overflow(page);
      if (faults.length > 0 || wide > 0) console.log('AXE', one.name, wide, faults);
      if (pictures === '') { console.log(one.name, Math.round(performance.now() - started)); continue; }
      const shoot = (form: string) => page.screenshot({ path: `${pictures}/${one.name}-${form}.png`, fullPage: true });
      for (const dark of [false, true])
        for (const width of [1440, 1024, 375]) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
          await page.waitForLoadState('networkidle').catch(() => {});
          await shoot(`${width}${dark ? '-dark' : ''}`);
          if ((await overflow(page)) > 0) console.log('WIDE', one.name, width);
        }
      await db.updateTable('staff').set({ language: 'uk' }).execute();
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, one);
      await page.waitForLoadState('networkidle').catch(() => {});
      await shoot('375-uk');
      if ((await overflow(page)) > 0) console.log('WIDE', one.name, 'uk');
      await db.updateTable('staff').set({ language: 'en' }).execute();
      await page.emulateMedia({ colorScheme: 'dark' });
    }
  });
});
