import type { Key, Value } from './contract.ts';
import { isSame } from './document.ts';
import type { Draft } from './draft.ts';
import type { Effect, Spot } from './effects.ts';
import { ruleOf } from './fields.ts';
import type { Change } from './log.ts';
import { mergeTexts } from './merge-text.ts';
import { spotFor } from './place.ts';
import type { PlanContext } from './plan-parts.ts';
import { currentOf } from './plan-set.ts';
import { planRestore } from './plan-remove.ts';

/** What stands in the way of turning a change around: what somebody did since, or null where it is not known who. */
export type InTheWay = { by: string | null } | null;

type Context = PlanContext & {
  /** What others have done since the change. */
  since: Change[];
};

/** Does the contrary of a change to a document as it is now, or says what stands in the way: others' work stays. */
export function turnAround(draft: Draft, change: Pick<Change, 'effects'>, context: Context): InTheWay {
  for (const effect of change.effects.toReversed()) {
    const inTheWay = turnOne(draft, effect, context);
    if (inTheWay !== null) return inTheWay;
  }
  return null;
}

function turnOne(draft: Draft, effect: Effect, context: Context): InTheWay {
  switch (effect.effect) {
    case 'set':
      return turnSet(draft, effect, context);
    case 'kind':
      if (draft.find(effect.key)?.item.kind !== effect.to) return blame(context, effect.key, isPlacing);
      draft.kind(effect.key, effect.from);
      return null;
    case 'put':
      return takeOut(draft, effect.item.key, context);
    case 'take':
      draft.put(effect.item, effect.in, effect.at);
      return null;
    case 'move':
      return turnMove(draft, effect, context);
    case 'removed':
      draft.note(effect.key, effect.from);
      return null;
    case 'whole':
      if (context.since.length > 0) return { by: context.since.at(-1)?.actor ?? null };
      draft.whole(effect.from);
      return null;
  }
}

function turnSet(draft: Draft, effect: Extract<Effect, { effect: 'set' }>, context: Context): InTheWay {
  const { key, field, from, to } = effect;
  const current = currentOf(draft, key, field);
  const isStanding = isSame(current, to);
  const value = isStanding ? from : joined(draft, effect, current);
  if (value === null && !isStanding) return blame(context, key, (one) => isSetOf(one, key, field));
  draft.set(key, field, value);
  const removed = key === null ? null : (draft.find(key)?.removed ?? null);
  if (removed !== null) draft.note(removed.item.key, { isChangedSince: true });
  return null;
}

function joined(
  draft: Draft,
  { key, field, from, to }: Extract<Effect, { effect: 'set' }>,
  current: Value,
): string | null {
  const kind = key === null ? null : (draft.find(key)?.item.kind ?? 'divider');
  const rule = ruleOf(kind, field);
  const merges = rule !== null && 'merges' in rule && rule.merges;
  if (!merges || typeof from !== 'string' || typeof to !== 'string' || typeof current !== 'string')
    return null;
  return mergeTexts(to, current, from);
}

function takeOut(draft: Draft, key: Key, context: Context): InTheWay {
  const inTheWay = blame(context, key, () => true, false);
  if (inTheWay !== null) return inTheWay;
  if (draft.find(key)?.removed === null) draft.remove(key, context.by, context.now);
  return null;
}

function turnMove(
  draft: Draft,
  { key, from, to }: Extract<Effect, { effect: 'move' }>,
  context: Context,
): InTheWay {
  const isRemoved = draft.find(key)?.removed?.item.key === key;
  if ('removedAt' in to) return isRemoved ? restore(draft, key, from, context) : null;
  const inTheWay = blame(context, key, isPlacing, false);
  if (inTheWay !== null) return inTheWay;
  if (isRemoved) return null;
  if ('removedAt' in from) draft.remove(key, context.by, context.now);
  else moveBack(draft, key, from);
  return null;
}

function restore(draft: Draft, key: Key, from: Spot, context: Context): InTheWay {
  const plan = planRestore(draft, key, context);
  if (plan.outcome === 'refused') return { by: null };
  if ('in' in from) moveBack(draft, key, from);
  return null;
}

function moveBack(draft: Draft, key: Key, { in: container, after }: Extract<Spot, { in: Key | null }>): void {
  const found = draft.find(key);
  if (found === null) return;
  const spot = spotFor(draft, found.item, { in: container, after });
  if (spot === null || (spot.in === (found.parent?.key ?? null) && spot.at === found.at)) return;
  draft.move(key, spot.in, spot.at);
}

type Test = (effect: Effect) => boolean;

function isPlacing({ effect }: Effect): boolean {
  return effect === 'move' || effect === 'kind' || effect === 'put' || effect === 'take';
}

function isSetOf(effect: Effect, key: Key | null, field: string): boolean {
  return effect.effect === 'set' && effect.key === key && effect.field === field;
}

/** Who of the others has done such a thing to an item since. */
function blame({ since }: Context, key: Key | null, test: Test, isCertain = true): InTheWay {
  const found = since.findLast(({ effects }) =>
    effects.some((effect) => isAbout(effect, key) && test(effect)),
  );
  if (found !== undefined) return { by: found.actor };
  return isCertain ? { by: null } : null;
}

/** Whether an effect is on an item, or puts something into it. */
function isAbout(effect: Effect, key: Key | null): boolean {
  if (effect.effect === 'whole') return true;
  if (effect.effect === 'put' || effect.effect === 'take')
    return effect.in === key || effect.item.key === key;
  if (effect.key === key) return true;
  return effect.effect === 'move' && 'in' in effect.to && effect.to.in === key && key !== null;
}
