import { type Actor, describeActor } from '../../access/actor.ts';
import type { Db } from '../../db.ts';
import { selectLastWriter, selectOpenConflicts, selectOwnChanges } from '../queries/changes.ts';
import type { Value } from './contract.ts';
import { findItem } from './document.ts';
import { type Composed, readComposed } from './hold.ts';
import { type Change, keptOf, toChange } from './log.ts';
import type { Outcome } from './plan-steps.ts';
import { stacksOf } from './undo-stack.ts';

/** A text that was kept aside, with what stands in its place and who wrote that. */
export interface OpenText {
  change: Change;
  current: Value;
  currentBy: string | null;
}

/** How an edition stands for somebody who composes it. */
export interface Standing {
  composed: Composed;
  conflicts: OpenText[];
  canUndo: boolean;
  canRedo: boolean;
}

export interface Answer extends Standing {
  outcomes: Outcome[];
}

// How far back somebody can undo.
export const mostUndone = 500;

/** How an edition stands, after a request. */
export async function answer(db: Db, actor: Actor, editionId: number, outcomes: Outcome[]): Promise<Answer> {
  return { ...(await readStanding(db, actor, editionId)), outcomes };
}

export async function readStanding(db: Db, actor: Actor, editionId: number): Promise<Standing> {
  const composed = await readComposed(db, editionId);
  const own = await selectOwnChanges(db, editionId, describeActor(actor), mostUndone);
  const { undo, redo } = stacksOf(own.map(toChange).toReversed());
  const open = (await selectOpenConflicts(db, editionId)).map(toChange);
  const conflicts: OpenText[] = [];
  for (const change of open) conflicts.push(await openTextOf(db, composed, change));
  return { composed, conflicts, canUndo: undo.length > 0, canRedo: redo.length > 0 };
}

async function openTextOf(db: Db, { edition, doc }: Composed, change: Change): Promise<OpenText> {
  const kept = keptOf(change);
  if (kept === null) throw new TypeError(`change ${change.version} keeps no text aside`);
  const { key, field } = kept;
  const head: Record<string, Value> = { ...doc.head };
  const current = (key === null ? head[field] : findItem(doc, key)?.item.fields[field]) ?? null;
  return { change, current, currentBy: await selectLastWriter(db, edition.id, key, field) };
}
