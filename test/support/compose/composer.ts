import assert from 'node:assert/strict';
import type { Actor } from '../../../src/access/actor.ts';
import { applyChanges } from '../../../src/editions/compose/apply-changes.ts';
import type { Item, Operation, Value } from '../../../src/editions/compose/contract.ts';
import { allItems, findItem } from '../../../src/editions/compose/document.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { undo } from '../../../src/editions/compose/undo.ts';
import type { Services } from '../../../src/services.ts';
import { composeNewsroom, copyEdition } from './newsroom.ts';

export const olena: Actor = { kind: 'command-line', name: 'olena' };
export const marek: Actor = { kind: 'command-line', name: 'marek' };

export const once = (): string => crypto.randomUUID();
export const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
export const set = (key: string | null, field: string, value: string, was: string): Operation => ({
  op: 'set',
  key,
  field,
  value,
  was,
});

/** A newsroom, and one edition of it that is open: whatever is done is done to that. */
export async function openComposer(services: Services) {
  const { db } = services;
  const newsroom = await composeNewsroom(services);
  const open = { id: newsroom.first };
  let copies = 100;
  const read = () => readComposed(db, open.id);
  const change = (actor: Actor, ...changes: Operation[]) =>
    applyChanges(services, actor, { editionId: open.id, changes, once: once() });
  const outcomesOf = async (actor: Actor, ...changes: Operation[]) =>
    (await change(actor, ...changes)).outcomes.map(({ outcome, refusal }) => refusal?.code ?? outcome);
  return {
    ...newsroom,
    open,
    read,
    change,
    outcomesOf,
    /** Opens a copy of the first edition, as that was assembled. */
    copy: async (): Promise<void> => {
      copies += 1;
      open.id = await copyEdition(services, newsroom.first, copies);
    },
    undoBy: (actor: Actor, which: 'undo' | 'redo' = 'undo') =>
      undo(services, actor, { editionId: open.id, once: once(), which }),
    item: async (kind: Item['kind']): Promise<Item> => {
      const { doc } = await read();
      return allItems(doc).find((one) => one.kind === kind) ?? assert.fail(`there is no ${kind}`);
    },
    valueOf: async (key: string, field: string) => findItem((await read()).doc, key)?.item.fields[field],
    write: async (actor: Actor, key: string | null, field: string, value: string, was: string) =>
      (await outcomesOf(actor, set(key, field, value, was)))[0],
    /** The articles that stand in it, as they are noted. */
    standing: async (): Promise<number[]> => {
      const rows = await db
        .selectFrom('editionArticles')
        .select('articleId')
        .where('editionId', '=', open.id)
        .execute();
      return rows.map(({ articleId }) => articleId);
    },
  };
}
