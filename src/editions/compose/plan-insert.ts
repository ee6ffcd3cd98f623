import type { Item, Operation } from './contract.ts';
import type { Draft } from './draft.ts';
import { spotFor } from './place.ts';
import { done, isKeyUsed, type Plan, type PlanContext, refused } from './plan-parts.ts';
import { planLead } from './plan-move.ts';
import { whyNot } from './plan-remove.ts';

type Insert = Extract<Operation, { op: `insert${string}` }>;

/** Puts something new into an edition: a block, a story, a ballot, a link. */
export function planInsert(draft: Draft, operation: Insert, context: PlanContext): Plan {
  const { key, place } = operation;
  if (isKeyUsed(draft.doc, key)) return refused({ code: 'key-used' });
  const item: Item = { key, kind: kindOf(operation), fields: context.prepared.fields ?? {}, children: [] };
  const refusal = whyNot(draft.doc, item, context);
  if (refusal !== null) return refused(refusal);
  const spot = spotFor(draft, item, place);
  if (spot === null) return refused({ code: 'no-place' });
  draft.put(item, spot.in, spot.at);
  return operation.op === 'insert-story' && operation.asLead ? planLead(draft, key) : done;
}

function kindOf(operation: Insert): Item['kind'] {
  if (operation.op === 'insert-story') return 'article';
  if (operation.op === 'insert-ballot') return 'ballot';
  return operation.op === 'insert-link' ? 'link' : operation.kind;
}
