import type { Item, Key, Value } from './contract.ts';
import { type Doc, withinItem } from './document.ts';

/** Why an operation is not done, by a code that is said in the languages of the desk. */
export type Refusal =
  | {
      code:
        | 'no-item'
        | 'no-place'
        | 'fixed'
        | 'key-used'
        | 'no-article'
        | 'no-ballot'
        | 'ballot-here'
        | 'not-a-story';
    }
  | { code: 'no-field' | 'wrong-value'; field: string }
  | { code: 'too-long'; field: string; most: number }
  | { code: 'stands-here'; title: string }
  | { code: 'stands-elsewhere'; title: string; number: number }
  | { code: 'no-picture' };

/** What becomes of an operation: its effects, or that its text is to be kept aside, or why nothing is. */
export type Plan =
  | { outcome: 'done' | 'merged' | 'in-removed' | 'nothing' }
  | { outcome: 'conflict'; value: Value }
  | { outcome: 'refused'; refusal: Refusal };

/** What an operation needs that is not in the document, found out before. */
export interface Prepared {
  /** Of what is inserted; the lead's kind is settled afterwards. */
  fields?: Item['fields'];
  /** Of a crop: the whole picture, and the part of it that is kept. */
  crop?: { of: string; cropped: Value };
  refusal?: Refusal;
}

export interface PlanContext {
  by: string;
  /** ISO 8601. */
  now: string;
  prepared: Prepared;
  /** In which other edition of the newsletter an article stands, by its number. */
  elsewhere: ReadonlyMap<number, number>;
}

export const nothing: Plan = { outcome: 'nothing' };
export const done: Plan = { outcome: 'done' };

export function refused(refusal: Refusal): Plan {
  return { outcome: 'refused', refusal };
}

/** Whether a key names something already, here or among the removed. */
export function isKeyUsed({ items, removed }: Doc, key: Key): boolean {
  return [...items, ...removed.map(({ item }) => item)].flatMap(withinItem).some((item) => item.key === key);
}
