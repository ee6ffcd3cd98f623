import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { isSuppressed, suppress } from '../../src/delivery/suppress.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { confirm } from '../../src/subscribers/confirm.ts';
import { requestSignIn } from '../../src/subscribers/sign-in.ts';
import { subscribe } from '../../src/subscribers/subscribe.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { openNewsroom } from '../support/cast.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const daily = await openNewsroom(services);
const weekly = await addNewsletter(services.db, system, { slug: 'weekly', name: 'The Week in Review' });
const web = await startWeb(services);
const relay = await startRelay();
const origin = { source: 'form' };
const minute = 60_000;
const day = 24 * 60 * minute;

const ask = (address: string, slugs: string[], at: Date = new Date()): Promise<void> =>
  subscribe(services, { address, name: '', newsletters: slugs, language: 'en', origin }, at);
const personOf = (address: string) =>
  services.db
    .selectFrom('subscribers')
    .selectAll()
    .where('addressKey', '=', address)
    .executeTakeFirstOrThrow();
const queuedFor = (address: string) =>
  services.db
    .selectFrom('serviceMails')
    .select(['kind', 'language', 'state'])
    .where('address', '=', address)
    .orderBy('id')
    .execute();
/** What somebody gets, by slug. */
const getsOf = async (address: string): Promise<string[]> => {
  const rows = await services.db
    .selectFrom('subscriptions as b')
    .innerJoin('newsletters as n', 'n.id', 'b.newsletterId')
    .select('n.slug')
    .where('b.subscriberId', '=', (await personOf(address)).id)
    .where('b.state', '=', 'confirmed')
    .orderBy('n.id')
    .execute();
  return rows.map(({ slug }) => slug);
};
/** The paths of the confirmation links that an address was mailed, the oldest first. */
const linksTo = async (address: string): Promise<string[]> => {
  const mails = await sendAndRead(services, relay);
  const asked = await services.db
    .selectFrom('confirmations')
    .select('messageId')
    .where('subscriberId', '=', (await personOf(address)).id)
    .orderBy('createdAt')
    .execute();
  return asked.map(({ messageId }) =>
    linkIn(mails.find((mail) => mail.messageId === messageId)?.text, 'confirm'),
  );
};
const tokenOf = (path: string | undefined): string => path?.split('/').at(-1) ?? '';

describe('a confirmation', () => {
  it('is about what its mail names, and nothing that a stranger asks for later', async () => {
    const now = Date.now();
    await ask('anna@readers.example', ['daily'], new Date(now - 20 * minute));
    await ask('anna@readers.example', ['weekly'], new Date(now));
    const [first = '', second = ''] = await linksTo('anna@readers.example');
    const page = await web.get(first);
    assert.match(page.body, /<li><strong>The Daily Courier/);
    assert.doesNotMatch(page.body, /The Week in Review/);
    assert.deepEqual(await getsOf('anna@readers.example'), [], 'a GET confirms nothing');
    await web.post(first);
    assert.deepEqual(await getsOf('anna@readers.example'), ['daily']);
    assert.match((await web.get(second)).body, /<li><strong>The Week in Review/);
    await web.post(second);
    assert.deepEqual(await getsOf('anna@readers.example'), ['daily', 'weekly']);
  });

  it('keeps with each newsletter the mail that asked for it', async () => {
    const { id } = await personOf('anna@readers.example');
    const proofs = await services.db
      .selectFrom('consents')
      .select(['action', 'newsletterId', 'messageId'])
      .where('subscriberId', '=', id)
      .execute();
    for (const newsletter of [daily, weekly]) {
      const ofOne = proofs.filter(({ newsletterId }) => newsletterId === newsletter.id);
      assert.deepEqual(ofOne.map(({ action }) => action).toSorted(), ['confirm', 'request']);
      assert.equal(new Set(ofOne.map(({ messageId }) => messageId)).size, 1);
    }
    assert.equal(new Set(proofs.map(({ messageId }) => messageId)).size, 2);
  });

  it('does nothing for what the person has left since it was asked', async () => {
    const address = 'left@readers.example';
    const now = Date.now();
    await ask(address, ['daily'], new Date(now - 30 * minute));
    await ask(address, ['daily', 'weekly'], new Date(now - 15 * minute));
    const [first, second] = (await linksTo(address)).map(tokenOf);
    await confirm(services, first ?? '', origin, new Date(now - 5 * minute));
    const { id } = await personOf(address);
    await unsubscribe(services, { subscriberId: id, newsletterId: daily.id }, origin, new Date(now));
    assert.equal((await confirm(services, first ?? '', origin)).outcome, 'invalid');
    const { outcome } = await confirm(services, second ?? '', origin);
    assert.equal(outcome, 'confirmed');
    assert.deepEqual(await getsOf(address), ['weekly']);
  });

  it('of two at once confirms once, with one proof and one welcome', async () => {
    const address = 'twice@readers.example';
    await ask(address, ['daily']);
    const [path] = await linksTo(address);
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, async () => (await confirm(services, tokenOf(path), origin)).outcome),
    );
    assert.deepEqual(outcomes.toSorted(), ['again', 'again', 'again', 'confirmed']);
    assert.deepEqual(
      (await queuedFor(address)).map(({ kind }) => kind),
      ['confirm', 'welcome'],
    );
  });
});

