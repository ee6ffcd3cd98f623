import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { readBalance } from '../../../src/delivery/balance.ts';
import { resendUncertain } from '../../../src/delivery/control.ts';
import { takeReport } from '../../../src/delivery/inbound/take-report.ts';
import { undoReport } from '../../../src/delivery/inbound/undo-report.ts';
import type { DeliveryState } from '../../../src/db-schema.ts';
import { heedReports } from '../../../src/subscribers/heed-reports.ts';
import { suppressAddress } from '../../../src/subscribers/suppress-address.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { openNewsroom } from '../../support/cast.ts';
import {
  cameBack,
  failures,
  type Mailed,
  ownAddress,
  sendToReaders,
  subscribedTo,
} from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const readers = await sendToReaders(services, daily, 16);
const nextReader = (): Mailed => readers.shift() ?? assert.fail('there are more tests than readers');

const undo = (id: number) => undoReport(db, system, id);
async function bounce(reader: Mailed): Promise<number> {
  const said = [{ ...failures.hard, address: reader.address }];
  return take(reader, { kind: 'bounce', recipients: said });
}
const complain = (reader: Mailed) => take(reader, { kind: 'complaint', feedback: 'abuse' });
async function take(reader: Mailed, report: Parameters<typeof cameBack>[0]): Promise<number> {
  const [taken] = await takeReport(services, cameBack(report, [ownAddress(services, 'return-path', reader)]));
  return taken?.id ?? assert.fail();
}
async function stopsOf({ address }: Mailed): Promise<string[]> {
  const rows = await db
    .selectFrom('suppressions')
    .select('reason')
    .where('address', '=', address)
    .where('liftedAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ reason }) => reason);
}
const rowOf = ({ editionId, subscriberId }: Mailed) =>
  db
    .selectFrom('deliveries as d')
    .innerJoin('deliveryBatches as b', (join) =>
      join.onRef('b.editionId', '=', 'd.editionId').onRef('b.batch', '=', 'd.batch'),
    )
    .select(['d.state', 'd.reason', 'd.withdrawn', 'b.finishedAt'])
    .where('d.editionId', '=', editionId)
    .where('d.subscriberId', '=', subscriberId)
    .executeTakeFirstOrThrow();
const stateOf = async (reader: Mailed): Promise<string> => (await rowOf(reader)).state;
/** The mail of a reader, in a send that goes on and whose batches have ended. */
async function setState({ editionId, subscriberId }: Mailed, state: DeliveryState): Promise<void> {
  const row = db.updateTable('deliveries').where('editionId', '=', editionId);
  await row.set({ state }).where('subscriberId', '=', subscriberId).execute();
  await db.updateTable('deliveryBatches').set({ finishedAt: new Date() }).execute();
}

describe('a complaint that was taken back', () => {
  it('leaves no "no" behind in the name of the reader; the subscription stays ended', async () => {
    const reader = nextReader();
    const id = await complain(reader);
    await heedReports(services);
    assert.deepEqual(await stopsOf(reader), ['complaint']);
    assert.equal((await undo(id)).lifted, 'complaint');
    assert.deepEqual(await stopsOf(reader), []);
    assert.equal(await subscribedTo(services, reader), 'ended');
  });

  it('follows a reader to a new address, and is taken back there too', async () => {
    const reader = nextReader();
    const id = await complain(reader);
    const moved = { address: 'moved@readers.example', addressHash: Buffer.alloc(32, 7) };
    await db.updateTable('subscribers').set(moved).where('id', '=', reader.subscriberId).execute();
    await heedReports(services);
    assert.deepEqual(await stopsOf({ ...reader, ...moved }), ['complaint']);
    await undo(id);
    assert.deepEqual(await stopsOf({ ...reader, ...moved }), []);
    assert.deepEqual(await stopsOf(reader), []);
  });

  it('before anybody has heard of it ends nothing, and gives back what it withdrew', async () => {
    const reader = nextReader();
    await setState(reader, 'deferred');
    const id = await complain(reader);
    assert.equal(await stateOf(reader), 'suppressed');
    assert.equal((await undo(id)).restored, 1);
    await heedReports(services);
    assert.equal(await subscribedTo(services, reader), 'confirmed');
    assert.equal(await stateOf(reader), 'waiting');
  });

  it('gives nothing back to whom it has ended the subscription of, nor does a bounce after it', async () => {
    const reader = nextReader();
    await setState(reader, 'waiting');
    const bounced = await bounce(reader);
    const complained = await complain(reader);
    await heedReports(services);
    assert.equal((await undo(complained)).restored, 0);
    assert.equal((await undo(bounced)).restored, 0);
    assert.equal(await stateOf(reader), 'suppressed');
    assert.deepEqual(await stopsOf(reader), []);
  });
});

describe('a hard bounce that was taken back', () => {
  it('gives back what it withdrew of a send that goes on: it waits, is counted so, and its batch is open', async () => {
    const reader = nextReader();
    await setState(reader, 'deferred');
    const before = await readBalance(db, reader.editionId);
    const id = await bounce(reader);
    assert.equal((await rowOf(reader)).withdrawn, 'hard-bounce');
    assert.deepEqual(await undo(id), {
      id,
      address: reader.address,
      lifted: 'hard-bounce',
      left: [],
      restored: 1,
    });
    assert.deepEqual(await rowOf(reader), {
      state: 'waiting',
      reason: null,
      withdrawn: null,
      finishedAt: null,
    });
    const after = await readBalance(db, reader.editionId);
    assert.deepEqual(after, { ...before, deferred: before.deferred - 1, waiting: before.waiting + 1 });
  });

  it('gives nothing back of a send that is over, nor to whom anything else stops', async () => {
    const [over, stopped, left] = [nextReader(), nextReader(), nextReader()];
    for (const reader of [over, stopped, left]) await setState(reader, 'waiting');
    const ids = [await bounce(over), await bounce(stopped), await bounce(left)];
    await suppressAddress(services, system, stopped.address, ['bulk']);
    await unsubscribe(services, { subscriberId: left.subscriberId, newsletterId: null }, { source: 'page' });
    assert.deepEqual((await undo(ids[1] ?? 0)).left, ['manual']);
    assert.deepEqual((await undo(ids[2] ?? 0)).left, ['unsubscribed']);
    const send = db.updateTable('sends').where('editionId', '=', over.editionId);
    await send.set({ state: 'finished', finishedAt: new Date() }).execute();
    assert.equal((await undo(ids[0] ?? 0)).restored, 0);
    await send.set({ state: 'sending', finishedAt: null }).execute();
    for (const reader of [over, stopped, left]) assert.equal(await stateOf(reader), 'suppressed');
  });

  it('sends nothing to who may have got it, and forgets the "no" of what is in doubt', async () => {
    const [resent, inDoubt] = [nextReader(), nextReader()];
    await setState(resent, 'uncertain');
    const first = await bounce(resent);
    await resendUncertain(services, resent.editionId, system);
    assert.equal(await stateOf(resent), 'suppressed');
    await setState(inDoubt, 'uncertain');
    const second = await bounce(inDoubt);
    assert.equal((await undo(first)).restored, 0);
    assert.equal((await undo(second)).restored, 0);
    assert.equal(await stateOf(resent), 'suppressed');
    const { state, withdrawn } = await rowOf(inDoubt);
    assert.deepEqual([state, withdrawn], ['uncertain', null]);
  });

  it('lifts nothing while another one stands, and names it', async () => {
    const reader = nextReader();
    const [first, second] = [await bounce(reader), await bounce(reader)];
    const { lifted, left } = await undo(first);
    assert.deepEqual([lifted, left], [null, [`hard-bounce (report ${second} stands)`]]);
    assert.deepEqual(await stopsOf(reader), ['hard-bounce']);
    assert.equal((await undo(second)).lifted, 'hard-bounce');
    assert.deepEqual(await stopsOf(reader), []);
  });

  it('lifts no "no" that the reader has said', async () => {
    const reader = nextReader();
    const target = { subscriberId: reader.subscriberId, newsletterId: daily.id };
    await unsubscribe(services, target, { source: 'page' });
    const id = await take(reader, { kind: 'complaint', feedback: 'opt-out' });
    const { lifted, left } = await undo(id);
    assert.deepEqual([lifted, left], [null, ['unsubscribed']]);
    assert.deepEqual(await stopsOf(reader), ['unsubscribed']);
  });
});
