import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../db.ts';
import { addEditionArticles, insertChanges, keepRemoved, moveVersion } from '../queries/changes.ts';
import { insertEditionArticles, type Placed, updateEdition } from '../queries/editions.ts';
import type { Item } from './contract.ts';
import { articleIdOf, type Doc, findItem } from './document.ts';
import type { Effect } from './effects.ts';
import type { Held } from './hold.ts';
import type { Change, Logged } from './log.ts';
import { toStored } from './stored.ts';

/** A change that is still to be written down. */
export interface Entry {
  operation: Logged;
  effects: Effect[];
  isConflict?: boolean;
}

export interface Author {
  actor: string;
  /** Who counts as having changed the edition last; without it, the actor. */
  editedBy?: string | null;
  act?: Change['act'];
  undoes?: number | null;
}

/**
 * Writes changes into the log, each under a version of its own, and the document that they lead to.
 * @param isAlwaysOther also what says the same as before needs another look
 * @returns the edition as it is then, and whether what goes out is another: its approval is taken back then
 */
export async function saveChanges(
  trx: Db,
  held: Held,
  doc: Doc,
  entries: Entry[],
  { actor, editedBy = actor, act = 'change', undoes = null }: Author,
  now: Date,
  isAlwaysOther = false,
): Promise<{ held: Held; isOther: boolean }> {
  const { edition } = held;
  const version = held.version + entries.length;
  await insertChanges(
    trx,
    entries.map(({ operation, effects, isConflict = false }, index) => ({
      editionId: edition.id,
      version: held.version + index + 1,
      actor,
      at: now,
      act,
      undoes,
      operation,
      effects,
      conflict: isConflict ? 'open' : null,
    })),
  );
  const isOther = isAlwaysOther || !isDeepStrictEqual([doc.head, doc.items], [held.doc.head, held.doc.items]);
  if (isOther) await saveDocument(trx, held, doc, editedBy);
  if (!isDeepStrictEqual(doc.removed, held.doc.removed)) await keepRemoved(trx, edition.id, doc.removed);
  await moveVersion(trx, edition.id, version);
  return { held: { ...held, doc, version }, isOther };
}

async function saveDocument(
  trx: Db,
  { edition, after, doc }: Held,
  { head, items }: Doc,
  editedBy: string | null,
): Promise<void> {
  await updateEdition(trx, edition.id, { ...head, blocks: toStored(items), ...after, editedBy });
  const placed = articlesOf(items, doc);
  if (edition.state === 'launched') await addEditionArticles(trx, edition.id, placed);
  else await insertEditionArticles(trx, edition.id, placed);
}

/** Which article stands in which kind of block, in reading order. */
function articlesOf(items: Doc['items'], before: Doc): Placed[] {
  return items.flatMap((item) =>
    [item, ...item.children].flatMap((one) => {
      const articleId = articleIdOf(one);
      const isRewritten = hasOtherWords(one, before);
      return articleId === null ? [] : [{ articleId, block: item.kind, isRewritten }];
    }),
  );
}

function hasOtherWords({ key, fields }: Item, before: Doc): boolean {
  const known = findItem(before, key)?.item.fields;
  return known !== undefined && ['title', 'standfirst'].some((name) => known[name] !== fields[name]);
}
