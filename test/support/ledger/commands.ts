import assert from 'node:assert/strict';
import fc from 'fast-check';
import { system } from '../../../src/access/actor.ts';
import {
  cancelSend,
  pauseSend,
  resendUncertain,
  resumeSend,
  tidySends,
} from '../../../src/delivery/control.ts';
import { correctSend } from '../../../src/delivery/correct-send.ts';
import { openSend } from '../../../src/delivery/launch.ts';
import { finishSend } from '../../../src/delivery/queries/batches.ts';
import { withdraw } from '../../../src/delivery/suppress.ts';
import { Conflict } from '../../../src/errors.ts';
import { makeDue, prepareCorrection } from '../send.ts';
import { expireLeases } from '../leases.ts';
import { checkLedger } from './check.ts';
import { choose, type Ledger, type Model } from './model.ts';
import {
  claim,
  giveBack,
  handOver,
  kill,
  lease,
  record,
  recordAndGoOn,
  recordLast,
  release,
} from './worker.ts';

type Run = (model: Model, ledger: Ledger, number: number) => unknown;

/** What a person asks for that the send is not in the state for is refused, and changes nothing. */
const asked =
  (verb: (services: Ledger['services'], editionId: number, actor: typeof system) => Promise<unknown>): Run =>
  (_model, { services, editionId }) =>
    verb(services, editionId, system).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error;
    });

/** A batch's lease runs out: the worker's own clock tells it before the database's does. */
export const expire: Run = async (model, { services, editionId }) => {
  for (const held of model.leases) held.lives = false;
  await expireLeases(services, editionId);
};

/** Another worker takes a batch up whose lease has run out, and lets it go with nothing left in it. */
const takeOver: Run = async (model, ledger, number) => {
  await expire(model, ledger, number);
  const before = model.leases.length;
  await lease(model, ledger, number % 2);
  if (model.leases.length > before) await release(model, ledger, before);
};

const sayNo: Run = async (model, { services, newsletter }, number) => {
  const subscriberId = choose([...model.readers.keys()], number) ?? 0;
  await withdraw(services.db, { subscriberId, newsletterId: newsletter.id, reason: 'unsubscribed' });
  model.reader(subscriberId).no = true;
};

const sendAgain: Run = async (model, ledger, number) => {
  for (const [id, state] of model.states) {
    const reader = model.reader(id);
    if (state === 'uncertain') reader.allowed = Math.max(reader.allowed, reader.dots) + 1;
  }
  await asked(resendUncertain)(model, ledger, number);
  const rows = await ledger.services.db
    .selectFrom('deliveries')
    .select(['subscriberId', 'state'])
    .where('editionId', '=', ledger.editionId)
    .execute();
  for (const { subscriberId, state } of rows)
    if (model.states.get(subscriberId) === 'uncertain' && state !== 'uncertain')
      model.reader(subscriberId).keepsRevision = true;
};

/** Another text takes the place of the one that goes out; refused where nobody is left who would get it. */
const correct: Run = async (model, { services, launch }) => {
  const correction = await prepareCorrection(services, launch, 'Corrected');
  const isTaken = await services.db
    .transaction()
    .execute((trx) => correctSend(trx, correction))
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof Conflict) return false;
      throw error;
    });
  const isLeft = [...model.states].some(
    ([id, state]) => ['waiting', 'deferred'].includes(state) && !model.reader(id).keepsRevision,
  );
  assert.equal(isTaken, isLeft, isTaken ? 'corrected for nobody' : 'not corrected, though some are left');
  if (isTaken) model.revisionId = correction.revisionId;
};

const pastExpiry: Run = async (_model, { services, editionId }) =>
  services.db
    .updateTable('sends')
    .set({ expiresAt: new Date(0) })
    .where('editionId', '=', editionId)
    .execute();

const verbs: Record<string, { weight: number; run: Run }> = {
  open: { weight: 3, run: (_model, { services, editionId }) => openSend(services.db, editionId) },
  lease: { weight: 5, run: (model, ledger, number) => lease(model, ledger, number % 2) },
  claim: { weight: 8, run: claim },
  accepted: { weight: 4, run: (...given) => handOver(...given, 'sent') },
  '5xx': { weight: 2, run: (...given) => handOver(...given, 'failed') },
  '4xx': { weight: 2, run: (...given) => handOver(...given, 'deferred') },
  'no reply': { weight: 3, run: (...given) => handOver(...given, 'uncertain') },
  record: { weight: 6, run: record },
  'record and go on': { weight: 5, run: recordAndGoOn },
  'record again': { weight: 1, run: recordLast },
  'give back': { weight: 3, run: giveBack },
  release: { weight: 3, run: release },
  kill: { weight: 2, run: (model, _ledger, number) => kill(model, number) },
  'leases run out': { weight: 3, run: expire },
  'taken over': { weight: 3, run: takeOver },
  'a "no"': { weight: 1, run: sayNo },
  pause: { weight: 1, run: asked(pauseSend) },
  resume: { weight: 2, run: asked(resumeSend) },
  cancel: { weight: 1, run: asked(cancelSend) },
  correct: { weight: 2, run: correct },
  'send again': { weight: 1, run: sendAgain },
  'past its expiry': { weight: 1, run: pastExpiry },
  tidy: { weight: 2, run: (_model, { services }) => tidySends(services) },
  finish: { weight: 1, run: (_model, { services, editionId }) => finishSend(services.pool, editionId) },
  due: { weight: 2, run: (_model, { services, editionId }) => makeDue(services, editionId) },
};

class Command implements fc.AsyncCommand<Model, Ledger> {
  readonly #verb: string;
  readonly #number: number;

  constructor(verb: string, number: number) {
    this.#verb = verb;
    this.#number = number;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, ledger: Ledger): Promise<void> {
    await verbs[this.#verb]?.run(model, ledger, this.#number);
    await checkLedger(model, ledger);
  }

  toString(): string {
    return `${this.#verb} (${this.#number})`;
  }
}

/** Anything that may happen to a send, in any order. */
export function anyCommands(maxCommands: number) {
  const verb = fc.oneof(
    ...Object.entries(verbs).map(([name, { weight }]) => ({ weight, arbitrary: fc.constant(name) })),
  );
  const command = fc.tuple(verb, fc.nat(11)).map(([name, number]) => new Command(name, number));
  return fc.commands([command], { maxCommands, size: 'max' });
}
