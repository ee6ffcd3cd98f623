import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { faultsOf, type PageOptions, type TestBrowser } from '../../support/browser.ts';
import type { Start } from '../../support/start.ts';
import { until } from '../../support/until.ts';
import type { Sample } from './sample.ts';

const marta = 'Marta@readers.example';

interface InboxMail {
  to: Array<{ address: string }>;
  text: string;
}

/** Each page of readers, and each mail of the gallery. */
export function testPages(sample: () => Sample): void {
  describe('its pages and mails', () => {
    let browser: TestBrowser;
    let running: Start;
    before(() => {
      ({ browser, running } = sample());
    });

    /** The link of this kind in whichever mail to an address has one. */
    const linkTo = async (address: string | null, beginning: string): Promise<string> => {
      const link = new RegExp(`http://\\S+/${beginning}/\\S+`);
      let found: string | undefined;
      await until(
        async () => {
          const all = (await (await fetch(`${running.inbox}/api/email`)).json()) as InboxMail[];
          const own = all.filter(({ to }) => address === null || to[0]?.address === address);
          found = own.map(({ text }) => link.exec(text)?.[0]).find((one) => one !== undefined);
          return found !== undefined;
        },
        `a mail to ${address ?? 'anybody'} with a link /${beginning}/`,
        10,
      );
      return found ?? '';
    };

    it('somebody signs up, confirms, changes their choice and leaves, without any script', async () => {
      const page = await browser.open({ scripts: false, width: 375 });
      await page.goto(running.site);
      await page.getByLabel(/address/i).fill(marta);
      await page.getByRole('button').click();
      // Quicker than any person, where the machine is: one more click is asked for, and nothing is lost.
      await page.waitForTimeout(1_600);
      const more = page.getByRole('button');
      if ((await more.count()) > 0) await more.click();
      await page.getByText('Check your mailbox').first().waitFor();
      assert.match(await page.innerText('main'), /Check your mailbox/);
      await page.goto(await linkTo(marta, 'confirm'));
      await page.getByRole('button').first().click();
      await page.goto(await linkTo(marta, 'preferences'));
      await page.getByLabel(/name/i).first().fill('Marta Kovalenko');
      await page.getByRole('button').first().click();
      await page.goto(await linkTo(marta, 'preferences'));
      assert.equal(await page.getByLabel(/name/i).first().inputValue(), 'Marta Kovalenko');
      await page.goto(await linkTo(null, 'unsubscribe'));
      await page.getByRole('button').first().click();
      assert.match(await page.innerText('main'), /The Morning Courier/);
      await page.getByRole('button').first().click();
      assert.match(await page.innerText('main'), /subscribed again|знову|wieder/);
    });

    it('every page is sound: no fault of access, nothing too wide, nothing foreign', async () => {
      const page = await browser.open();
      const looked = await browser.open({ withoutPolicy: true });
      const foreign: string[] = [];
      const errors: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(running.site) && !request.url().startsWith('data:'))
          foreign.push(request.url());
      });
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('404'))
          errors.push(`${message.text()} ${message.location().url}`);
      });
      const edition = await firstEdition(page);
      const paths = [
        '/',
        '/embed',
        '/archive',
        '/account',
        '/privacy',
        '/terms',
        '/imprint',
        '/nothing-here',
        '/gallery',
        edition,
        (await linkTo(marta, 'preferences')).slice(running.site.length),
        (await linkTo(null, 'unsubscribe')).slice(running.site.length),
      ];
      for (const path of paths) {
        await page.goto(running.site + path);
        await looked.goto(running.site + path);
        assert.deepEqual(await faultsOf(looked), [], path);
      }
      assert.deepEqual(errors, []);
      assert.deepEqual(foreign, []);
    });

    it('every mail of the gallery is sound, light and dark', async () => {
      const list = await browser.open();
      await list.goto(`${running.site}/gallery`);
      const hrefs = await list
        .locator('main a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      const mails = [...new Set(hrefs)].filter((href) => href?.startsWith('/gallery/'));
      assert.ok(mails.length > 10);
      const page = await browser.open();
      for (const path of mails) {
        const html = await (await fetch(running.site + path)).text();
        await page.setContent(html.replaceAll('src="/', `src="${running.site}/`));
        assert.deepEqual(await faultsOf(page), [], String(path));
      }
    });

    it('an edition is dark from edge to edge on a desk at night, and shares one credit', async () => {
      const page = await openDigest({ dark: true });
      const wide: string[] = await page.evaluate(
        `[document.documentElement, ...document.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().width > 1000)
        .map((element) => getComputedStyle(element).backgroundColor)`,
      );
      const shown = wide.filter((colour) => colour !== 'rgba(0, 0, 0, 0)');
      assert.ok(shown.length >= 2);
      assert.deepEqual([...new Set(shown)], ['rgb(13, 15, 18)']);
      assert.equal((await page.content()).split('Courier Studio').length, 2);
    });

    it('a thumb finds every button, and every link of a foot, on a phone', async () => {
      const heights = (page: Page, selector: string): Promise<number[]> =>
        page
          .locator(selector)
          .evaluateAll((all) => all.map((element) => element.getBoundingClientRect().height));
      const mail = await openDigest({ width: 375 });
      const links = ['View online', 'Preferences', 'Unsubscribe'].map((name) => `a:text-is("${name}")`);
      const ofMail = await heights(mail, [...links, '.button a'].join());
      assert.equal(ofMail.length, 4);
      const page = await browser.open({ width: 375 });
      const ofPages: number[] = [];
      for (const path of ['/', '/archive', '/account', '/nothing-here']) {
        await page.goto(running.site + path);
        ofPages.push(...(await heights(page, 'button, .button, .foot a')));
      }
      assert.ok(ofPages.length >= 20);
      const small = [...ofMail, ...ofPages].filter((height) => height < 44);
      assert.deepEqual(small, []);
    });

    it('pictures of the first stories are as wide as a phone, those in sections stay small', async () => {
      const page = await openDigest({ width: 375 });
      const widths = (selector: string): Promise<number[]> =>
        page.locator(selector).evaluateAll((all) => all.map((image) => image.getBoundingClientRect().width));
      const [lead, ...others] = await widths('img');
      assert.equal(lead, 375);
      assert.ok(others.some((width) => width === 335) && others.some((width) => width < 130), others.join());
    });

    it('the archive names the first story and counts the rest, and a lost page leads on', async () => {
      const page = await browser.open();
      await page.goto(`${running.site}/archive`);
      assert.doesNotMatch(await page.locator('main h2').first().innerText(), /more|·/);
      assert.match(await page.innerText('main'), /and \d+ more stories/);
      await page.goto(`${running.site}/nothing-here`);
      const ways = await page.locator('main a').allInnerTexts();
      assert.deepEqual(ways, ['Subscribe', 'Past editions']);
    });

    /** The first digest as a reader gets it, with its pictures. On a Saturday it is not the latest edition. */
    async function openDigest(options: PageOptions): Promise<Page> {
      const page = await browser.open(options);
      await page.goto(`${running.site}/gallery/edition-1-appeal`);
      return page;
    }

    async function firstEdition(page: Page): Promise<string> {
      await page.goto(`${running.site}/archive`);
      const href = await page.locator('main a[href^="/editions/"]').first().getAttribute('href');
      assert.ok(href);
      return href;
    }
  });
}
