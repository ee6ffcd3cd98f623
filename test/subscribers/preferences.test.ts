import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { confirmedAudience } from '../../src/subscribers/audience.ts';
import { setRules } from '../../src/editions/rules.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { idOf, launchDigest } from '../support/reported.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const newsletter = await openNewsroom(services);
const web = await startWeb(services);

describe("a reader's own morning", () => {
  it('is ticked on the preferences page, is kept, and can be seen where a send is launched', async () => {
    const addition = { actor: system, newsletterIds: [newsletter.id], attestation: 'a test' };
    await addSubscriber(services, { ...addition, address: 'anna@readers.example', source: 'sample' });
    const { id } = await services.db.selectFrom('subscribers').select('id').executeTakeFirstOrThrow();
    const path = `/preferences/${services.tokens.sign('preferences', String(id))}`;
    const audience = () =>
      confirmedAudience(services.db, newsletter.id)
        .clearSelect()
        .select(['subscribers.ownMorning', 'subscribers.timeZone'])
        .execute();
    const box = /<input type="checkbox" name="ownMorning" value="on"( checked)?>/;
    assert.equal(box.exec((await web.get(path)).body)?.[1], undefined, 'nobody has it unasked');
    const fields = { name: 'Anna', language: 'en', timeZone: 'America/New_York', newsletter: 'daily' };
    await web.post(path, { ...fields, ownMorning: 'on' });
    assert.deepEqual(await audience(), [{ ownMorning: true, timeZone: 'America/New_York' }]);
    assert.equal(box.exec((await web.get(path)).body)?.[1], ' checked');
    await web.post(path, fields);
    assert.deepEqual(await audience(), [{ ownMorning: false, timeZone: 'America/New_York' }]);
  });

  for (const [language, words] of [
    ['en', 'Send it at my own morning: at the newsletter’s hour in my time zone'],
    ['uk', 'Надсилати мого ранку'],
    ['de', 'An meinem eigenen Morgen schicken'],
  ] as const) {
    it(`is offered in ${language}`, async () => {
      const { id } = await services.db.selectFrom('subscribers').select('id').executeTakeFirstOrThrow();
      const path = `/preferences/${services.tokens.sign('preferences', String(id))}`;
      await services.db.updateTable('subscribers').set({ language }).execute();
      assert.ok((await web.get(path)).body.includes(words));
    });
  }
});

describe('leaving by the preferences', () => {
  const { db } = services;
  const traced = async () =>
    db
      .selectFrom('events')
      .select(['subscriberId', 'editionId'])
      .where('kind', '=', 'unsubscribed')
      .execute();
  const words = { name: '', language: 'en', timeZone: 'Europe/Kyiv' };

  it('counts for the mail whose link led there, where it is its newsletter that one leaves', async () => {
    await addReaders(services, newsletter, 4);
    const weekly = await addNewsletter(db, system, { slug: 'weekly', name: 'The Weekly Courier' });
    await setRules(db, system, newsletter.id, { minArticles: 1 });
    const editionId = await launchDigest(services);
    const [one, two, three, four] = await Promise.all(
      [1, 2, 3, 4].map((number) => idOf(services, `reader${number}@readers.example`)),
    );
    assert.ok(one && two && three && four);
    const linkOf = (id: number) => `/preferences/${services.tokens.forDelivery(editionId, id).preferences}`;

    await web.post(linkOf(one), { ...words, newsletter: ['daily', weekly.slug] });
    await web.post(linkOf(one), { ...words, newsletter: ['daily'] });
    assert.deepEqual(await traced(), [], 'another newsletter is not left by this mail');
    await web.post(linkOf(one), { ...words, newsletter: [] });
    assert.deepEqual(await traced(), [{ subscriberId: one, editionId }]);
    await web.post(linkOf(one), { ...words, newsletter: [] });
    assert.equal((await traced()).length, 1, 'once');

    await web.post(`/preferences/${services.tokens.sign('preferences', String(two))}`, {
      ...words,
      newsletter: [],
    });
    assert.equal((await traced()).length, 1, 'a link of no mail is traced to none');

    const [, all = ''] = /action="(\/unsubscribe\/[^"]+)"/.exec((await web.get(linkOf(three))).body) ?? [];
    await web.post(all, {});
    assert.deepEqual((await traced()).at(-1), { subscriberId: three, editionId });

    const own = `/unsubscribe/${services.tokens.forDelivery(editionId, four).unsubscribe}`;
    const leaving = [...(await web.get(own)).body.matchAll(/action="(\/unsubscribe\/[^"]+)"/g)].map(
      ([, to]) => to ?? '',
    );
    await web.post(leaving.find((to) => to !== own) ?? assert.fail('no way to leave all'), {});
    assert.deepEqual((await traced()).at(-1), { subscriberId: four, editionId });
    const { unsubscribed } = await db
      .selectFrom('sendTallies')
      .select('unsubscribed')
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    assert.equal(unsubscribed, 3);
  });
});
