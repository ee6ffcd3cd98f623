// `npm run pictures`: the mails and pages as they look, into docs/pictures, from a newsroom started for it.
import { execFile } from 'node:child_process';
import { glob, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { projectRoot } from '../../src/config.ts';
import { startBrowser } from './browser.ts';
import { bareEnvironment, start, temporaryFolder } from './start.ts';

const target = join(projectRoot, 'docs', 'pictures');
const folder = await temporaryFolder();
const env = { PORT: '36100', INBOX_PORT: '36200', INBOX_SMTP_PORT: '36300', STRIPE_SANDBOX_PORT: '36400' };
const [running, browser] = await Promise.all([start(join(folder.path, 'data'), { env }), startBrowser()]);
await mkdir(target, { recursive: true });
for await (const old of glob('*.jpg', { cwd: target })) await rm(join(target, old));

const mails = {
  digest: '/gallery/edition-1-reader',
  confirm: '/gallery/message-confirm',
  welcome: '/gallery/message-welcome',
};
const pages = {
  'sign-up': '/',
  support: '/support',
  ballots: '/ballots',
  archive: '/archive',
  account: '/account',
  'not-found': '/nothing-here',
};
const deskPages = {
  today: '/desk',
  composer: '/desk/editions/2/compose',
  edition: '/desk/editions/2',
  report: '/desk/editions/1/report',
  newsletter: '/desk/newsletters/1',
};
const widths = { desktop: 1200, phone: 375 };
// What stands at the top of the README: the digest on a desk and on a phone, as far as a screen shows it.
const heading = { width: 1200, height: 900, phone: 300, edge: 40 };

async function shoot(path: string, name: string, width: number, dark: boolean): Promise<void> {
  const page = await browser.open({ width, dark });
  await page.goto(running.site + path);
  await page.waitForLoadState('networkidle');
  await save(page, `${name}-${width}${dark ? '-dark' : ''}`);
  await page.context().close();
}

async function save(page: Page, name: string, fullPage = true): Promise<void> {
  const picture = await page.screenshot({ fullPage, type: 'png' });
  await sharp(picture)
    .jpeg({ quality: 62, mozjpeg: true })
    .toFile(join(target, `${name}.jpg`));
}

/** The desk as its first owner sees it, with a draft of the weekly to arrange. */
async function shootDesk(): Promise<void> {
  const ofNewsroom = bareEnvironment(join(folder.path, 'data'));
  const program = join(projectRoot, 'bin', 'broadsheet');
  await promisify(execFile)(program, ['editions', 'assemble', 'week'], { env: ofNewsroom });
  const page = await browser.open({ width: 1440 });
  await page.goto(/http:\S+\/desk\/\S+/.exec(running.output())?.[0] ?? '');
  await page.getByRole('textbox', { name: 'Name' }).fill('Olena');
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('olena@courier.example');
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.waitForURL(/\/desk$/);
  for (const [name, path] of Object.entries(deskPages))
    for (const width of [1440, widths.phone])
      for (const dark of name === 'today' ? [false, true] : [false]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
        await page.goto(running.site + path);
        await page.waitForLoadState('load');
        await save(page, `desk-${name}-${width}${dark ? '-dark' : ''}`, name !== 'composer');
      }
  await page.context().close();
}

/** The top of two pictures beside each other on paper. */
async function composeHeading(): Promise<void> {
  const { width, height, phone, edge } = heading;
  const top = (name: string, wide: number, high: number, left: number, from: number): Promise<Buffer> =>
    sharp(join(target, `${name}.jpg`))
      .extract({ left, top: 0, width: from, height: Math.round((high * from) / wide) })
      .resize({ width: wide, height: high })
      .toBuffer();
  const room = height - 2 * edge;
  const desk = width - phone - 3 * edge;
  const [left, right] = await Promise.all([
    top('digest-1200', desk, room, 200, 800),
    top('digest-375-dark', phone, room, 0, 375),
  ]);
  await sharp({ create: { width, height, channels: 3, background: '#e7e2d8' } })
    .composite([
      { input: left, left: edge, top: edge },
      { input: right, left: width - phone - edge, top: edge },
    ])
    .jpeg({ quality: 80, mozjpeg: true })
    .toFile(join(target, 'heading.jpg'));
}

try {
  for (const [name, path] of Object.entries(mails))
    for (const width of Object.values(widths))
      for (const dark of [false, true]) await shoot(path, name, width, dark);
  for (const [name, path] of Object.entries(pages))
    for (const width of Object.values(widths)) await shoot(path, name, width, false);
  await shoot('/', 'sign-up', widths.phone, true);
  await shoot('/gallery/edition-1-patron', 'digest-patron', widths.phone, false);
  await shootDesk();
  await composeHeading();
} finally {
  await browser.close();
  await running.stop();
  await rm(folder.path, { recursive: true, force: true });
}
console.log(`the pictures are in ${target}`);
