import assert from 'node:assert/strict';
import { readBalance } from '../../../src/delivery/balance.ts';
import type { Ledger, Model } from './model.ts';

interface Row {
  id: number;
  state: string;
  batch: number;
  finishedAt: Date | null;
}

const states = [
  'sent',
  'failed',
  'suppressed',
  'uncertain',
  'cancelled',
  'waiting',
  'sending',
  'deferred',
] as const;
const pending = new Set(['waiting', 'sending', 'deferred']);

/** What must be so at every moment; and notes how rows have moved. */
export async function checkLedger(model: Model, { services, editionId }: Ledger): Promise<void> {
  const balance = await readBalance(services.db, editionId);
  const rows = await selectRows({ services, editionId });
  assert.equal(rows.length, balance.eligible, 'somebody is lost');
  for (const state of states)
    assert.equal(balance[state], rows.filter((row) => row.state === state).length, `counted as ${state}`);
  assert.equal(
    balance.eligible,
    balance.sent +
      balance.failed +
      balance.suppressed +
      balance.uncertain +
      balance.cancelled +
      balance.pending,
  );
  if (balance.state === 'finished') assert.equal(balance.pending, 0, 'pending after the end');
  for (const row of rows) checkRow(model, row);
}

function checkRow(model: Model, { id, state, batch, finishedAt }: Row): void {
  const reader = model.reader(id);
  const before = model.states.get(id);
  if (before !== state) model.moves.add(`${before ?? '[*]'} --> ${state}`);
  model.states.set(id, state);
  if (pending.has(state)) assert.equal(finishedAt, null, `${state} in batch ${batch}, which is finished`);
  if (state === 'waiting' || state === 'deferred') {
    assert.ok(reader.dots < reader.allowed, 'claimable, though its final dot may have been sent');
    assert.ok(!reader.no, 'claimable after a "no"');
  }
  if (state === 'sent') assert.ok(reader.accepted, 'called sent, and no relay took it');
  if (['failed', 'cancelled', 'suppressed'].includes(state))
    assert.ok(reader.dots < reader.allowed, `${state}, though its final dot may have been sent`);
}

function selectRows({ services, editionId }: Pick<Ledger, 'services' | 'editionId'>): Promise<Row[]> {
  return services.db
    .selectFrom('deliveries as d')
    .innerJoin('deliveryBatches as b', (join) =>
      join.onRef('b.editionId', '=', 'd.editionId').onRef('b.batch', '=', 'd.batch'),
    )
    .select(['d.subscriberId as id', 'd.state', 'd.batch', 'b.finishedAt'])
    .where('d.editionId', '=', editionId)
    .execute();
}
