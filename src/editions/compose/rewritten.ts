import { allItems, articleIdOf, type Doc, withinItem } from './document.ts';
import { Draft } from './draft.ts';

/**
 * A document in which the head and the items are those of another one. Nothing that stood in it is gone: what the other
 * one has not is among the removed.
 */
export function rewritten(
  present: Doc,
  { head, items }: Pick<Doc, 'head' | 'items'>,
  { by, now, elsewhere }: { by: string; now: string; elsewhere: ReadonlyMap<number, number> },
): Doc {
  const wanted = new Draft({ head, items, removed: [] });
  for (const item of allItems(wanted.doc)) {
    const id = articleIdOf(item);
    if (id !== null && elsewhere.has(id)) wanted.remove(item.key, by, now);
  }
  const kept = new Set(
    [...allItems(wanted.doc), ...wanted.doc.removed.map(({ item }) => item)].map(({ key }) => key),
  );
  return { ...wanted.doc, removed: [...withoutKept(present, kept, { by, now }), ...wanted.doc.removed] };
}

/** What of a document is to be among the removed: what was already, and each item that the other one has not. */
function withoutKept(
  present: Doc,
  kept: Set<string>,
  { by, now }: { by: string; now: string },
): Doc['removed'] {
  const rest = new Draft(present);
  for (const { key } of allItems(present))
    if (!kept.has(key) && rest.find(key)?.removed === null) rest.remove(key, by, now);
  return rest.doc.removed.flatMap((entry) => {
    const gone = withinItem(entry.item).filter(({ key }) => !kept.has(key));
    if (gone.length === 0 || kept.has(entry.item.key)) return [];
    const item = { ...entry.item, children: entry.item.children.filter(({ key }) => !kept.has(key)) };
    return [{ ...entry, item }];
  });
}
