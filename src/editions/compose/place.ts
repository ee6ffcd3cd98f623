import type { Item, Key, Place } from './contract.ts';
import { mayStandIn } from './document.ts';
import type { Draft } from './draft.ts';

/** A place as a container and a number, counted without the item itself. */
export interface Spot {
  in: Key | null;
  at: number;
}

const deepest = 50;

/**
 * Where something goes that is to stand at a place, as far as that is still there: after what has been removed it takes
 * the place of that, and what should stand in a removed container stands where that was. Null where its kind cannot.
 */
export function spotFor(
  draft: Draft,
  item: Pick<Item, 'key' | 'kind'>,
  place: Place,
  depth = 0,
): Spot | null {
  if (depth > deepest || place.in === item.key) return null;
  const container = place.in === null ? null : draft.find(place.in);
  if (place.in !== null && container === null)
    return spotFor(draft, item, { in: null, after: null }, depth + 1);
  if (container !== null && container.removed !== null)
    return spotFor(draft, item, placeOfRemoved(draft, container.removed.item.key), depth + 1);
  if (!mayStandIn(item.kind, container?.item ?? null)) return null;
  const siblings = draft.listOf(place.in).filter(({ key }) => key !== item.key);
  const at = atOf(draft, siblings, place, 0);
  return { in: place.in, at: place.in === null ? Math.min(at, beforeFooter(siblings)) : at };
}

function placeOfRemoved(draft: Draft, key: Key): Place {
  const { in: container, after } = draft.placeOf(key);
  return { in: container, after };
}

function atOf(draft: Draft, siblings: Item[], { in: container, after }: Place, depth: number): number {
  if (after === null) return 0;
  const before = siblings.findIndex(({ key }) => key === after);
  if (before !== -1) return before + 1;
  const found = draft.find(after);
  const removed = found?.removed ?? null;
  const stood = removed?.item.key === after ? removed.place : null;
  if (stood === null || stood.in !== container || depth > deepest) return siblings.length;
  return atOf(draft, siblings, stood, depth + 1);
}

/** Nothing stands after the footer. */
function beforeFooter(items: Item[]): number {
  const footer = items.findIndex(({ kind }) => kind === 'footer');
  return footer === -1 ? items.length : footer;
}
