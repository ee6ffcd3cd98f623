import type { ComposerDocument, Item, Key, Place, Value } from '../../compose/contract.ts';

/** Finds an item by its key, with the block that it stands in. */
export function findIn(
  { items }: Pick<ComposerDocument, 'items'>,
  key: Key,
): { item: Item; parent: Item | null } | null {
  for (const item of items) {
    if (item.key === key) return { item, parent: null };
    const child = item.children.find((one) => one.key === key);
    if (child !== undefined) return { item: child, parent: item };
  }
  return null;
}

/** A field as a text; '' where it has none. */
export function textOf({ fields }: Item, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** The tiers that a part for patrons is for; none: all of them. */
export function tiersOf(audience: Value | undefined): string[] {
  const names = [audience ?? []].flat().filter((name) => typeof name === 'string');
  return names.includes('patron') ? [] : names;
}

/** Where something new stands: behind what is chosen, in it where it holds such things, else before the footer. */
export function placeFor(
  { items }: ComposerDocument,
  chosen: Item | null,
  parent: Item | null,
  isStory: boolean,
): Place {
  if (isStory && chosen !== null && holdsStories(chosen))
    return { in: chosen.key, after: chosen.children.at(-1)?.key ?? null };
  if (isStory && chosen !== null && parent !== null && holdsStories(parent))
    return { in: parent.key, after: chosen.key };
  const block = parent ?? chosen;
  if (block !== null && block.kind !== 'footer') return { in: null, after: block.key };
  return { in: null, after: items.findLast(({ kind }) => kind !== 'footer')?.key ?? null };
}

export function holdsStories({ kind }: Item): boolean {
  return kind === 'section' || kind === 'headlines';
}

/** One place up or down among its siblings; null where it stands at the edge already. */
export function movedBy(document: ComposerDocument, key: Key, by: -1 | 1): Place | null {
  const found = findIn(document, key);
  if (found === null) return null;
  const siblings = found.parent?.children ?? document.items.filter(({ kind }) => kind !== 'footer');
  const at = siblings.findIndex((one) => one.key === key);
  if (at + by < 0 || at + by >= siblings.length) return null;
  const others = siblings.filter((one) => one.key !== key);
  return { in: found.parent?.key ?? null, after: others[at + by - 1]?.key ?? null };
}

/** Every article that stands in the edition. */
export function articleIdsIn({ items }: Pick<ComposerDocument, 'items'>): Set<number> {
  const all = items.flatMap((item) => [item, ...item.children]);
  return new Set(
    all.flatMap(({ fields: { articleId } }) => (typeof articleId === 'number' ? [articleId] : [])),
  );
}