describe('mails that ask to confirm', () => {
  /** The minutes, of those that somebody asks in, that a mail is sent in. */
  const mailedIn = async (address: string, minutes: number[]): Promise<number[]> => {
    const mailed: number[] = [];
    for (const at of minutes) {
      const before = (await queuedFor(address)).length;
      await ask(address, ['daily'], new Date(Date.UTC(2026, 11, 1) + at * minute));
      if ((await queuedFor(address)).length > before) mailed.push(at);
    }
    return mailed;
  };

  it('are two in any 24 hours, ten minutes apart, however the requests are spread', async () => {
    assert.deepEqual(
      await mailedIn('early@readers.example', [0, 9, 11, 22, 600, 1400, 1439, 1441, 1450, 1452, 1463]),
      [0, 11, 1441, 1452],
    );
    assert.deepEqual(
      await mailedIn('late@readers.example', [0, 1430, 1441, 1452, 1463, 2000, 2869, 2871, 2882]),
      [0, 1430, 1441, 2871, 2882],
    );
  });
});

describe('an old hard bounce', () => {
  it('is lifted by the own sign-up of somebody who is still confirmed, and the mail goes out', async () => {
    const address = 'bounced@readers.example';
    const addition = { actor: system, newsletterIds: [daily.id], attestation: 'a test' };
    await addSubscriber(services, { ...addition, address, source: 'sample' });
    const { addressHash } = await personOf(address);
    await suppress(services.db, system, { addressHash, address, reason: 'hard-bounce' });
    await ask(address, ['daily'], new Date(Date.now() + 29 * day));
    assert.equal(await isSuppressed(services.db, addressHash, 'service'), true, 'not before 30 days');
    await ask(address, ['daily'], new Date(Date.now() + 31 * day));
    assert.equal(await isSuppressed(services.db, addressHash, 'service'), false);
    await sendAndRead(services, relay);
    assert.ok((await queuedFor(address)).some(({ state }) => state === 'sent'));
  });
});

describe('the language of a service mail', () => {
  it("is the person's own, and else the publication's", async () => {
    await setPublication(services.db, system, { language: 'uk' });
    const addition = { actor: system, newsletterIds: [daily.id], attestation: 'a test' };
    const people = { 'own@readers.example': 'de', 'none@readers.example': null };
    for (const [address, language] of Object.entries(people)) {
      await addSubscriber(services, { ...addition, address, language, source: 'sample' });
      await requestSignIn(services, address);
      await ask(address, ['daily']);
    }
    const languages = async (address: string): Promise<string[]> =>
      (await queuedFor(address)).map(({ language }) => language);
    assert.deepEqual(await languages('own@readers.example'), ['de', 'de']);
    assert.deepEqual(await languages('none@readers.example'), ['uk', 'uk']);
  });
});
