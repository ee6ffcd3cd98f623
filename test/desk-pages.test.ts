import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DomUtils, parseDocument } from 'htmlparser2';
import type { Page } from 'playwright-core';
import { system } from '../src/access/actor.ts';
import { createApp } from '../src/app.ts';
import { signVote } from '../src/delivery/links.ts';
import { addTier } from '../src/memberships/tiers.ts';
import { addBallot } from '../src/topics/ballots/add-ballot.ts';
import { openBallot } from '../src/topics/ballots/open-ballot.ts';
import {
  faultsOf,
  overflow,
  axeFaults,
  startBrowser,
  type TestBrowser,
  watchForStrangers,
} from './support/browser.ts';
import { fillDay } from './support/lively/day.ts';
import { openLively } from './support/lively/newsroom.ts';
import { comeToWork, type DeskPage, everyPage } from './support/lively/pages.ts';
import { skipWithout } from './support/needs.ts';
import { createTestServices } from './support/services.ts';
import { signedIn } from './support/supporters.ts';
import { isThorough } from './support/thorough.ts';
import { addPatron, addReader, ballotOf } from './support/voters.ts';
import { startWeb } from './support/web.ts';

// Set to a folder, it gets pictures of each page at three widths, light and dark, and in Ukrainian; with ONLY, of
// those whose names begin with one of these, with commas between.
const pictures = process.env['PICTURES'] ?? '';
const only = (process.env['ONLY'] ?? '').split(',');
const heaviest = 150_000;

// For the pages of support, which ask it nothing as long as nobody pays.
const stripe = {
  secretKey: 'sk_test_sandbox_away0000',
  webhookSecret: 'whsec_away0000',
  apiBase: 'http://127.0.0.1:9',
  livemode: false,
  isSandbox: true,
};

const services = await createTestServices({ stripe });
const { db } = services;
const web = await startWeb(services);
const origin = web.origin.replace('127.0.0.1', 'localhost');
services.config.publicUrl = origin;
const newsroom = await openLively(services, { withPictures: pictures !== '' });
const day = await fillDay(services, newsroom);
const cookies = await comeToWork(services, web);
const pages = await everyPage(services, newsroom, day);

const ask = ({ path, fields, who = 'owner' }: DeskPage) => {
  const headers = { cookie: cookies[who] };
  return fields === undefined ? web.get(path, headers) : web.post(path, fields, headers);
};

// What a GET below /desk answers with besides pages: what these load, and files.
const loaded = [
  '/desk/editions/:id/mail',
  '/desk/editions/:id/report/mail',
  '/desk/editions/:id/plot/:measure',
  '/desk/editions/:id/compose/:name.css',
  '/desk/editions/:id/changes',
  '/desk/editions/:id/sending/events',
  '/desk/editions/:id/report.csv',
  '/desk/editions/:id/history.csv',
  '/desk/editions/:id/people.csv',
];

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** The addresses below /desk that can be got. */
function pathsIn(layers: Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (route === undefined) return pathsIn(handle.stack ?? []);
    return route.methods['get'] === true && /^\/desk(\/|$)/.test(route.path) ? [route.path] : [];
  });
}

const weights = new Map<string, number>();

async function weightOf(href: string): Promise<number> {
  if (!weights.has(href)) {
    const { status, body } = await web.get(href, { cookie: cookies.owner });
    assert.equal(status, 200, href);
    weights.set(href, gzipSync(body).length);
  }
  return weights.get(href) ?? 0;
}

/** What a browser loads for a page: itself, its styles and its scripts, compressed. */
async function assertLight(name: string, body: string, leastParts: number): Promise<void> {
  const parts = new Set(
    [...body.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js))"/g)].map(([, href = '']) => href),
  );
  assert.ok(parts.size >= leastParts, `${name} loads ${parts.size} parts`);
  let weight = gzipSync(body).length;
  for (const href of parts) weight += await weightOf(href);
  assert.ok(weight < heaviest, `${name}: ${weight} bytes`);
}

describe('every page of the desk', () => {
  it('is looked at here', () => {
    const { stack } = (createApp(services) as unknown as { router: { stack: Layer[] } }).router;
    const seen = pages
      .filter(({ fields }) => fields === undefined)
      .map(({ path }) => path.split('?')[0] ?? '');
    const isSeen = (path: string): boolean =>
      seen.some((one) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(one));
    const paths = pathsIn(stack);
    assert.ok(paths.length > 50, `${paths.length} were found`);
    assert.deepEqual(
      paths.filter((path) => !loaded.includes(path) && !isSeen(path)),
      [],
    );
  });

  it('has an id on each button of a part that moves, so that none becomes another one under a finger', async () => {
    let count = 0;
    for (const page of pages.filter(({ fields }) => fields === undefined)) {
      const { body } = await ask(page);
      const isMoving = (one: { attribs: Record<string, string> }): boolean =>
        Object.keys(one.attribs).some((name) => /^data-hx-(get|sse)/.test(name));
      for (const part of DomUtils.findAll(isMoving, parseDocument(body).children)) {
        const buttons = DomUtils.findAll(
          ({ name, attribs }) => name === 'button' || /\bbutton\b/.test(attribs['class'] ?? ''),
          part.children,
        );
        const ids = buttons.map(({ attribs }) => attribs['id'] ?? '');
        assert.ok(!ids.includes('') && new Set(ids).size === ids.length, `${page.name}: ${ids.join()}`);
        count += ids.length;
      }
    }
    assert.ok(count > 10, `${count} buttons were seen`);
  });

  it(`weighs less than ${heaviest / 1000} KB compressed, with its styles and scripts`, async () => {
    for (const page of pages) {
      const { status, body } = await ask(page);
      assert.equal(status, page.status ?? 200, `${page.name}: ${page.path}`);
      await assertLight(page.name, body, 3);
    }
  });
});

