import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { sql } from 'kysely';
import type { Stripe } from 'stripe';
import { system } from '../../../src/access/actor.ts';
import { resendUncertain } from '../../../src/delivery/control.ts';
import { approve } from '../../../src/editions/approve.ts';
import { insertBlock, removeBlock } from '../../../src/editions/edit-blocks.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { renderFor } from '../../../src/editions/render-for.ts';
import { failCheckout } from '../../../src/memberships/checkouts/fail-checkout.ts';
import { settleCheckout } from '../../../src/memberships/checkouts/settle-checkout.ts';
import { readSupportToken } from '../../../src/memberships/support/support-token.ts';
import { ourMark } from '../../../src/memberships/stripe/ours.ts';
import { refreshAudience } from '../../../src/memberships/refresh-audience.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { approveAppeal, copyEdition, decisionsOf, prepareAppeal } from '../../support/appeals.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addCrowd } from '../../support/crowd.ts';
import { addPatron } from '../../support/patrons.ts';
import { startRelay } from '../../support/relay.ts';
import { deliverAll } from '../../support/send.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 6);
const editionId = await prepareAppeal(services, daily, 'a');
await addPatron(db, 'reader1@readers.example', { tier: 'coffee' });
await addPatron(db, 'reader2@readers.example', { tier: 'breakfast' });
const asks = /Please pay|Please=20pay/;
const kinds = ['Please pay', 'Thank you, patron', 'Thank you for breakfast', 'A letter', 'Come to breakfast'];

