import type { Item, Key, Place, Value } from './contract.ts';
import { type Doc, findItem, type Found, type Head } from './document.ts';
import { applyOne, type Effect, listOf, type Spot } from './effects.ts';

/** A document that is being changed, with what was done to it. The one it was made from stays as it is. */
export class Draft {
  doc: Doc;
  readonly effects: Effect[] = [];

  constructor(doc: Doc) {
    this.doc = structuredClone(doc);
  }

  find(key: Key): Found | null {
    return findItem(this.doc, key);
  }

  set(key: Key | null, field: string, to: Value): void {
    const from =
      key === null
        ? structuredClone(this.doc.head[field as keyof Head])
        : (this.find(key)?.item.fields[field] ?? null);
    this.#do({ effect: 'set', key, field, from, to });
  }

  kind(key: Key, to: Item['kind']): void {
    const from = this.find(key)?.item.kind;
    if (from !== undefined && from !== to) this.#do({ effect: 'kind', key, from, to });
  }

  put(item: Item, container: Key | null, at: number): void {
    this.#do({ effect: 'put', item: structuredClone(item), in: container, at });
  }

  /** `at` counts without the item itself. */
  move(key: Key, container: Key | null, at: number): void {
    const from = this.spotOf(key);
    const others = this.listOf(container).filter((item) => item.key !== key);
    const to = { in: container, at, after: others[at - 1]?.key ?? null };
    this.#do({ effect: 'move', key, from, to });
  }

  remove(key: Key, by: string, at: string): void {
    const from = this.spotOf(key);
    const entry = { place: this.placeOf(key), by, at, isChangedSince: false };
    this.#do({ effect: 'move', key, from, to: { removedAt: this.doc.removed.length, entry } });
  }

  /** Changes what is known of a removed item. */
  note(key: Key, change: { place?: Place; isChangedSince?: boolean }): void {
    const entry = this.doc.removed.find(({ item }) => item.key === key);
    if (entry === undefined) return;
    const { place, isChangedSince } = entry;
    const from = { place, isChangedSince };
    this.#do({ effect: 'removed', key, from, to: { ...from, ...change } });
  }

  whole(to: Doc): void {
    this.#do({ effect: 'whole', from: structuredClone(this.doc), to: structuredClone(to) });
  }

  /** In whose company an item stands: in what, and after which one. */
  placeOf(key: Key): Place {
    const found = this.#required(key);
    if (found.parent === null && found.removed !== null) return found.removed.place;
    return { in: found.parent?.key ?? null, after: found.siblings[found.at - 1]?.key ?? null };
  }

  listOf(container: Key | null): Item[] {
    return listOf(this.doc, container);
  }

  spotOf(key: Key): Spot {
    const { parent, at, removed, siblings } = this.#required(key);
    if (parent !== null || removed === null)
      return { in: parent?.key ?? null, at, after: siblings[at - 1]?.key ?? null };
    const { item: _item, ...entry } = removed;
    return { removedAt: this.doc.removed.indexOf(removed), entry: structuredClone(entry) };
  }

  #required(key: Key): Found {
    const found = this.find(key);
    if (found === null) throw new TypeError(`there is no item ${key}`);
    return found;
  }

  #do(effect: Effect): void {
    this.effects.push(effect);
    this.doc = applyOne(this.doc, effect);
  }
}
