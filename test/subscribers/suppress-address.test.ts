import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { liftByStaff, suppress } from '../../src/delivery/suppress.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { suppressAddress } from '../../src/subscribers/suppress-address.ts';
import { openNewsroom } from '../support/cast.ts';
import { launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const newsletter = await openNewsroom(services);
const olena = { kind: 'command-line' as const, name: 'olena' };

async function addReader(address: string): Promise<{ id: number; addressHash: Buffer }> {
  const addition = { actor: system, address, newsletterIds: [newsletter.id], attestation: 'a test' };
  await addSubscriber(services, { ...addition, source: 'sample' });
  return db
    .selectFrom('subscribers')
    .select(['id', 'addressHash'])
    .where('address', '=', address)
    .executeTakeFirstOrThrow();
}
const liveOf = (addressHash: Buffer) =>
  db
    .selectFrom('suppressions')
    .select(['reason', 'streams'])
    .where('addressHash', '=', addressHash)
    .where('liftedAt', 'is', null)
    .orderBy('id')
    .execute();
const auditsOf = async (action: string) =>
  db.selectFrom('auditLog').select(['actor', 'detail']).where('action', '=', action).orderBy('id').execute();

describe('suppressing an address by hand', () => {
  it('counts at once in a send that is going on, and is written down with who did it', async () => {
    const { id } = await addReader('anna@readers.example');
    await addReader('bohdan@readers.example');
    const editionId = await launchTestSend(services, newsletter);
    assert.equal(
      await suppressAddress(services, olena, ' Anna@Readers.example', ['bulk']),
      'Anna@readers.example',
    );
    const rows = await db
      .selectFrom('deliveries')
      .select(['subscriberId', 'state', 'reason'])
      .where('editionId', '=', editionId)
      .execute();
    for (const { subscriberId, state, reason } of rows)
      assert.deepEqual([state, reason], subscriberId === id ? ['suppressed', 'manual'] : ['waiting', null]);
    assert.deepEqual(await auditsOf('suppression.add'), [
      { actor: 'command-line:olena', detail: { streams: ['bulk'] } },
    ]);
  });

  it('stops more streams when it is said again with others, and never fewer', async () => {
    const { addressHash } = await addReader('again@readers.example');
    for (const streams of [['bulk'], ['service', 'staff'], ['bulk']] as const)
      await suppressAddress(services, olena, 'again@readers.example', [...streams]);
    const lines = await db
      .selectFrom('auditLog')
      .select(['before', 'after'])
      .where('action', '=', 'suppression.add')
      .orderBy('id', 'desc')
      .limit(3)
      .execute();
    const all = { streams: ['bulk', 'service', 'staff'] };
    assert.deepEqual(lines.toReversed(), [
      { before: null, after: { streams: ['bulk'] } },
      { before: { streams: ['bulk'] }, after: all },
      { before: {}, after: {} },
    ]);
    const [one, ...others] = await liveOf(addressHash);
    assert.deepEqual(one?.streams.toSorted(), ['bulk', 'service', 'staff']);
    assert.deepEqual(others, []);
  });

  it('takes an address that nobody subscribes with', async () => {
    await suppressAddress(services, olena, 'nobody@readers.example', ['service']);
    const rows = await db.selectFrom('suppressions').select('address').execute();
    assert.ok(rows.some(({ address }) => address === 'nobody@readers.example'));
  });

  it('leaves a send alone where the bulk stream is not meant', async () => {
    const { id } = await addReader('only-service@readers.example');
    await launchTestSend(services, newsletter);
    await suppressAddress(services, olena, 'only-service@readers.example', ['service']);
    const rows = await db.selectFrom('deliveries').select('state').where('subscriberId', '=', id).execute();
    assert.deepEqual(rows, [{ state: 'waiting' }]);
  });
});

describe('lifting by staff', () => {
  it('lifts what was set by hand and hard bounces, says what it left, and is written down', async () => {
    const address = 'complex@readers.example';
    const { addressHash } = await addReader(address);
    const reasons = ['unsubscribed', 'complaint', 'hard-bounce', 'erased', 'manual'] as const;
    for (const reason of reasons) await suppress(db, system, { addressHash, address, reason });
    const lifted = { lifted: ['hard-bounce', 'manual'], left: ['unsubscribed', 'complaint', 'erased'] };
    assert.deepEqual(await liftByStaff(db, olena, addressHash), lifted);
    assert.deepEqual(
      (await liveOf(addressHash)).map(({ reason }) => reason),
      lifted.left,
    );
    assert.deepEqual(await liftByStaff(db, olena, addressHash), { ...lifted, lifted: [] });
    assert.deepEqual(await auditsOf('suppression.lift'), [{ actor: 'command-line:olena', detail: lifted }]);
  });
});
