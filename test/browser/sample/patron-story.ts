import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { overflow, axeFaults, type TestBrowser } from '../../support/browser.ts';
import { commandIn } from '../../support/command.ts';
import { bareEnvironment, type Start } from '../../support/start.ts';
import { until } from '../../support/until.ts';
import type { Sample } from './sample.ts';

const anna = 'anna@readers.example';
// Set to a folder, it gets a picture of each step, to be looked at.
const pictures = process.env['PICTURES'] ?? '';

interface InboxMail {
  to: Array<{ address: string }>;
  subject: string;
  text: string;
  html: string;
}

/** From a first visit to a refund. */
export function testPatronStory(sample: () => Sample): void {
  describe('a reader who becomes a patron, at 375 pixels and without any script', () => {
    let browser: TestBrowser;
    let running: Start;
    let dataDir = '';
    let broadsheet: ReturnType<typeof commandIn>;
    let page: Page;
    let looking: Page;
    let payments = '';
    let steps = 0;

    before(async () => {
      ({ browser, running, dataDir } = sample());
      broadsheet = commandIn({ ...bareEnvironment(dataDir), LOG_LEVEL: 'silent' });
      payments = /payments (http:\S+)/.exec(running.output())?.[1] ?? '';
      page = await browser.open({ width: 375, scripts: false });
      looking = await browser.open({ width: 375, withoutPolicy: true });
    });

    /** The command line of the newsroom that runs, as in another terminal. */
    async function command(...args: string[]): Promise<Record<string, unknown>> {
      const { code, stdout, stderr } = await broadsheet(...args, '--json');
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout) as Record<string, unknown>;
    }

    async function mailsTo(address: string): Promise<InboxMail[]> {
      const all = (await (await fetch(`${running.inbox}/api/email`)).json()) as InboxMail[];
      return all.filter(({ to }) => to[0]?.address === address);
    }

    async function linkTo(beginning: string): Promise<string> {
      const link = new RegExp(`http://\\S+/${beginning}/\\S+`);
      let found: string | undefined;
      await until(
        async () => {
          found = (await mailsTo(anna))
            .map(({ text }) => link.exec(text)?.[0])
            .findLast((one) => one !== undefined);
          return found !== undefined;
        },
        `a mail with a link /${beginning}/`,
        30,
      );
      return found ?? '';
    }

    /** What the open page says; it must be sound for everybody, and is pictured where somebody wants to look. */
    async function seen(name: string): Promise<string> {
      steps += 1;
      if (pictures !== '')
        await page.screenshot({
          path: join(pictures, `${String(steps).padStart(2, '0')}-${name}.png`),
          fullPage: true,
        });
      assert.deepEqual(await faultsOfOpenPage(), [], name);
      return page.innerText('main');
    }

    /** The same page, which may be the answer to a form, where scripts run: `axe` is one. */
    async function faultsOfOpenPage(): Promise<string[]> {
      const body = await page.content();
      await looking.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html' }), {
        times: 1,
      });
      await looking.goto(page.url());
      return [...(await axeFaults(looking)), ...((await overflow(looking)) > 0 ? ['it is too wide'] : [])];
    }

    /** Presses a form's button; the next page is there when this ends. */
    async function press(name: string | RegExp): Promise<void> {
      const button = page.getByRole('button', { name }).first();
      await Promise.all([page.waitForEvent('load'), button.click()]);
    }

    /** Reloads until the page says it: what Stripe posts is worked on a moment later. */
    async function comesToSay(path: string, words: RegExp): Promise<void> {
      await until(
        async () => {
          await page.goto(running.site + path);
          return words.test(await page.innerText('main'));
        },
        `${path} says ${String(words)}`,
        30,
      );
    }

    it('signs up, signs in by a mailed link, and sees that there is no membership yet', async () => {
      await page.goto(running.site);
      await page.getByLabel(/address/i).fill(anna);
      // Quicker than any person, one more click would be asked for.
      await page.waitForTimeout(1_600);
      await press(/./);
      await page.goto(await linkTo('confirm'));
      await press(/./);
      await page.goto(`${running.site}/account`);
      await page.getByLabel(/address/i).fill(anna);
      await press(/./);
      await page.goto(await linkTo('account/sign-in'));
      await press(/./);
      await page.waitForURL(/\/account$/);
      assert.match(await seen('account'), /You are not a patron yet/);
    });

    it('chooses a tier, pays at Checkout, and reads what is now theirs', async () => {
      await page.goto(`${running.site}/support`);
      assert.match(await seen('support'), /You are signed in as anna@readers\.example/);
      await press('Continue');
      assert.match(await seen('review'), /Breakfast\s+€8 a month/);
      await page.getByLabel(/agree to these terms/i).check();
      await press('Continue to the payment');
      assert.match(page.url(), /\/c\/pay\/cs_test_/);
      assert.match(await page.innerText('body'), /SANDBOX/);
      await page.getByLabel('Name on the card').fill('Anna');
      await press('Subscribe');
      // It says "one moment" first where what Stripe posts is being worked on as the page is asked for.
      await comesToSay(
        new URL(page.url()).pathname + new URL(page.url()).search,
        /You are now a patron: Breakfast/,
      );
      await seen('thanks');
      await comesToSay('/account', /Active\s+Breakfast\s+€8 a month/);
      await seen('patron');
      await until(
        async () =>
          (await mailsTo(anna)).some(({ text }) => text.includes('Breakfast') && text.includes('/withdraw')),
        'the mail of thanks',
      );
    });

    it('is thanked in the next digest and not asked, and votes by its link', async () => {
      const closes = new Date(Date.now() + 5 * 86_400_000).toISOString();
      const options = ['--option', 'The dam', '--option', 'The railway'];
      await command(
        'ballots',
        'add',
        'next',
        '--title',
        'Where to next',
        '--question',
        'What should we look into?',
        ...options,
        '--opens',
        'by-command',
        '--closes',
        closes,
      );
      await command('ballots', 'open', 'next');
      const file = join(dataDir, 'article.txt');
      for (const name of ['one', 'two', 'three']) {
        await writeFile(
          file,
          `Title: A story of today, number ${name}\nURL: https://courier.example/today-${name}\nCategories: Energy\n\nIts words.\n`,
        );
        await command('articles', 'write', file);
      }
      const { editionId } = await command('editions', 'assemble', 'morning');
      await command('editions', 'approve', String(editionId));
      await command('editions', 'send', String(editionId));
      const vote = await linkTo('ballots/next/vote');
      const digest = (await mailsTo(anna)).findLast(({ text }) => text.includes(vote));
      assert.match(digest?.text ?? '', /You made this edition possible/);
      assert.doesNotMatch(digest?.text ?? '', /Become a patron/);
      assert.doesNotMatch(digest?.html ?? '', /Become a patron/);
      const stranger = await browser.open({ width: 375, scripts: false });
      await stranger.goto(vote);
      await stranger.getByLabel('The dam').check();
      assert.match(await stranger.innerText('main'), /This link is for a…@r….example/);
      await stranger.goto(`${running.site}/account`);
      assert.doesNotMatch(await stranger.innerText('main'), /anna/);
      await page.goto(vote);
      await page.getByLabel('The dam').check();
      await press('Vote');
      assert.match(await seen('voted'), /You chose: The dam/);
    });

    it('pauses, resumes, and takes a larger tier with the difference shown before', async () => {
      await page.goto(`${running.site}/account`);
      await page.getByText('Pause for a while').click();
      await page.getByText('2 months').click();
      await press('Pause now');
      assert.match(await seen('paused'), /Paused until/);
      await press('Resume now');
      assert.match(await seen('resumed'), /Your membership goes on/);
      await page.getByRole('link', { name: 'Change tier or amount' }).click();
      await page.getByText('Editor’s table', { exact: true }).click();
      await press('Show the difference');
      assert.match(await seen('difference'), /Today\s+€17 is charged/);
      await press('Change it');
      assert.match(await seen('changed'), /Editor’s table\s+€25 a month/);
    });

    it('is told of a renewal that failed, and mends it by the link without signing in', async () => {
      await press('Change the card');
      await page.getByText('fails on renewal').click();
      await page.getByLabel(/valid until/i).fill('12/31');
      await press('Use this card');
      await page.goto(payments);
      await press('A month on');
      await press('A month on');
      await comesToSay('/account', /A payment failed/);
      await seen('failed');
      const fix = await linkTo('fix-payment');
      const elsewhere = await browser.open({ width: 375, scripts: false });
      await elsewhere.goto(fix);
      await elsewhere.getByRole('button').first().click();
      await elsewhere.getByText('4242 4242 4242 4242').click();
      await elsewhere.getByRole('button', { name: /pay/i }).first().click();
      await comesToSay('/account', /Active\s+Editor’s table/);
      await seen('mended');
    });

    it('cancels, takes it back, and withdraws; the membership ends and the money is sent back', async () => {
      await page.locator('.leave a').click();
      await seen('cancel');
      await press('Cancel my membership');
      assert.match(await seen('cancelled'), /it ends on/);
      await press('Keep my membership after all');
      assert.match(await seen('kept'), /taken back/);
      await page.goto(`${running.site}/withdraw`);
      await seen('withdraw-form');
      await page.getByLabel('Your name').fill('Anna');
      await press('Go on');
      await page.getByRole('button', { name: 'Confirm the withdrawal' }).waitFor();
      await seen('withdraw');
      await press('Confirm the withdrawal');
      await page.getByText(/€/).first().waitFor();
      assert.match(await seen('withdrawn'), /€/);
      await comesToSay('/account', /You are not a patron/);
      await seen('end');
      await until(
        async () => (await mailsTo(anna)).some(({ text }) => /withdr/i.test(text) && /€/.test(text)),
        'the receipt of the withdrawal',
      );
    });
  });
}
