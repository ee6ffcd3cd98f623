import type { Item, Key, Place, Value } from './contract.ts';
import { parseSubjectTest } from '../subjects/subject-test.ts';
import { type Doc, findItem, type Head, type Removed } from './document.ts';

/** Where an item stands: in a container or the edition itself, or among the removed. `after` is for who comes later. */
export type Spot =
  | { in: Key | null; at: number; after: Key | null }
  | { removedAt: number; entry: Omit<Removed, 'item'> };

/** What a change did exactly; each can be turned around. */
export type Effect =
  | { effect: 'set'; key: Key | null; field: string; from: Value; to: Value }
  | { effect: 'kind'; key: Key; from: Item['kind']; to: Item['kind'] }
  | { effect: 'put'; item: Item; in: Key | null; at: number }
  | { effect: 'take'; item: Item; in: Key | null; at: number }
  | { effect: 'move'; key: Key; from: Spot; to: Spot }
  /** Where a removed item goes when it is restored, and whether it has been changed since. */
  | { effect: 'removed'; key: Key; from: RemovedFacts; to: RemovedFacts }
  | { effect: 'whole'; from: Doc; to: Doc };

export interface RemovedFacts {
  place: Place;
  isChangedSince: boolean;
}

/** Does to a document what its effects say. It must be as it was when they were written down. */
export function applyEffects(doc: Doc, effects: Effect[]): Doc {
  const draft = structuredClone(doc);
  return effects.reduce(applyOne, draft);
}

/** The effects that lead back. */
export function invert(effects: Effect[]): Effect[] {
  return effects.toReversed().map((effect): Effect => {
    if (effect.effect === 'put') return { ...effect, effect: 'take' };
    if (effect.effect === 'take') return { ...effect, effect: 'put' };
    const { from, to } = effect;
    return { ...effect, from: to, to: from } as Effect;
  });
}

/** Changes the document that it is given, but where the whole is another. */
export function applyOne(doc: Doc, effect: Effect): Doc {
  switch (effect.effect) {
    case 'whole':
      return withHead(effect.to, doc.head);
    case 'set': {
      if (effect.key === null) setHead(doc.head, effect.field, effect.to);
      else required(doc, effect.key).item.fields[effect.field] = structuredClone(effect.to);
      return doc;
    }
    case 'kind':
      required(doc, effect.key).item.kind = effect.to;
      return doc;
    case 'put':
      listOf(doc, effect.in).splice(effect.at, 0, structuredClone(effect.item));
      return doc;
    case 'take':
      listOf(doc, effect.in).splice(effect.at, 1);
      return doc;
    case 'move':
      place(doc, takeFrom(doc, effect.key, effect.from), effect.to);
      return doc;
    case 'removed':
      Object.assign(removedEntry(doc, effect.key), structuredClone(effect.to));
      return doc;
  }
}

function setHead(head: Head, field: string, value: Value): void {
  if (field === 'subjectTest') head.subjectTest = parseSubjectTest(value);
  else head[field as Exclude<keyof Head, 'subjectTest'>] = textOf(value);
}

/** What was written down before subjects were in the log says nothing of them: they stay as they are. */
function withHead(to: Doc, before: Head): Doc {
  const { head, ...rest } = structuredClone(to);
  return { ...rest, head: { ...before, ...head } };
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : '';
}

function required(doc: Doc, key: Key) {
  const found = findItem(doc, key);
  if (found === null) throw new TypeError(`there is no item ${key}`);
  return found;
}

function removedEntry({ removed }: Doc, key: Key): Removed {
  const entry = removed.find(({ item }) => item.key === key);
  if (entry === undefined) throw new TypeError(`the item ${key} is not removed`);
  return entry;
}

/** What stands in a container, or in the edition itself. */
export function listOf(doc: Doc, container: Key | null): Item[] {
  return container === null ? doc.items : required(doc, container).item.children;
}

function takeFrom(doc: Doc, key: Key, from: Spot): Item {
  if ('removedAt' in from) {
    const [entry] = doc.removed.splice(doc.removed.indexOf(removedEntry(doc, key)), 1);
    if (entry !== undefined) return entry.item;
  }
  const { siblings, at, item } = required(doc, key);
  siblings.splice(at, 1);
  return item;
}

function place(doc: Doc, item: Item, to: Spot): void {
  if ('removedAt' in to) doc.removed.splice(to.removedAt, 0, { item, ...structuredClone(to.entry) });
  else listOf(doc, to.in).splice(to.at, 0, item);
}
