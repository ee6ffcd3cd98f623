import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Stripe } from 'stripe';
import { faultsOf, startBrowser, type TestBrowser } from '../../support/browser.ts';
import { skipWithout } from '../../support/needs.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox();
const { stripe } = sandbox;
const product = await stripe.products.create({ name: 'Breakfast' });
// Somewhere to come back to that is there without the newsroom.
const back = `${sandbox.origin}/sandbox`;

const begin = (): Promise<Stripe.Checkout.Session> =>
  stripe.checkout.sessions.create({
    mode: 'subscription',
    success_url: `${back}?session={CHECKOUT_SESSION_ID}`,
    cancel_url: back,
    allow_promotion_codes: true,
    line_items: [
      {
        price_data: {
          currency: 'eur',
          product: product.id,
          unit_amount: 800,
          recurring: { interval: 'month' },
        },
      },
    ],
  });

describe('the pages of the sandbox', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  /** Sound for everybody, and it says what it is. */
  async function assertSound(page: Page, name: string): Promise<void> {
    assert.deepEqual(await faultsOf(page), [], name);
    assert.match(await page.innerText('body'), /SANDBOX — no real money/, name);
  }

  test('somebody pays, confirms with the bank and looks at everything, on a phone', async () => {
    const page = await browser.open({ width: 375 });
    const session = await begin();
    await page.goto(session.url ?? '');
    await assertSound(page, 'Checkout');
    await page.getByLabel('E-mail').fill('ada@example.org');
    await page.getByLabel(/is declined/).check();
    await page.getByRole('button', { name: 'Subscribe' }).click();
    assert.match(await page.innerText('main'), /declined/);
    await assertSound(page, 'Checkout, declined');
    await page.getByLabel(/asked, once/).check();
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await assertSound(page, 'the bank');
    await page.getByRole('button', { name: 'Confirm the payment' }).click();
    await page.waitForURL(/session=cs_test_/);
    await assertSound(page, 'the clock');
    const paid = await stripe.checkout.sessions.retrieve(session.id);
    assert.equal(paid.status, 'complete');
    const customer = typeof paid.customer === 'string' ? paid.customer : '';
    const portal = await stripe.billingPortal.sessions.create({ customer, return_url: back });
    await page.goto(portal.url);
    await assertSound(page, 'the Portal');
    await page.getByLabel(/fails on renewal/).check();
    await page.getByRole('button', { name: 'Use this card' }).click();
    assert.match(await page.innerText('main'), /Ends in 1018/);
    await page.getByRole('link', { name: /-0/ }).first().click();
    await assertSound(page, 'an invoice');
    assert.match(await page.innerText('main'), /Paid/);
  });

  test('a failed renewal is paid on its page, without any script', async () => {
    const session = await begin();
    await sandbox.pay(session.url, { email: 'bo@example.org', card: 'needs-confirmation-always' });
    await sandbox.clock.advance({ months: 1 });
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
    assert.ok(typeof subscription === 'string');
    assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'past_due');
    const [open] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
    const page = await browser.open({ width: 375, scripts: false });
    await page.goto(open?.hosted_invoice_url ?? '');
    await page.getByRole('link', { name: 'Confirm with your bank' }).click();
    await page.getByRole('button', { name: 'Confirm the payment' }).click();
    assert.match(await page.innerText('main'), /Paid/);
    assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'active');
  });
});
