import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { keepArticle } from '../../src/articles/keep-articles.ts';
import { makeAlert } from '../../src/editions/alert.ts';
import { applyChanges } from '../../src/editions/compose/apply-changes.ts';
import type { Operation } from '../../src/editions/compose/contract.ts';
import { readComposed } from '../../src/editions/compose/hold.ts';
import { describeDrift, findDrift } from '../../src/editions/drift.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import { preFlight } from '../../src/editions/pre-flight.ts';
import { setRules } from '../../src/editions/rules.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { textOf } from '../support/compose/composer.ts';
import { openNewsroom } from '../support/cast.ts';
import { assembleDigest } from '../support/digest.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await setRules(db, system, daily.id, { minArticles: 1 });
const id = await assembleDigest(services);

/** What the source says from now on. */
async function sourceSays(url: string, title: string, standfirst = 'What is known so far.'): Promise<void> {
  const words = { title, standfirst, author: '', html: '<p>Text</p>', image: null, categories: [] };
  await keepArticle(
    db,
    null,
    { ...words, guid: null, url, language: 'en', publishedAt: new Date() },
    new Date(),
  );
}

const change = async (editionId: number, ...changes: Operation[]) => {
  return applyChanges(services, system, { editionId, changes, once: randomUUID(), takesBack: null });
};
const story = async (nth: number) => {
  const { fields, key } = (await readComposed(db, id)).doc.items[nth] ?? assert.fail('no such story');
  return {
    key,
    title: textOf(fields['title']),
    url: textOf(fields['url']),
    text: textOf(fields['standfirst']),
  };
};
const rewrite = async (nth: number, value: string) => {
  const { key, title } = await story(nth);
  await change(id, { op: 'set', key, field: 'title', value, was: title });
};
const told = async (editionId = id) =>
  (await findDrift(db, await requireEdition(db, editionId))).map(describeDrift);

describe('a story whose headline an editor has written', () => {
  it('has not changed at its source, in the pre-flight and anywhere else', async () => {
    await rewrite(0, 'In our own words');
    assert.deepEqual(await told(), []);
    const { faults } = await preFlight(services, await requireEdition(db, id));
    assert.ok(faults.every(({ code }) => code !== 'article-changed'));
  });

  it('has, once its source says something else than when that was written', async () => {
    const { url, text } = await story(0);
    await sourceSays(url, 'What the source says now', text);
    assert.deepEqual(await told(), [
      '"In our own words" has changed at its source: title "In our own words" is now "What the source says now"',
    ]);
  });

  it('has not any more, once somebody has written it anew with that in view', async () => {
    await rewrite(0, 'In other words of ours');
    assert.deepEqual(await told(), []);
  });

  it('is told of its source by words that were left as they are', async () => {
    const { url, title } = await story(1);
    await sourceSays(url, title, 'Nothing of it was true.');
    assert.equal((await told()).length, 1);
    assert.match((await told())[0] ?? '', /standfirst ".*" is now "Nothing of it was true\."$/);
  });

  it('still has where it was taken out and brought back after its source had changed', async () => {
    const { key } = await story(1);
    await change(id, { op: 'remove', key });
    await change(id, { op: 'restore', key });
    assert.equal((await told()).length, 1);
  });
});

describe('an alert', () => {
  it('has words of its own beside those of its story, which has changed when its source does', async () => {
    const flash = await addNewsletter(db, system, { slug: 'flash', name: 'Flash', priority: 'alert' });
    const url = 'https://courier.example/flash';
    await sourceSays(url, 'The calm headline of the story');
    const headline = 'It has happened!';
    const alert = {
      newsletterId: flash.id,
      headline,
      text: 'Just now.',
      url,
      picture: null,
      once: randomUUID(),
    };
    const { id: alertId } = await makeAlert(services, system, alert);
    assert.deepEqual(await told(alertId), []);
    await sourceSays(url, 'It has not happened');
    assert.match((await told(alertId))[0] ?? '', /"It has happened!" is now "It has not happened"/);
  });
});
