import type { Actor } from '../../access/actor.ts';
import type { Db } from '../../db.ts';
import { requireEdition } from '../edition.ts';
import type { History } from './contract.ts';
import { listChanges } from './history.ts';
import { tellingOf, toEntry } from './view.ts';
import { composeWords } from './words.ts';

/**
 * The history of an edition in words of a language of the desk.
 * @throws NotFound
 */
export async function showHistory(
  db: Db,
  actor: Actor,
  {
    editionId,
    before = null,
    language = 'en',
  }: { editionId: number; before?: number | null; language?: string },
): Promise<History> {
  await requireEdition(db, editionId);
  const { changes, older } = await listChanges(db, actor, { editionId, before });
  const telling = await tellingOf(db, composeWords(language));
  return { changes: changes.map((change) => toEntry(change, telling)), older };
}
