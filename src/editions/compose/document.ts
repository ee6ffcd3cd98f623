import { isDeepStrictEqual } from 'node:util';
import type { SubjectTest } from '../subjects/subject-test.ts';
import type { Item, Key, Place, Value } from './contract.ts';

/** The words above an edition's blocks. */
export interface Head {
  subject: string;
  preheader: string;
  intro: string;
  /** The other subjects that are tried; set on a page of their own. */
  subjectTest: SubjectTest | null;
}

/** An item that was taken out, with where it stood and who took it out. */
export interface Removed {
  item: Item;
  place: Place;
  by: string;
  /** ISO 8601. */
  at: string;
  isChangedSince: boolean;
}

/** An edition as it is composed. */
export interface Doc {
  head: Head;
  items: Item[];
  removed: Removed[];
}

/** Where an item is: among whom, in which container, and under which removed item. */
export interface Found {
  item: Item;
  siblings: Item[];
  at: number;
  parent: Item | null;
  removed: Removed | null;
}

/** Finds an item, also among those that were removed. */
export function findItem(doc: Doc, key: Key): Found | null {
  const inDocument = findAmong(doc.items, key, null);
  if (inDocument !== null) return { ...inDocument, removed: null };
  for (const removed of doc.removed) {
    const found = findAmong([removed.item], key, null);
    if (found !== null) return { ...found, removed };
  }
  return null;
}

function findAmong(siblings: Item[], key: Key, parent: Item | null): Omit<Found, 'removed'> | null {
  for (const [at, item] of siblings.entries()) {
    if (item.key === key) return { item, siblings, at, parent };
    const inner = findAmong(item.children, key, item);
    if (inner !== null) return inner;
  }
  return null;
}

/** An item with all that stands in it. */
export function withinItem(item: Item): Item[] {
  return [item, ...item.children.flatMap(withinItem)];
}

/** Every item of the edition itself, in reading order. */
export function allItems({ items }: Pick<Doc, 'items'>): Item[] {
  return items.flatMap(withinItem);
}

/** What an item is called; '' where it has no title. */
export function titleOf({ fields: { title } }: Pick<Item, 'fields'>): string {
  return typeof title === 'string' ? title : '';
}

/** The article that an item shows, or null. */
export function articleIdOf({ fields }: Item): number | null {
  return typeof fields['articleId'] === 'number' ? fields['articleId'] : null;
}

export function isStory({ kind }: Pick<Item, 'kind'>): boolean {
  return kind === 'lead' || kind === 'article';
}

const entriesOf: Record<string, Array<Item['kind']>> = {
  section: ['article'],
  headlines: ['article', 'link'],
  'read-also': ['link'],
};

/** Whether items of a kind can stand in a container, or, where that is null, in the edition itself. */
export function mayStandIn(kind: Item['kind'], container: Item | null): boolean {
  if (container === null) return kind !== 'link';
  return (entriesOf[container.kind] ?? []).includes(kind === 'lead' ? 'article' : kind);
}

export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return isDeepStrictEqual(one, other);
}
