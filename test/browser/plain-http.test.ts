import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { openNewsroom } from '../support/cast.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const newsletter = await openNewsroom(services);
const web = await startWeb(services);
// A browser trusts neither this name nor plain http: it says by Origin alone which page a form is from.
const site = web.origin.replace('127.0.0.1', 'news.example');

describe('in a browser, over plain http', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it('the buttons behind a link work: preferences, leaving, and taking it back', async () => {
    await addSubscriber(services, {
      actor: system,
      address: 'anna@readers.example',
      newsletterIds: [newsletter.id],
      attestation: 'a test',
      source: 'sample',
    });
    const { id } = await services.db.selectFrom('subscribers').select('id').executeTakeFirstOrThrow();
    const page = await browser.open();
    const sent: Array<string | undefined> = [];
    page.on('request', (request) => {
      if (request.method() === 'POST')
        void request.allHeaders().then((headers) => sent.push(headers['sec-fetch-site']));
    });
    await page.goto(`${site}/preferences/${services.tokens.sign('preferences', String(id))}`);
    await page.getByLabel('Name').fill('Anna Kovalenko');
    await page.getByRole('button', { name: 'Save' }).click();
    assert.match(await page.innerText('main'), /Saved/);
    await page.goto(`${site}/unsubscribe/${services.tokens.sign('unsubscribe', `${id}.${newsletter.id}`)}`);
    await page.getByRole('button').first().click();
    await page.getByRole('button').first().click();
    assert.match(await page.innerText('main'), /subscribed again/);
    assert.deepEqual(sent, [undefined, undefined, undefined], 'it would have passed without Origin');
  });
});
