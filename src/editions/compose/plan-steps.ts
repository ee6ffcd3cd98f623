import { isDeepStrictEqual } from 'node:util';
import type { Operation } from './contract.ts';
import { findItem, titleOf, type Doc } from './document.ts';
import { type Change, keptOf, type About } from './log.ts';
import { type PlanContext, type Prepared, type Refusal } from './plan-parts.ts';
import { planOperation } from './plan.ts';
import type { Entry } from './save.ts';

export interface Step {
  operation: Operation;
  prepared: Prepared;
}

/** What became of a step, as it is kept: a refusal by its code, to be said in any language. */
export interface Outcome {
  outcome:
    | 'done'
    /** Joined with what another wrote meanwhile: another text than the one that was sent. */
    | 'merged'
    /** Kept aside: see `conflict`. */
    | 'conflict'
    /** Done to an item that has been removed; it shows when that is restored. */
    | 'in-removed'
    /** It was so already. */
    | 'nothing'
    | 'refused';
  refusal?: Refusal;
  /** The version that keeps the text. */
  conflict?: number;
}

export interface Planned {
  doc: Doc;
  entries: Entry[];
  outcomes: Outcome[];
  /** Texts kept aside before that their own writer has replaced by others. */
  replaced: number[];
}

type Context = Omit<PlanContext, 'prepared'> & { version: number; open: Change[] };

/** Carries steps out one after the other, each on what the one before has left. */
export function planSteps(doc: Doc, steps: Step[], context: Context): Planned {
  const planned: Planned = { doc, entries: [], outcomes: [], replaced: [] };
  for (const { operation, prepared } of steps) planStep(planned, operation, { ...context, prepared });
  return planned;
}

function planStep(planned: Planned, operation: Operation, context: Context & { prepared: Prepared }): void {
  const { plan, doc, effects } = planOperation(planned.doc, operation, context);
  if (plan.outcome === 'conflict') {
    planned.outcomes.push(keepAside(planned, operation, context));
    return;
  }
  const about = aboutOf(doc, operation) ?? aboutOf(planned.doc, operation);
  planned.doc = doc;
  if (effects.length > 0) planned.entries.push({ operation: { ...operation, about }, effects });
  planned.outcomes.push(plan);
}

function keepAside(planned: Planned, operation: Operation, { version, open, by }: Context): Outcome {
  const kept = keptOf({ operation });
  if (kept === null || operation.op !== 'set') throw new TypeError('only a text is kept aside');
  const mine = open.filter((one) => one.actor === by && isOfField(one, operation));
  const same = mine.find((one) => isDeepStrictEqual(keptOf(one)?.value, kept.value));
  if (same !== undefined) return { outcome: 'conflict', conflict: same.version };
  for (const one of mine)
    if (isDeepStrictEqual(keptOf(one)?.value, operation.was)) planned.replaced.push(one.version);
  const about = aboutOf(planned.doc, operation);
  planned.entries.push({ operation: { ...operation, about }, effects: [], isConflict: true });
  return { outcome: 'conflict', conflict: version + planned.entries.length };
}

function isOfField(change: Change, { key, field }: Extract<Operation, { op: 'set' }>): boolean {
  const kept = keptOf(change);
  return kept !== null && kept.key === key && kept.field === field;
}

/** What an operation is about, by its name of then. */
export function aboutOf(doc: Doc, operation: { key?: string | null }): About | null {
  const item = operation.key == null ? null : (findItem(doc, operation.key)?.item ?? null);
  return item === null ? null : { kind: item.kind, title: titleOf(item) };
}
