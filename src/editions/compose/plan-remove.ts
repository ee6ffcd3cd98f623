import type { Item, Key } from './contract.ts';
import { allItems, articleIdOf, type Doc, titleOf, withinItem } from './document.ts';
import type { Draft } from './draft.ts';
import { spotFor } from './place.ts';
import { done, nothing, type Plan, type PlanContext, type Refusal, refused } from './plan-parts.ts';

/** Takes an item out, with what stands in it; all of it stays at hand. */
export function planRemove(draft: Draft, key: Key, { by, now }: PlanContext): Plan {
  const found = draft.find(key);
  if (found === null) return refused({ code: 'no-item' });
  if (found.removed !== null) return nothing;
  if (found.item.kind === 'footer') return refused({ code: 'fixed' });
  draft.remove(key, by, now);
  return done;
}

/** Brings a removed item back. Stories in it that stand elsewhere by now stay among the removed. */
export function planRestore(draft: Draft, key: Key, context: PlanContext): Plan {
  const found = draft.find(key);
  if (found === null) return refused({ code: 'no-item' });
  if (found.removed === null) return nothing;
  const refusal = whyNot(draft.doc, found.item, context);
  if (refusal !== null) return refused(refusal);
  const place = draft.placeOf(key);
  const spot = spotFor(draft, found.item, place);
  if (spot === null) return refused({ code: 'no-place' });
  for (const child of found.item.children)
    if (whyNot(draft.doc, child, context) !== null) draft.remove(child.key, context.by, context.now);
  draft.move(key, spot.in, spot.at);
  const isSecondLead = draft.doc.items.some((item) => item.kind === 'lead' && item.key !== key);
  if (found.item.kind === 'lead' && (spot.in !== null || isSecondLead)) draft.kind(key, 'article');
  return done;
}

/** Why a story cannot stand in the edition: it does already, here or in another one. */
export function whyNot(doc: Doc, item: Item, { elsewhere }: Pick<PlanContext, 'elsewhere'>): Refusal | null {
  const id = articleIdOf(item);
  const title = titleOf(item);
  if (id === null) {
    const ballot = item.kind === 'ballot' ? item.fields['audience'] : undefined;
    const isHere = doc.items.some(({ kind, fields }) => kind === 'ballot' && fields['audience'] === ballot);
    return ballot !== undefined && isHere ? { code: 'ballot-here' } : null;
  }
  if (allItems(doc).some((one) => one.key !== item.key && articleIdOf(one) === id))
    return { code: 'stands-here', title };
  const number = elsewhere.get(id);
  return number === undefined ? null : { code: 'stands-elsewhere', title, number };
}

/** The articles of stories that were removed. */
export function articlesIn(removed: Doc['removed']): number[] {
  return removed
    .flatMap(({ item }) => withinItem(item))
    .map(articleIdOf)
    .filter((id) => id !== null);
}