describe('an edition', () => {
  it('takes a block for patrons, and refuses one that is wrong, holds stories, or has no place', async () => {
    const insert = (block: object, before?: number) =>
      insertBlock(db, system, editionId, { block, ...(before === undefined ? {} : { before }) });
    const letter = { kind: 'patrons-only', v: 1, title: 'A letter', text: 'To all patrons.' };
    await insert(letter);
    const button = { label: 'I come', url: 'https://courier.example/table' };
    const invitation = {
      ...letter,
      title: 'Come to breakfast',
      audience: ['tier:breakfast', 'tier:coffee'],
      button,
    };
    await insert(invitation, 2);
    const edition = await requireEdition(db, editionId);
    assert.deepEqual([edition.blocks[1]?.kind, edition.blocks.at(-1)?.kind], ['patrons-only', 'footer']);
    await removeBlock(db, system, editionId, 2);
    await insert({ ...invitation, audience: 'tier:breakfast' });
    await assert.rejects(insert({ ...letter, audience: 'reader' }), /audience/);
    await assert.rejects(insert({ ...letter, title: '' }), /title/);
    await assert.rejects(removeBlock(db, system, editionId, 1), /holds stories/);
    await assert.rejects(insert(letter, 99), /there is no block 99/);
  });

  it('is not approved for a tier that is not there, nor with more kinds of readers than a variant tells apart', async () => {
    const block = { kind: 'patrons-only', v: 1, title: 'X', text: 'X', audience: 'tier:lunch' };
    await insertBlock(db, system, editionId, { block, before: 2 });
    await assert.rejects(
      approve(services, { editionId, actor: system }),
      /tier "lunch"; there are: coffee, breakfast/,
    );
    await removeBlock(db, system, editionId, 2);
    const audience = Array.from({ length: 14 }, (_, index) => `tier:t${index}`);
    await insertBlock(db, system, editionId, { block: { ...block, audience }, before: 2 });
    await assert.rejects(approve(services, { editionId, actor: system }), /tells 17 kinds of readers apart/);
    await removeBlock(db, system, editionId, 2);
    await approve(services, { editionId, actor: system });
  });

  it('gives each tier its own parts and nobody else’s, in HTML and in text', async () => {
    await launchEdition(services, { editionId, actor: system });
    const relay = await startRelay();
    await deliverAll(services, relay.url, editionId);
    const expected: Record<string, string[]> = {
      'reader1@readers.example': ['Thank you, patron', 'A letter'],
      'reader2@readers.example': ['Thank you for breakfast', 'A letter', 'Come to breakfast'],
      'reader3@readers.example': ['Please pay'],
    };
    for (const { to, raw } of relay.received) {
      const mail = await PostalMime.parse(raw);
      for (const body of [mail.html ?? '', mail.text ?? '']) {
        const shown = kinds.filter((words) => body.replaceAll('\u00A0', ' ').includes(words)).toSorted();
        assert.deepEqual(shown, (expected[to] ?? ['Please pay']).toSorted(), to);
        assert.doesNotMatch(body, /[\uE000-\uE005]/);
      }
    }
    assert.equal(relay.received.length, 6);
    const tallest = (shows: string[]) =>
      renderFor(services, { editionId, address: 'x@readers.example', shows, as: 'html' });
    // A block left out leaves nothing behind, not even an empty row.
    const rows = async (shows: string[]): Promise<number> => (await tallest(shows)).split('<table').length;
    assert.ok((await rows(['patron'])) < (await rows(['patron', 'tier:breakfast'])));
    assert.ok((await rows(['reader'])) < (await rows(['reader', 'appeal'])));
  });

  it('leads from an appeal to the page of support by the reader’s own link, and to why it is shown', async () => {
    const relay = await startRelay();
    const copy = await copyEdition(db, editionId, daily.id);
    await launchEdition(services, { editionId: copy, actor: system });
    await deliverAll(services, relay.url, copy);
    const mail = await PostalMime.parse(
      relay.received.find(({ to }) => to === 'reader3@readers.example')?.raw ?? '',
    );
    const [, token = ''] = /http:\/\/news\.example\/support\?r=([\w.-]+)/.exec(mail.text ?? '') ?? [];
    const named = readSupportToken(services, token);
    assert.equal(named?.editionId, copy);
    assert.ok(mail.html?.includes(`http://news.example/support?r=${token}`));
    const [, why = ''] = /http:\/\/news\.example(\/why\/[\w.-]+)/.exec(mail.text ?? '') ?? [];
    const web = await startWeb(services);
    const page = await web.get(why, { 'accept-language': 'de' });
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(page.headers.get('set-cookie'), null);
    assert.match(page.body, /at most 3 times in 14 days/);
    assert.doesNotMatch(page.body, /reader3/);
    assert.equal((await web.get(`/why/${token}`)).status, 404);
    assert.equal((await web.get('/why/k1.nonsense')).status, 404);
    await sql`update editions set language = 'uk' where id = ${copy}`.execute(db);
    assert.match((await web.get(why)).body, /щонайбільше 3 рази за 14 днів/);
    await sql`update editions set language = 'de' where id = ${copy}`.execute(db);
    assert.match((await web.get(why)).body, /höchstens dreimal in 14 Tagen/);
    const patron = relay.received.find(({ to }) => to === 'reader1@readers.example')?.raw.toString() ?? '';
    assert.doesNotMatch(patron, /support\?r=|\/why\//);
  });

  it('asks for no money once more in what is sent again', async () => {
    const copy = await copyEdition(db, editionId, daily.id);
    await launchEdition(services, { editionId: copy, actor: system });
    await db
      .updateTable('deliveries')
      .set({ state: 'uncertain' })
      .where('editionId', '=', copy)
      .where('address', '=', 'reader3@readers.example')
      .execute();
    await resendUncertain(services, copy, system);
    const relay = await startRelay();
    await deliverAll(services, relay.url, copy);
    const again = relay.received.find(({ to }) => to === 'reader3@readers.example');
    assert.ok(again);
    assert.doesNotMatch(again.raw.toString(), asks);
    assert.equal((await decisionsOf(db, copy))['reader3'], 'shown');
  });

  it('that is being frozen thanks who becomes a patron at that moment', async () => {
    await setPublication(db, system, { appeals: { cap: 50 } });
    const copy = await copyEdition(db, editionId, daily.id);
    let committed = false;
    let release: () => void = () => {};
    const wait = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { id: subscriberId } = await db
      .selectFrom('subscribers')
      .select('id')
      .where('addressKey', '=', 'reader4@readers.example')
      .executeTakeFirstOrThrow();
    let noted: () => void = () => {};
    const hasNoted = new Promise<void>((resolve) => {
      noted = resolve;
    });
    const joining = db.transaction().execute(async (trx) => {
      await addPatron(trx, 'reader4@readers.example', { tier: 'breakfast' });
      await refreshAudience(trx, subscriberId, new Date());
      noted();
      await wait;
      committed = true;
    });
    await hasNoted;
    const launching = launchEdition(services, { editionId: copy, actor: system }).then(() => committed);
    setTimeout(release, 300);
    await joining;
    assert.equal(await launching, true);
    assert.equal((await decisionsOf(db, copy))['reader4'], 'patron');
    const shown = await renderFor(services, {
      editionId: copy,
      address: 'reader4@readers.example',
      as: 'text',
    });
    assert.ok(shown.includes('Thank you for breakfast') && !shown.includes('Please pay'));
  });

  it('that goes out already asks nobody who gives once, or who fails to, at that moment', async () => {
    await setPublication(db, system, { appeals: { cap: 50, holdback: 0 } });
    const launchCopy = async (): Promise<number> => {
      const made = await copyEdition(db, editionId, daily.id);
      await launchEdition(services, { editionId: made, actor: system });
      return made;
    };
    const copy = await launchCopy();
    const begin = async (address: string, session: string): Promise<number> => {
      const { id } = await db
        .insertInto('checkouts')
        .values({
          purpose: 'contribution',
          subscriberId: sql<number>`(select id from subscribers where address_key = ${address})`,
          browserHash: Buffer.alloc(32),
          amount: 500,
          currency: 'eur',
          stripeSessionId: session,
          expiresAt: new Date(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    };
    const given = await begin('reader3@readers.example', 'cs_given');
    const failed = await begin('reader5@readers.example', 'cs_failed');
    const before = await decisionsOf(db, copy);
    assert.deepEqual([before['reader3'], before['reader5']], ['shown', 'shown']);
    const metadata = { ...ourMark(services.config), checkout: String(given) };
    const session = { id: 'cs_given', status: 'complete', payment_status: 'paid', metadata };
    await settleCheckout(services, session as unknown as Stripe.Checkout.Session, new Date());
    const guest = await begin('nobody@readers.example', 'cs_guest');
    const typed = {
      ...session,
      id: 'cs_guest',
      metadata: { ...ourMark(services.config), checkout: String(guest) },
      customer_details: { email: 'Reader6@readers.example' },
    };
    await settleCheckout(services, typed as unknown as Stripe.Checkout.Session, new Date());
    await failCheckout(db, failed, 'the payment was refused', new Date());
    const after = await decisionsOf(db, copy);
    assert.deepEqual(
      [after['reader3'], after['reader5'], after['reader6']],
      ['recent-gift', 'recent-failure', 'recent-gift'],
    );
    assert.equal((await decisionsOf(db, await launchCopy()))['reader6'], 'recent-gift');
    const relay = await startRelay();
    await deliverAll(services, relay.url, copy);
    for (const { to, raw } of relay.received)
      if (/reader[356]@/.test(to)) assert.doesNotMatch(raw.toString(), asks, to);
  });

  it('holds a tenth of the readers back, the same ones all through a campaign and others in the next', async () => {
    const large = await approveAppeal(services, daily, 'b');
    await addCrowd(services, daily, 4_000);
    const heldBack = async (campaign: string): Promise<Set<number>> => {
      await setPublication(db, system, { appeals: { cap: 50, holdback: 10, campaign } });
      const copy = await copyEdition(db, large, daily.id);
      await launchEdition(services, { editionId: copy, actor: system });
      const rows = await db
        .selectFrom('deliveries')
        .select('subscriberId')
        .where('editionId', '=', copy)
        .where('appealDecision', '=', 'held-back')
        .execute();
      return new Set(rows.map((row) => row.subscriberId));
    };
    const [first, again, other] = [
      await heldBack('autumn'),
      await heldBack('autumn'),
      await heldBack('winter'),
    ];
    assert.ok(first.size > 320 && first.size < 480, `${first.size} of 4000`);
    assert.deepEqual(first, again);
    const both = [...first].filter((id) => other.has(id)).length;
    assert.ok(both > 10 && both < 90, `${both} of ${first.size} are held back again`);
  });
});
