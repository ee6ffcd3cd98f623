import type { Key, Operation } from './contract.ts';
import { isStory } from './document.ts';
import type { Draft } from './draft.ts';
import { spotFor } from './place.ts';
import { done, nothing, type Plan, refused } from './plan-parts.ts';

/** Moves an item. One that has been removed stays so, and goes there once it is restored. */
export function planMove(draft: Draft, { key, place }: Extract<Operation, { op: 'move' }>): Plan {
  const found = draft.find(key);
  if (found === null) return refused({ code: 'no-item' });
  const { item, removed, parent, at } = found;
  if (item.kind === 'footer') return refused({ code: 'fixed' });
  if (removed !== null && removed.item === item) {
    draft.note(key, { place, isChangedSince: true });
    return { outcome: 'in-removed' };
  }
  const spot = spotFor(draft, item, place);
  if (spot === null) return refused({ code: 'no-place' });
  if (removed === null && spot.in === (parent?.key ?? null) && spot.at === at) return nothing;
  draft.move(key, spot.in, spot.at);
  if (spot.in !== null && item.kind === 'lead') draft.kind(key, 'article');
  return done;
}

/** Makes a story the lead. It and the one of before change places, each with all that was edited in it. */
export function planLead(draft: Draft, key: Key): Plan {
  const found = draft.find(key);
  if (found === null || found.removed !== null) return refused({ code: 'no-item' });
  if (!isStory(found.item)) return refused({ code: 'not-a-story' });
  const old = draft.doc.items.find(({ kind }) => kind === 'lead');
  if (old?.key === key) return nothing;
  const from = { in: found.parent?.key ?? null, at: found.at };
  if (old === undefined) {
    if (from.in !== null || from.at !== 0) draft.move(key, null, 0);
    draft.kind(key, 'lead');
    return done;
  }
  const others = draft.doc.items.filter((item) => item.key !== key);
  draft.move(
    key,
    null,
    others.findIndex((item) => item.key === old.key),
  );
  draft.kind(key, 'lead');
  draft.move(old.key, from.in, from.at);
  draft.kind(old.key, 'article');
  return done;
}
