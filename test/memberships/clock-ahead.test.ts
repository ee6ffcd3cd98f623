import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPatron } from '../../src/memberships/entitlements.ts';
import { cancelMembership } from '../../src/memberships/manage/cancel.ts';
import { pauseMembership } from '../../src/memberships/manage/pause.ts';
import { resumeDue } from '../../src/memberships/manage/resume-due.ts';
import { syncTiers } from '../../src/memberships/stripe/sync-tiers.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStripePatron, addTestTiers } from '../support/memberships.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox({ startAt: new Date() });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
await addReaders(services, await openNewsroom(services), 3);
await addTestTiers(services);
await syncTiers(services);
await sandbox.clock.advance({ months: 2 });

let person = 0;
async function patron() {
  person += 1;
  const { id, owner } = await addStripePatron(services, { address: `reader${person}@readers.example` });
  return { subscriberId: owner, membershipId: id, once: crypto.randomUUID() };
}
const membership = (id: number) =>
  db.selectFrom('memberships').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('where Stripe’s clock is ahead of ours', () => {
  it('who has paid is a patron at once, and who has ended it is none', async () => {
    const one = await patron();
    assert.equal(await isPatron(db, one.subscriberId), true);
    await cancelMembership(services, { ...one, when: 'now', reason: '' });
    assert.equal(await isPatron(db, one.subscriberId), false);
  });

  it('a pause gives no right, and ends', async () => {
    const one = await patron();
    await pauseMembership(services, { ...one, months: 1 });
    assert.equal(await isPatron(db, one.subscriberId), false);
    const { resumeAt } = await membership(one.membershipId);
    await resumeDue(services, new Date((resumeAt?.getTime() ?? 0) + 1_000));
    assert.equal((await membership(one.membershipId)).state, 'active');
  });
});
