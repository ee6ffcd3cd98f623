import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { finishSend, releaseLease, takeLease } from '../../../src/delivery/queries/batches.ts';
import {
  claimGroup,
  type ClaimedRow,
  type Outcome,
  recheckGroup,
  recordAndClaim,
  recordOutcomes,
  returnClaim,
  untouched,
} from '../../../src/delivery/queries/groups.ts';
import { choose, type Group, type Lease, type Ledger, type Model } from './model.ts';

const seconds = 600;
const size = 2;

export async function lease(model: Model, { services, editionId }: Ledger, batch: number): Promise<void> {
  const leaseId = randomUUID();
  if (!(await takeLease(services.pool, { editionId, batch, leaseId, seconds, holder: 'model' }))) return;
  assert.ok(!model.leases.some((one) => one.batch === batch && one.lives), 'two hold the same batch');
  model.leases.push({ leaseId, batch, lives: true });
}

/** Takes rows into intent; who may have got it, or has said "no", must not be among them. */
export async function claim(model: Model, { services, editionId }: Ledger, number: number): Promise<void> {
  const held = choose(model.leases, number);
  if (held === undefined) return;
  const { leaseId, batch } = held;
  const attemptId = randomUUID();
  const rows = await claimGroup(services.pool, { editionId, batch, leaseId, seconds, attemptId, size });
  takeInHand(model, held, attemptId, rows);
}

function takeInHand(model: Model, held: Lease, attemptId: string, rows: ClaimedRow[]): void {
  if (rows.length === 0) return;
  assert.ok(held.lives, 'claimed without a lease');
  for (const { subscriberId, revisionId } of rows) {
    const reader = model.reader(subscriberId);
    assert.ok(reader.dots < reader.allowed && !reader.no, 'claimed, and must not be');
    const expected = reader.keepsRevision ? reader.revisionId : model.revisionId;
    assert.equal(revisionId, expected, 'claimed in another text than it is to get');
    reader.revisionId = revisionId;
  }
  const inHand = rows.map(({ subscriberId }): [number, null] => [subscriberId, null]);
  const { batch, leaseId } = held;
  model.groups.push({ attemptId, batch, leaseId, rows: new Map(inHand) });
}

/** The answer to a claim was lost: what it took is given back, at once or much later. */
export async function giveBack(model: Model, { services, editionId }: Ledger, number: number): Promise<void> {
  const whole = model.groups.filter(({ rows }) => [...rows.values()].every((outcome) => outcome === null));
  const group = choose(whole, number);
  if (group === undefined) return;
  const { attemptId, batch } = group;
  await returnClaim(services.pool, { editionId, batch, attemptId });
  drop(model, group);
}

/** Hands one row over, as `group.ts` does: the lease covers it, the send runs, nobody has said "no". */
export async function handOver(
  model: Model,
  { services, editionId }: Ledger,
  number: number,
  state: Outcome['state'],
): Promise<void> {
  const group = choose(model.groups, number);
  const id = group && choose(idle(group), number);
  if (!group || id === undefined || model.leaseOf(group)?.lives !== true) return;
  const { running, withdrawn } = await recheckGroup(services.pool, { editionId, ...group });
  if (!running || withdrawn.has(id)) return;
  const reader = model.reader(id);
  assert.ok(!reader.no, 'handed over after a "no"');
  if (state === 'sent' || state === 'uncertain') reader.dots += 1;
  assert.ok(reader.dots <= reader.allowed, 'handed over twice');
  reader.accepted ||= state === 'sent';
  group.rows.set(id, {
    ...untouched({ subscriberId: id }),
    state,
    attempted: true,
    retryAfter: state === 'deferred' ? 60 : null,
  });
}

/** Writes down what became of a group, in time or late; what was not handed over goes back. */
export async function record(model: Model, ledger: Ledger, number: number): Promise<void> {
  const group = choose(model.groups, number);
  if (group === undefined) return;
  end(model, group);
  await recordLast(model, ledger);
}

/** The same, and the next rows of the batch into intent, by one statement. */
export async function recordAndGoOn(model: Model, ledger: Ledger, number: number): Promise<void> {
  const group = choose(model.groups, number);
  const held = group && model.leaseOf(group);
  if (group === undefined || held === undefined) return;
  const { services, editionId } = ledger;
  const { attemptId, outcomes } = end(model, group);
  const { batch, leaseId } = held;
  const next = { editionId, batch, leaseId, seconds, attemptId: randomUUID(), size };
  const rows = await recordAndClaim(services.pool, { editionId, batch, attemptId }, outcomes, next);
  takeInHand(model, held, next.attemptId, rows);
}

function end(model: Model, group: Group): NonNullable<Model['last']> {
  const outcomes = [...group.rows].map(([id, outcome]) => outcome ?? untouched({ subscriberId: id }));
  drop(model, group);
  model.last = { attemptId: group.attemptId, batch: group.batch, outcomes };
  return model.last;
}

export async function recordLast(model: Model, { services, editionId }: Ledger): Promise<void> {
  if (model.last === null) return;
  const { attemptId, batch, outcomes } = model.last;
  await recordOutcomes(services.pool, { editionId, batch, attemptId }, outcomes);
}

/** Lets a batch go. Groups that are still in hand could not be written down. */
export async function release(model: Model, { services, editionId }: Ledger, number: number): Promise<void> {
  const held = choose(model.leases, number);
  if (held === undefined) return;
  kill(model, number);
  await releaseLease(services.pool, { editionId, batch: held.batch, leaseId: held.leaseId });
  await finishSend(services.pool, editionId);
}

/** A worker is gone, with all that it knew. */
export function kill(model: Model, number: number): void {
  const held = choose(model.leases, number);
  model.leases = model.leases.filter((one) => one !== held);
  model.groups = model.groups.filter(({ leaseId }) => leaseId !== held?.leaseId);
}

function drop(model: Model, group: Group): void {
  model.groups = model.groups.filter((one) => one !== group);
}

function idle({ rows }: Group): number[] {
  return [...rows].filter(([, outcome]) => outcome === null).map(([id]) => id);
}
