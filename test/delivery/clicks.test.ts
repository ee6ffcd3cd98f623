import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setRules } from '../../src/editions/rules.ts';
import { setNewsletter } from '../../src/publication/newsletters.ts';
import { readPreferences, setPreferences } from '../../src/subscribers/preferences.ts';
import { writeArticles } from '../support/articles.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 3);
await setNewsletter(db, system, 'daily', { clickMode: 'person' });
await setRules(db, system, daily.id, { minArticles: 1 });
const agreed = 'reader1@readers.example';
const { id: agreedId } = await db
  .selectFrom('subscribers')
  .select('id')
  .where('address', '=', agreed)
  .executeTakeFirstOrThrow();
await answer(true);
const links = await sendDigest();
const web = await startWeb(services);
const person = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' };

/** What reader 1 says on the preferences page. */
async function answer(clicks: boolean): Promise<void> {
  const before = await readPreferences(services, agreedId);
  assert.ok(before);
  const change = {
    name: '',
    language: '',
    timeZone: '',
    ownMorning: false,
    newsletters: ['daily'],
    clicks,
    shownIn: 'en',
  };
  await setPreferences(services, before, change, { source: 'preferences' });
}

/** The path of the first link of each reader's mail, by address. */
async function sendDigest(): Promise<Map<string, string>> {
  await writeArticles(db, 3, 'today');
  const assembly = await assemble(services, { newsletterId: daily.id, cause: 'person', actor: system });
  const editionId = assembly?.editionId ?? 0;
  await approve(services, { editionId, actor: system });
  await launchEdition(services, { editionId, actor: system });
  const relay = await startRelay();
  await deliverAll(services, relay.url, editionId);
  const { default: PostalMime } = await import('postal-mime');
  const mails = relay.received.map(async ({ to, raw }): Promise<[string, string]> => {
    const { text = '' } = await PostalMime.parse(raw);
    return [to, /http:\/\/news\.example(\/c\/\S+)/.exec(text)?.[1] ?? ''];
  });
  return new Map(await Promise.all(mails));
}

const clicked = () => db.selectFrom('events').selectAll().where('kind', '=', 'clicked').execute();

describe('clicks of a newsletter that counts them per person', () => {
  it('are told apart only of those who agreed; all others share one link', () => {
    assert.equal(links.get('reader2@readers.example'), links.get('reader3@readers.example'));
    assert.notEqual(links.get(agreed), links.get('reader2@readers.example'));
  });

  it('are news with the person’s name only where the person agreed', async () => {
    assert.equal((await web.get(links.get('reader2@readers.example') ?? '', person)).status, 302);
    assert.deepEqual(await clicked(), []);
    assert.equal((await web.get(links.get(agreed) ?? '', person)).status, 302);
    assert.deepEqual(
      (await clicked()).map(({ subscriberId }) => subscriberId),
      [agreedId],
    );
  });

  it('are counted for nobody any more once the person has withdrawn, in mails of before too', async () => {
    await answer(false);
    assert.equal((await web.get(links.get(agreed) ?? '', person)).status, 302);
    assert.equal((await clicked()).length, 1);
    const { people } = await db
      .selectFrom('links')
      .select((sum) => sum.fn.sum<number>('people').as('people'))
      .executeTakeFirstOrThrow();
    assert.equal(people, 3, 'the click is still in the counts of all');
  });
});