describe('every page of the desk in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  let page: Page;
  let strangers: string[] = [];

  before(async () => {
    browser = await startBrowser();
    page = await browser.open({ width: 375, dark: true, withoutPolicy: true });
    strangers = watchForStrangers(page, origin);
    // For what a page loads.
    for (const pair of cookies.owner.split('; ')) {
      const [name = '', value = ''] = pair.split('=');
      await page.context().addCookies([{ name, value, url: origin }]);
    }
  });
  after(() => browser.close());

  /** Shows the answer to whoever asks for it, to forms as well, in the place of what the browser would get. */
  async function open(one: DeskPage): Promise<void> {
    const { body } = await ask(one);
    const shown = { body, contentType: 'text/html; charset=utf-8' };
    await page.route(origin + one.path, (route) => route.fulfill(shown), { times: 1 });
    await page.goto(origin + one.path);
  }

  /** What is wrong with the page that is open; a thorough run looks at every form of it. */
  async function look(): Promise<string[]> {
    if (isThorough) return faultsOf(page);
    return [...(await axeFaults(page)), ...((await overflow(page)) > 0 ? ['it is too wide'] : [])];
  }

  /** What is folded away is seen by nobody, and by axe neither; gives how many there were. */
  const unfold = () =>
    page.locator('details:not([open])').evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
      return all.length;
    });

  async function keepPictures(one: DeskPage): Promise<void> {
    const shoot = async (width: number, form: string): Promise<void> => {
      await page.setViewportSize({ width, height: 900 });
      // A frame is not drawn before it is near.
      for (const frame of await page.locator('iframe').all()) await frame.scrollIntoViewIfNeeded();
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: `${pictures}/${one.name}-${width}${form}.png`, fullPage: true });
    };
    for (const width of [375, 1024, 1440]) await shoot(width, '-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    for (const width of [1440, 1024, 375]) await shoot(width, '');
    if ((await unfold()) > 0) for (const width of [1024, 375]) await shoot(width, '-open');
    await db.updateTable('staff').set({ language: 'uk' }).execute();
    await open(one);
    await shoot(375, '-uk');
    await db.updateTable('staff').set({ language: 'en' }).execute();
    await page.emulateMedia({ colorScheme: 'dark' });
  }

  it('is sound on a phone in the dark, and asks no other host for anything', {
    timeout: 3_600_000,
  }, async () => {
    const chosen = pages.filter(({ name }) => only.some((one) => name.startsWith(one)));
    assert.ok(chosen.length > 0, `no page begins with ${only.join(' or ')}`);
    for (const one of chosen) {
      await open(one);
      await unfold();
      assert.deepEqual(await look(), [], one.name);
      assert.deepEqual(strangers, [], one.name);
      if (pictures === '') continue;
      await open(one);
      await keepPictures(one);
    }
  });
});

describe('every page of readers', () => {
  it(`weighs less than ${heaviest / 1000} KB compressed, with its styles and scripts`, async () => {
    const prices = [{ currency: 'eur', interval: 'month', amount: 500, minimum: 400 }] as const;
    await addTier(db, system, { slug: 'weighed', name: 'Weighed', prices: [...prices] });
    const newsletters = [newsroom.daily.id, newsroom.weekly.id];
    const patron = await addPatron(services, 'weighed');
    await addReader(services, 'heavy', newsletters);
    await addBallot(
      db,
      system,
      'weighed',
      ballotOf({ opensAt: null, closesAt: new Date(Date.now() + 86_400_000) }),
    );
    const ballot = await openBallot(db, system, 'weighed');
    const { slug } = await db
      .selectFrom('editions')
      .select('slug')
      .where('id', '=', day.sent)
      .executeTakeFirstOrThrow();
    const review = '/support/review?interval=month&tier=weighed&currency=eur';
    const browser = await signedIn(services, web, patron.subscriberId);
    const vote = `/ballots/weighed/vote/${signVote(services.tokens, ballot.id, patron.subscriberId)}`;
    const open = ['/', '/subscribe', '/embed', '/archive', `/editions/${slug}`, '/account', '/nothing-here'];
    const texts = ['/privacy', '/terms', '/imprint'];
    const money = ['/support', '/support/gift', review, '/claim'];
    const voting = ['/ballots', '/ballots/weighed', vote, '/topics'];
    for (const path of [...open, ...texts, ...money, ...voting]) {
      const { status, body } = await web.get(path);
      assert.equal(status, path === '/nothing-here' ? 404 : 200, path);
      // The mail itself brings its styles along.
      await assertLight(path, body, path.startsWith('/editions/') ? 0 : 1);
    }
    for (const path of ['/account', '/support', '/ballots/weighed', '/topics']) {
      const { status, body } = await browser.get(path);
      assert.equal(status, 200, path);
      await assertLight(`${path}, signed in`, body, 1);
    }
  });
});
