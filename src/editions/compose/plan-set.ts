import type { Key, Operation, Value } from './contract.ts';
import { isSame } from './document.ts';
import type { Draft } from './draft.ts';
import { type FieldRule, ruleOf, writtenAs } from './fields.ts';
import { mergeTexts } from './merge-text.ts';
import { done, nothing, type Plan, type PlanContext, refused } from './plan-parts.ts';

type Set = Extract<Operation, { op: 'set' }>;

/**
 * Another value for a field: over the one that its writer saw; joined with what came meanwhile, where both are long
 * texts that differ in other places; else kept aside, since the first stays.
 */
export function planSet(draft: Draft, { key, field, value, was }: Set, { prepared }: PlanContext): Plan {
  const found = key === null ? null : draft.find(key);
  if (key !== null && found === null) return refused({ code: 'no-item' });
  const rule = ruleOf(found?.item.kind ?? null, field);
  if (rule === null) return refused({ code: 'no-field', field });
  const written = writtenAs(rule, value);
  if ('fault' in written)
    return refused(
      written.fault === 'too-long'
        ? { code: 'too-long', field, most: written.most }
        : { code: 'wrong-value', field },
    );
  const mine = written.value;
  const base = asWritten(rule, was);
  const current = currentOf(draft, key, field);
  // What was stored by others than the desk may have other spaces than a page sends back.
  const shown = asWritten(rule, current);
  if (isSame(mine, shown) || isSame(mine, base)) return nothing;
  const isOverwritten = isSame(base, shown);
  const result = isOverwritten ? mine : merged(rule, base, current, mine);
  if (result === null && !isOverwritten) return { outcome: 'conflict', value: mine };
  if (rule.type === 'crop') {
    const plan = setCrop(draft, key, mine, prepared);
    if (plan !== null) return plan;
  } else draft.set(key, field, result);
  return noteIfRemoved(draft, key, isOverwritten ? done : { outcome: 'merged' });
}

/** The value of a field as it is now; a field that is not there counts as null. */
export function currentOf(draft: Pick<Draft, 'doc' | 'find'>, key: Key | null, field: string): Value {
  if (key === null) return (draft.doc.head as unknown as Record<string, Value>)[field] ?? null;
  return draft.find(key)?.item.fields[field] ?? null;
}

function asWritten(rule: FieldRule, value: Value): Value {
  const written = writtenAs(rule, value);
  return 'fault' in written ? value : written.value;
}

function merged(rule: FieldRule, base: Value, current: Value, mine: Value): string | null {
  if (rule.type !== 'line' && rule.type !== 'text') return null;
  if (!rule.merges || typeof base !== 'string' || typeof current !== 'string' || typeof mine !== 'string')
    return null;
  const text = mergeTexts(base, current, mine);
  return text === null || text.length > rule.most ? null : text;
}

function setCrop(
  draft: Draft,
  key: Key | null,
  crop: Value,
  { crop: made }: PlanContext['prepared'],
): Plan | null {
  if (key === null) return refused({ code: 'no-field', field: 'crop' });
  const original = currentOf(draft, key, 'original') as { src: string } | null;
  if (original === null || (crop !== null && made?.of !== original.src))
    return refused({ code: 'no-picture' });
  draft.set(key, 'crop', crop);
  draft.set(key, 'cropped', crop === null ? null : (made?.cropped ?? null));
  return null;
}

/** What is done to a removed item is kept with it, and said. */
export function noteIfRemoved(draft: Draft, key: Key | null, plan: Plan): Plan {
  const removed = key === null ? null : (draft.find(key)?.removed ?? null);
  if (removed === null) return plan;
  draft.note(removed.item.key, { isChangedSince: true });
  return { outcome: 'in-removed' };
}
