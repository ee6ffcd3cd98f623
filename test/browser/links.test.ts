import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { system } from '../../src/access/actor.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { cards } from '../../src/local/stripe/objects/payment-method.ts';
import { claimToken } from '../../src/memberships/claims/claim-membership.ts';
import { declare } from '../../src/memberships/declarations/declare.ts';
import { matchToken } from '../../src/memberships/declarations/link.ts';
import { fixPaymentToken } from '../../src/memberships/dunning/fix-link.ts';
import { giftToken } from '../../src/memberships/gifts/claim-gift.ts';
import { cancelMembership } from '../../src/memberships/manage/cancel.ts';
import { pauseMembership } from '../../src/memberships/manage/pause.ts';
import { recordTransfer } from '../../src/memberships/rails/record-payment.ts';
import { syncSubscription } from '../../src/memberships/stripe/sync-subscription.ts';
import { syncTiers } from '../../src/memberships/stripe/sync-tiers.ts';
import { approveAppeal } from '../support/appeals.ts';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addMember } from '../support/members.ts';
import { addStripePatron, addTestTiers, sessionOf } from '../support/memberships.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';
import { startWeb } from '../support/web.ts';

// Set to a folder, it gets a picture of each page in each language, to be looked at.
const pictures = process.env['PICTURES'] ?? '';
const languages = pictures === '' ? ['en'] : ['en', 'uk', 'de'];

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
const { db, tokens } = services;
const web = await startWeb(services);
const day = 86_400_000;
const address = 'reader1@readers.example';
const paths: Record<string, string> = {};
let session = { cookie: '' };

/** One person with a membership in each state and on each rail, a gift that waits, and what they declared. */
async function prepare(): Promise<void> {
  const newsletter = await openNewsroom(services);
  await addReaders(services, newsletter, 3);
  await addTestTiers(services);
  await syncTiers(services);
  const behind = await addStripePatron(services, { address, card: cards['fails-on-renewal'] });
  await sandbox.clock.advance({ months: 1 });
  await syncSubscription(services, behind.subscriptionId);
  const failed = await db.selectFrom('dunnings').selectAll().executeTakeFirstOrThrow();
  paths['fix-payment'] = `/fix-payment/${fixPaymentToken(services, failed)}`;
  const [paused, cancelled, claimed] = [
    await addStripePatron(services, { address, tier: 'coffee' }),
    await addStripePatron(services, { address, tier: 'table', interval: 'year' }),
    await addStripePatron(services, { address: 'reader2@readers.example' }),
  ];
  const act = { subscriberId: behind.owner, once: 'once-and-once-and' };
  await pauseMembership(services, { ...act, membershipId: paused.id, months: 2 });
  const atEnd = { ...act, membershipId: cancelled.id, when: 'at-end', reason: '' } as const;
  await cancelMembership(services, atEnd);
  const tierId = (
    await db.selectFrom('tiers').select('id').where('slug', '=', 'breakfast').executeTakeFirst()
  )?.id;
  const now = new Date();
  const until = new Date(now.getTime() + 90 * day);
  const rail = { rail: 'gift', amount: 0, currency: null, interval: null, tierId: tierId ?? null };
  await addMember(services, { address, ...rail, until }, now);
  const paid = { amount: 8_000, currency: 'eur', months: 12, reference: 'SEPA 1', date: now };
  await recordTransfer(services, { actor: system, address, tier: 'breakfast', ...paid }, now);
  await db
    .updateTable('memberships')
    .set({ subscriberId: null, claimedAt: null, claimAddress: 'reader2@readers.example' })
    .where('id', '=', claimed.id)
    .execute();
  paths['claim'] = '/claim';
  paths['claim-link'] = `/claim/${claimToken(services, claimed.id)}`;
  const { checkoutId } = await db
    .selectFrom('checkouts')
    .select('id as checkoutId')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const gift = await db
    .insertInto('gifts')
    .values({
      checkoutId,
      tierId: tierId ?? 0,
      months: 3,
      giverSubscriberId: behind.owner,
      giverName: 'Anna',
      recipientName: 'Olena',
      recipientAddress: 'olena@readers.example',
      message: 'For the winter.\nYours, A.',
      deliverOn: now.toISOString().slice(0, 10),
      state: 'delivered',
      deliveredAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  paths['gift-link'] = `/gift/${giftToken(services, gift.id)}`;
  const typed = {
    kind: 'cancel',
    name: 'Anna',
    address,
    about: 'membership',
    contract: '',
    own: null,
  } as const;
  const from = { ip: null, userAgent: null };
  const { id, receivedAt } = await declare(services, { ...typed, language: 'en', once: 'a' }, from);
  paths['declaration-link'] = `/declarations/${matchToken(services, id, receivedAt)}`;
  const editionId = await approveAppeal(services, newsletter, 'a');
  await launchEdition(services, { editionId, actor: system });
  const { subscriberId } = await db
    .selectFrom('deliveries')
    .select('subscriberId')
    .where('editionId', '=', editionId)
    .orderBy('subscriberId', 'desc')
    .executeTakeFirstOrThrow();
  paths['why-link'] = `/why/${tokens.forDelivery(editionId, subscriberId).forAppeal().why}`;
  paths['account-of-all'] = '/account';
  paths['cancel-own'] = `/account/membership/${cancelled.id}/cancel`;
  session = await sessionOf(services, behind.owner);
}

describe('what a link of a mail opens, and a membership in each of its states', {
  skip: skipWithout('chromium'),
}, () => {
  let browser: TestBrowser;

  before(async () => {
    await prepare();
    if (pictures !== '') await mkdir(pictures, { recursive: true });
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function look(page: Page, name: string, path: string): Promise<void> {
    const answer = await page.goto(web.origin + path);
    assert.equal(answer?.status(), 200, name);
    const keep = (form: string) =>
      page.screenshot({ path: join(pictures, `${name}-${form}.png`), fullPage: true });
    assert.deepEqual(await faultsOf(page, pictures === '' ? undefined : keep), [], name);
  }

  for (const language of languages)
    it(`is sound at 375 and at 1200 pixels, light and dark, in ${language}`, async () => {
      const page = await browser.open({ withoutPolicy: true, language });
      const signedIn = await browser.open({ withoutPolicy: true, language });
      const [name = '', value = ''] = session.cookie.split('=');
      await signedIn.context().addCookies([{ name, value, url: web.origin }]);
      await db.updateTable('declarations').set({ language }).execute();
      await db.updateTable('editions').set({ language }).execute();
      for (const [title, path] of Object.entries(paths))
        await look(path.startsWith('/account') ? signedIn : page, `${language}-${title}`, path);
    });
});
