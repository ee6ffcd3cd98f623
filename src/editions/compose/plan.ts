import { z } from 'zod';
import { parseBlocks } from '../../../emails/index.ts';
import type { Item, Key, Operation, Value } from './contract.ts';
import { type Doc, withinItem } from './document.ts';
import { Draft } from './draft.ts';
import type { Effect } from './effects.ts';
import { planInsert } from './plan-insert.ts';
import { planLead, planMove } from './plan-move.ts';
import { planRemove, planRestore } from './plan-remove.ts';
import { planSet } from './plan-set.ts';
import { toStored } from './stored.ts';

/** Why an operation is not done, by a code that is said in the languages of the desk. */
export type Refusal =
  | {
      code:
        | 'no-item'
        | 'no-place'
        | 'fixed'
        | 'key-used'
        | 'no-article'
        | 'no-ballot'
        | 'ballot-here'
        | 'not-a-story';
    }
  | { code: 'no-field' | 'wrong-value'; field: string }
  | { code: 'too-long'; field: string; most: number }
  | { code: 'stands-here'; title: string }
  | { code: 'stands-elsewhere'; title: string; number: number }
  | { code: 'no-picture' };

/** What becomes of an operation: its effects, or that its text is to be kept aside, or why nothing is. */
export type Plan =
  | { outcome: 'done' | 'merged' | 'in-removed' | 'nothing' }
  | { outcome: 'conflict'; value: Value }
  | { outcome: 'refused'; refusal: Refusal };

/** What an operation needs that is not in the document, found out before. */
export interface Prepared {
  /** Of what is inserted; the lead's kind is settled afterwards. */
  fields?: Item['fields'];
  /** Of a crop: the whole picture, and the part of it that is kept. */
  crop?: { of: string; cropped: Value };
  refusal?: Refusal;
}

export interface PlanContext {
  by: string;
  /** ISO 8601. */
  now: string;
  prepared: Prepared;
  /** In which other edition of the newsletter an article stands, by its number. */
  elsewhere: ReadonlyMap<number, number>;
}

export const nothing: Plan = { outcome: 'nothing' };
export const done: Plan = { outcome: 'done' };

export function refused(refusal: Refusal): Plan {
  return { outcome: 'refused', refusal };
}

/** Finds out what an operation comes to on a document as it is now. The document stays as it is. */
export function planOperation(
  doc: Doc,
  operation: Operation,
  context: PlanContext,
): { plan: Plan; doc: Doc; effects: Effect[] } {
  const draft = new Draft(doc);
  const plan = context.prepared.refusal
    ? refused(context.prepared.refusal)
    : planOn(draft, operation, context);
  const { effects } = draft;
  if (plan.outcome === 'refused' || effects.length === 0) return { plan, doc, effects: [] };
  const fault = faultOf(draft.doc);
  if (fault !== null) return { plan: refused(fault), doc, effects: [] };
  return { plan, doc: draft.doc, effects };
}

function planOn(draft: Draft, operation: Operation, context: PlanContext): Plan {
  switch (operation.op) {
    case 'set':
      return planSet(draft, operation, context);
    case 'move':
      return planMove(draft, operation);
    case 'lead':
      return planLead(draft, operation.key);
    case 'remove':
      return planRemove(draft, operation.key, context);
    case 'restore':
      return planRestore(draft, operation.key, context);
    default:
      return planInsert(draft, operation, context);
  }
}

/** What the schemas of the blocks have against a document, those that were removed among them. */
export function faultOf({ items, removed }: Doc): Refusal | null {
  const all = [...items, ...removed.map(({ item }) => item).filter(({ kind }) => kind !== 'link')];
  for (const item of all) {
    try {
      parseBlocks(toStored([item]));
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const names = error.issues[0]?.path.filter((part) => typeof part === 'string') ?? [];
      return { code: 'wrong-value', field: names.at(-1) ?? '' };
    }
  }
  return null;
}

/** Whether a key names something already, here or among the removed. */
export function isKeyUsed({ items, removed }: Doc, key: Key): boolean {
  return [...items, ...removed.map(({ item }) => item)].flatMap(withinItem).some((item) => item.key === key);
}
