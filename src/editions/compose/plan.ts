import { z } from 'zod';
import { parseBlocks } from '../../../emails/index.ts';
import type { Operation } from './contract.ts';
import type { Doc } from './document.ts';
import { Draft } from './draft.ts';
import type { Effect } from './effects.ts';
import { planInsert } from './plan-insert.ts';
import { planLead, planMove } from './plan-move.ts';
import { planRemove, planRestore } from './plan-remove.ts';
import { planSet } from './plan-set.ts';
import { type Plan, type PlanContext, type Refusal, refused } from './plan-parts.ts';
import { toStored } from './stored.ts';

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
