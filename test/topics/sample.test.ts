import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { makeCoCreation } from '../../src/local/sample/co-creation.ts';
import { sampleTiers } from '../../src/local/sample/tiers.ts';
import { addTier } from '../../src/memberships/tiers.ts';
import { listBallots } from '../../src/topics/ballots/list-ballots.ts';
import { listPromises } from '../../src/topics/promises/promise.ts';
import { openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';

describe('the sample newsroom’s patrons', async () => {
  const services = await createTestServices();

  it('have an open ballot, one that waits, and a promise that was kept', async () => {
    await openNewsroom(services);
    for (const tier of sampleTiers) await addTier(services.db, system, tier);
    await services.db
      .insertInto('articles')
      .values({
        canonicalUrl: 'https://courier.example/a',
        title: 'A story',
        contentHash: Buffer.alloc(32),
        publishedAt: new Date(),
      })
      .execute();
    assert.equal(await makeCoCreation(services), 6);
    const ballots = await listBallots(services.db, ['draft', 'open', 'closed']);
    assert.deepEqual(ballots.map(({ slug, state }) => `${slug} ${state}`).toSorted(), [
      'autumn-story closed',
      'new-year draft',
      'next-long-read open',
    ]);
    assert.equal(ballots.find(({ slug }) => slug === 'autumn-story')?.votes, 6);
    const [promise] = await listPromises(services.db, new Date());
    assert.deepEqual([promise?.state, promise?.article?.title], ['kept', 'A story']);
  });
});
