import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findProgram } from './needs.ts';

export interface TestBrowser {
  /** A page in a context of its own. */
  open(options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface PageOptions {
  width?: number;
  dark?: boolean;
  scripts?: boolean;
  /** An edition's page lets no script run, axe-core's neither. */
  withoutPolicy?: boolean;
  language?: string;
}

// As root Chromium runs without its sandbox only; the rest keeps it from calling home.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A name that is not this machine's, so that plain http is as little trusted as on the internet.
  '--host-resolver-rules=MAP news.example 127.0.0.1',
];

/** Debian's Chromium, without a window. */
export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = findProgram('chromium');
  if (executablePath === null) throw new Error('chromium is not installed');
  const home = await mkdtemp(join(tmpdir(), 'broadsheet-browser-'));
  const browser = await chromium.launch({ executablePath, args: flags, env: { ...process.env, HOME: home } });
  return {
    open: async ({
      width = 1200,
      dark = false,
      scripts = true,
      withoutPolicy = false,
      language = 'en',
    } = {}) => {
      const context: BrowserContext = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: dark ? 'dark' : 'light',
        javaScriptEnabled: scripts,
        bypassCSP: withoutPolicy,
        locale: language,
        deviceScaleFactor: 1,
      });
      return context.newPage();
    },
    close: async () => {
      await browser.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * What a page does, from now on, that no page may: requests that leave its host, and what its policy has refused. Gives the
 * list that this is added to.
 */
export function watchForStrangers(page: Page, origin: string): string[] {
  const found: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !['data:', 'blob:', 'about:'].includes(protocol)) found.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
      found.push(`${page.url()}: ${message.text()}`);
  });
  return found;
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What is wrong with the page that is open, which must be without its policy: what axe-core finds serious or worse (WCAG
 * 2.1 A and AA, and its best practices), contrasts in the dark as well, and whether it is wider than a desk's or a
 * phone's window. It is left as it was, but light.
 * @param keep takes a picture of each form, where somebody wants to look
 */
export async function faultsOf(page: Page, keep?: (form: string) => Promise<unknown>): Promise<string[]> {
  const size = page.viewportSize();
  const faults: string[] = [];
  for (const [form, width, dark] of [
    ['desk', 1200, false],
    ['phone', 375, false],
    ['dark', 375, true],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await keep?.(form);
    // All but its colours and its width is the same in every form.
    if (form === 'phone') faults.push(...(await axeFaults(page)));
    if (form === 'dark') faults.push(...(await axeFaults(page, ['color-contrast'])).map(inTheDark));
    if ((await overflow(page)) > 0) faults.push(`it is too wide for ${width} px`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (size !== null) await page.setViewportSize(size);
  return faults;
}

const landmarks = ['landmark-one-main', 'region'];

const inTheDark = (fault: string): string => `in the dark: ${fault}`;

/** What axe-core finds, serious or not, by some of its rules or by all, in the page's form of now. */
export async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  const isLoaded = await page.evaluate(() => 'axe' in globalThis);
  if (!isLoaded) await page.evaluate(await axeSource);
  const options: RunOptions = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  const results = await page.evaluate(
    (chosen) =>
      (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(chosen),
    options,
  );
  // What a mail program shows is a part of its page, and has no landmarks of its own.
  const isMail = (await page.locator('body > [aria-roledescription="email"]').count()) > 0;
  return results.violations
    .filter(({ id }) => !(isMail && landmarks.includes(id)))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** By how many pixels a page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
