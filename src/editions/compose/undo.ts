import { type Actor, describeActor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import {
  selectChangesSince,
  selectOwnChanges,
  selectStandingElsewhere,
  settleConflicts,
} from '../queries/changes.ts';
import { type Answer, answer, mostUndone } from './answer.ts';
import { auditedSave } from './audited-save.ts';
import { allItems, type Doc } from './document.ts';
import { Draft } from './draft.ts';
import type { Held } from './hold.ts';
import { type Change, type Logged, toChange } from './log.ts';
import { onceOnly, type Request } from './once-only.ts';
import { articlesIn } from './plan-remove.ts';
import { faultOf } from './plan.ts';
import { turnAround } from './turn-around.ts';
import { stacksOf } from './undo-stack.ts';

/** What was undone or redone: the change, and who has done what stands in its way. */
export interface Undone {
  change: Pick<Change, 'operation' | 'act' | 'conflict'> | null;
  blocked: { by: string | null } | null;
}

export interface UndoRequested {
  editionId: number;
  once: string;
  /** An undo of an undo. */
  which: 'undo' | 'redo';
  takesBack?: Request['takesBack'];
}

/**
 * Undoes what somebody did last to an edition themselves, or does again what they undid last. Where another has changed
 * the same since, it stays, and the answer says so; the next undo goes on to the change before.
 * @throws NotFound; Conflict where the edition cannot be changed any more
 */
export async function undo(
  { db }: Services,
  actor: Actor,
  { editionId, once, which, takesBack }: UndoRequested,
  now: Date = new Date(),
): Promise<{ answer: Answer; undone: Undone }> {
  demand(actor, 'editions.write', now);
  const undone = await onceOnly(db, { editionId, actor, once, takesBack }, (trx, held) =>
    undoHeld(trx, actor, held, which, now),
  );
  return { answer: await answer(db, actor, editionId, []), undone };
}

async function undoHeld(
  trx: Db,
  actor: Actor,
  held: Held,
  which: UndoRequested['which'],
  now: Date,
): Promise<Undone> {
  const { edition, doc } = held;
  const by = describeActor(actor);
  const own = await selectOwnChanges(trx, edition.id, by, mostUndone);
  const group = stacksOf(own.map(toChange).toReversed())[which].at(-1);
  const [first, last] = [group?.at(0), group?.at(-1)];
  if (group === undefined || first === undefined || last === undefined)
    return { change: null, blocked: null };
  const since = (await selectChangesSince(trx, edition.id, first.version)).map(toChange);
  const ids = { newsletterId: edition.newsletterId, except: edition.id };
  const context = {
    by,
    now: now.toISOString(),
    prepared: {},
    elsewhere: await selectStandingElsewhere(trx, ids, articlesIn(doc.removed)),
    since: since.filter((one) => one.actor !== by),
  };
  const draft = new Draft(doc);
  const inTheWay = firstInTheWay(draft, group, context);
  settleLead(draft, doc);
  const blocked = inTheWay ?? (faultOf(draft.doc) === null ? null : { by: null });
  const result = blocked === null ? draft : new Draft(doc);
  const operation = turned(last.operation);
  if (operation.op === 'settle' && blocked === null)
    await settleConflicts(trx, edition.id, [operation.conflict], operation.to);
  const entries = [{ operation, effects: result.effects }];
  await auditedSave(
    trx,
    actor,
    held,
    { doc: result.doc, entries },
    { act: which, undoes: last.version },
    now,
  );
  return { change: { operation: last.operation, act: 'change', conflict: null }, blocked };
}

function firstInTheWay(
  draft: Draft,
  group: Change[],
  context: Parameters<typeof turnAround>[2],
): Undone['blocked'] {
  for (const change of group.toReversed()) {
    const inTheWay = turnAround(draft, change, context);
    if (inTheWay !== null) return inTheWay;
  }
  return null;
}

/** Another may have made a story the lead meanwhile: it stays the lead. */
function settleLead(draft: Draft, { items }: Doc): void {
  const leads = draft.doc.items.filter(({ kind }) => kind === 'lead').map(({ key }) => key);
  const before = items.find(({ kind }) => kind === 'lead')?.key;
  const lead = leads.find((key) => key === before) ?? leads[0];
  for (const { key, kind } of allItems(draft.doc))
    if (kind === 'lead' && key !== lead) draft.kind(key, 'article');
}

function turned(operation: Logged): Logged {
  return operation.op === 'settle' ? { ...operation, from: operation.to, to: operation.from } : operation;
}
