import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import fc from 'fast-check';
import { projectRoot } from '../../src/config.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { launchSend, openSend } from '../../src/delivery/launch.ts';
import { resumeSend, tidySends } from '../../src/delivery/control.ts';
import { system } from '../../src/access/actor.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { checkLedger } from '../support/ledger/check.ts';
import { anyCommands, expire } from '../support/ledger/commands.ts';
import { type Ledger, Model } from '../support/ledger/model.ts';
import { claim, giveBack, handOver, lease, record, release } from '../support/ledger/worker.ts';
import { makeDue, prepareTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 4);
services.config.delivery = { ...services.config.delivery, batchSize: 2 };
const moves = new Set<string>();

async function setUp(isOpen: boolean): Promise<{ model: Model; real: Ledger }> {
  const launch = await prepareTestSend(services, newsletter);
  await db.transaction().execute((trx) => launchSend(trx, services.config, launch));
  if (isOpen) await openSend(db, launch.editionId);
  const real = { services, newsletter, editionId: launch.editionId, launch };
  const model = new Model();
  model.revisionId = launch.revisionId;
  const rows = await db
    .selectFrom('deliveries')
    .select('subscriberId')
    .where('editionId', '=', launch.editionId)
    .orderBy('subscriberId')
    .execute();
  for (const { subscriberId } of rows)
    model.readers.set(subscriberId, {
      dots: 0,
      allowed: 1,
      no: false,
      accepted: false,
      revisionId: launch.revisionId,
      keepsRevision: false,
    });
  return { model, real };
}

/** Every worker is dead, and one that does its work comes: nothing may be left that nobody takes up. */
async function runToTheEnd(model: Model, real: Ledger): Promise<void> {
  model.leases = [];
  model.groups = [];
  await expire(model, real, 0);
  await tidySends(services);
  await resumeSend(services, real.editionId, system).catch(() => {});
  await makeDue(services, real.editionId);
  for (const batch of [0, 1]) await workOn(model, real, batch);
  await tidySends(services);
  await checkLedger(model, real);
  const { state, pending } = await readBalance(db, real.editionId);
  assert.ok(['finished', 'cancelled'].includes(state), `${state} at the end`);
  assert.equal(pending, 0, 'left over at the end');
}

async function workOn(model: Model, real: Ledger, batch: number): Promise<void> {
  await lease(model, real, batch);
  for (;;) {
    await claim(model, real, 0);
    await checkLedger(model, real);
    if (model.groups.length === 0) break;
    for (let row = 0; row < 2; row += 1) await handOver(model, real, 0, 'sent');
    await record(model, real, 0);
  }
  await release(model, real, 0);
}

async function forget({ editionId }: Ledger): Promise<void> {
  await db.deleteFrom('deliveries').where('editionId', '=', editionId).execute();
  await db.deleteFrom('deliveryBatches').where('editionId', '=', editionId).execute();
  await db.deleteFrom('deliveryCounts').where('editionId', '=', editionId).execute();
  await db.deleteFrom('sendMails').where('editionId', '=', editionId).execute();
  await db.deleteFrom('sends').where('editionId', '=', editionId).execute();
}

// LEDGER_SEED and LEDGER_RUNS look further than the runs that every test makes.
const seed = Number(process.env['LEDGER_SEED'] ?? 3);
const numRuns = Number(process.env['LEDGER_RUNS'] ?? 40);

it('the ledger never contradicts what certainly happened, whatever comes in whatever order', async () => {
  const property = fc.asyncProperty(fc.nat(9), anyCommands(80), async (dice, commands) => {
    // Most sends are open from the beginning: what comes before is soon told.
    const { model, real } = await setUp(dice > 0);
    try {
      await checkLedger(model, real);
      await fc.asyncModelRun(() => ({ model, real }), commands);
      await runToTheEnd(model, real);
      for (const move of model.moves) moves.add(move);
    } finally {
      await forget(real);
    }
  });
  await fc.assert(property, { seed, numRuns, endOnFailure: numRuns > 40 });
});

it('rows of a claim whose answer was lost are open again, though another worker has ended their batch', async () => {
  const { model, real } = await setUp(true);
  try {
    await lease(model, real, 0);
    await claim(model, real, 0);
    await expire(model, real, 0);
    await lease(model, real, 0);
    await release(model, real, model.leases.length - 1);
    await checkLedger(model, real);
    await giveBack(model, real, 0);
    await runToTheEnd(model, real);
  } finally {
    await forget(real);
  }
});

it('the diagram in the README of delivery has every move that a row was seen to make', () => {
  const readme = readFileSync(join(projectRoot, 'src', 'delivery', 'README.md'), 'utf8');
  const drawn = new Set([...readme.matchAll(/^ +(\S+ --> \w+)/gm)].map(([, move]) => move));
  assert.deepEqual(
    [...moves].filter((move) => !drawn.has(move)),
    [],
  );
});
