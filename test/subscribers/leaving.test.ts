import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { insertPending } from '../../src/subscribers/queries/subscriptions.ts';
import { openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db, tokens } = services;
const daily = await openNewsroom(services);
const weekly = await addNewsletter(db, system, { slug: 'weekly', name: 'The Week in Review' });
const web = await startWeb(services);

/** Somebody who gets both newsletters; gives the paths of their links to leave. */
async function addReader(address: string, newsletterIds = [daily.id, weekly.id]) {
  const addition = { actor: system, address, newsletterIds, attestation: 'a test' };
  await addSubscriber(services, { ...addition, source: 'sample' });
  const { id } = await db
    .selectFrom('subscribers')
    .select('id')
    .where('address', '=', address)
    .executeTakeFirstOrThrow();
  const path = (newsletterId: number | string): string =>
    `/unsubscribe/${tokens.sign('unsubscribe', `${id}.${newsletterId}`)}`;
  return { id, daily: path(daily.id), weekly: path(weekly.id), all: path('') };
}
/** Leaves, and gives the path of the button that takes it back; '' where there is none. */
const leave = async (path: string): Promise<string> =>
  /action="(\/resubscribe\/[^"]+)"/.exec((await web.post(path)).body)?.[1] ?? '';
const statesOf = async (id: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('subscriptions')
    .select('state')
    .where('subscriberId', '=', id)
    .orderBy('newsletterId')
    .execute();
  return rows.map(({ state }) => state);
};
const liveOf = async (id: number): Promise<number> => {
  const rows = await db
    .selectFrom('suppressions as s')
    .innerJoin('subscribers as p', 'p.addressHash', 's.addressHash')
    .select('s.id')
    .where('p.id', '=', id)
    .where('s.liftedAt', 'is', null)
    .execute();
  return rows.length;
};

describe('the page behind a link to leave', () => {
  const said = {
    en: [/Would you like/, /are unsubscribed|will not|not be sent/],
    uk: [/\?/, /Вас відписано|не надсилатиметься/],
    de: [/Möchten Sie/, /Sie sind abgemeldet|nicht mehr geschickt/],
  };
  for (const [language, [question = /$^/, done = /$^/]] of Object.entries(said)) {
    it(`asks, and says that it is done only when it is, in ${language}`, async () => {
      const reader = await addReader(`${language}@readers.example`);
      for (const path of [reader.daily, reader.all]) {
        const { body } = await web.get(path, { 'accept-language': language });
        assert.match(body, question);
        assert.doesNotMatch(body, done);
        assert.match((await web.post(path, {}, { 'accept-language': language })).body, done);
      }
    });
  }
});

describe('taking an unsubscribe back', () => {
  it('brings back what it ended, and is as good when pressed twice', async () => {
    const reader = await addReader('undo@readers.example');
    const undo = await leave(reader.all);
    for (let times = 0; times < 2; times += 1) assert.equal((await web.post(undo)).status, 200);
    assert.deepEqual(await statesOf(reader.id), ['confirmed', 'confirmed']);
    assert.equal(await liveOf(reader.id), 0);
  });

  it('is not stopped by the same "no" said twice, as mail programs say it', async () => {
    const reader = await addReader('again@readers.example');
    const undo = await leave(reader.daily);
    assert.equal(await leave(reader.daily), '');
    assert.equal((await web.post(undo)).status, 200);
    assert.deepEqual(await statesOf(reader.id), ['confirmed', 'confirmed']);
  });

  it('does not work any more after a later "no" to the same', async () => {
    const reader = await addReader('later@readers.example');
    const undo = await leave(reader.daily);
    await web.post(undo);
    await leave(reader.daily);
    assert.equal((await web.post(undo)).status, 410);
    assert.deepEqual(await statesOf(reader.id), ['ended', 'confirmed']);
    assert.equal(await liveOf(reader.id), 1);
  });

  it('does not work any more after a "no" to everything', async () => {
    const reader = await addReader('everything@readers.example');
    const undo = await leave(reader.daily);
    await leave(reader.all);
    assert.equal((await web.post(undo)).status, 410);
    assert.deepEqual(await statesOf(reader.id), ['ended', 'ended']);
    assert.equal(await liveOf(reader.id), 2);
  });

  it('of everything leaves ended what was left by itself after it', async () => {
    const reader = await addReader('single@readers.example');
    const undo = await leave(reader.all);
    await leave(reader.daily);
    await web.post(undo);
    assert.deepEqual(await statesOf(reader.id), ['ended', 'confirmed']);
    assert.equal(await liveOf(reader.id), 1);
  });

  it('brings back nothing that was left before, or was never confirmed', async () => {
    const reader = await addReader('older@readers.example');
    const third = await addNewsletter(db, system, { slug: 'third', name: 'Third' });
    await leave(reader.weekly);
    await insertPending(db, reader.id, [third.id], new Date());
    await web.post(await leave(reader.all));
    assert.deepEqual(await statesOf(reader.id), ['confirmed', 'ended', 'ended']);
    const pending = await addReader('pending@readers.example', []);
    await insertPending(db, pending.id, [daily.id], new Date());
    assert.equal(await leave(pending.all), '', 'there is nothing to bring back');
  });
});
