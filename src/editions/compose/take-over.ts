import { type Actor, describeActor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { selectConflict, settleConflicts } from '../queries/changes.ts';
import { type Answer, answer } from './answer.ts';
import { auditedSave } from './audited-save.ts';
import type { Value } from './contract.ts';
import { type Held, readComposed } from './hold.ts';
import { keptOf, type Logged, toChange } from './log.ts';
import { onceOnly, type Request } from './once-only.ts';
import { planOperation } from './plan.ts';
import { aboutOf, type Outcome, type Step } from './plan-steps.ts';
import { prepareSteps } from './prepare.ts';
import { say } from '../say.ts';

export interface TakeOver {
  editionId: number;
  /** The version that keeps the text. */
  conflict: number;
  act: 'take' | 'drop';
  /** What stands there as whoever decides has seen it. */
  was: Value;
  /** Instead of the text that was kept: one made of both. */
  value?: Value | undefined;
  once: string;
  takesBack?: Request['takesBack'];
}

/**
 * Lets a text that was kept aside take the place of what stands there, or drops it. Both stay in the log.
 * @throws NotFound; Conflict where it has been settled, what stands there has changed, or the edition is closed
 */
export async function takeOver(
  services: Services,
  actor: Actor,
  request: TakeOver,
  now: Date = new Date(),
): Promise<Answer> {
  demand(actor, 'editions.write', now);
  const { db } = services;
  const { editionId, once, takesBack } = request;
  const kept = await requireKept(db, request);
  const operation = { ...kept, value: request.value ?? kept.value, was: request.was };
  const [step] = await prepareSteps(services, await readComposed(db, editionId), [operation]);
  if (step === undefined) throw new TypeError('an operation was prepared to none');
  const outcomes = await onceOnly(db, { editionId, actor, once, takesBack }, async (trx, held) => [
    await settle(trx, actor, held, { ...request, step }, now),
  ]);
  return answer(db, actor, editionId, outcomes);
}

async function requireKept(db: Db, { editionId, conflict }: TakeOver) {
  const row = await selectConflict(db, editionId, conflict);
  const kept = row === undefined ? null : keptOf(toChange(row));
  if (kept === null) throw new NotFound(say.nothingAside(editionId, conflict));
  return { op: 'set' as const, key: kept.key, field: kept.field, value: kept.value };
}

async function settle(
  trx: Db,
  actor: Actor,
  held: Held,
  { conflict, act, step }: TakeOver & { step: Step },
  now: Date,
): Promise<Outcome> {
  const { edition, doc } = held;
  const row = await selectConflict(trx, edition.id, conflict);
  if (row?.conflict !== 'open') throw new Conflict(say.asideSettled);
  const to = act === 'take' ? 'taken' : 'dropped';
  const { operation, prepared } = step;
  if (operation.op !== 'set') throw new TypeError('only a text is kept aside');
  const context = { by: describeActor(actor), now: now.toISOString(), prepared, elsewhere: new Map() };
  const planned = planOperation(doc, operation, context);
  if (planned.plan.outcome === 'conflict' || planned.plan.outcome === 'merged')
    throw new Conflict(say.asideChanged);
  if (act === 'take' && planned.plan.outcome === 'refused') return planned.plan;
  const isTaken = act === 'take';
  await settleConflicts(trx, edition.id, [conflict], to);
  const { key, field } = operation;
  const logged: Logged = {
    op: 'settle',
    conflict,
    from: 'open',
    to,
    key,
    field,
    about: aboutOf(doc, operation),
  };
  const entries = [{ operation: logged, effects: isTaken ? planned.effects : [] }];
  await auditedSave(trx, actor, held, { doc: isTaken ? planned.doc : doc, entries }, {}, now);
  return { outcome: 'done' };
}
