import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { confirmedAudience } from '../../src/subscribers/audience.ts';
import { openNewsroom } from '../support/cast.ts';
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
