import type { Actor } from '../../../access/actor.ts';
import type { Db } from '../../../db.ts';
import { hasAnyToCorrect } from '../../../delivery/correct-send.ts';
import { readStanding } from '../../compose/answer.ts';
import type { ComposerDocument, Present, Status } from '../../compose/contract.ts';
import { listChanges } from '../../compose/history.ts';
import { listPresent } from '../../compose/presence.ts';
import { type Telling, tellingOf, toDocument, toEntry, toStatus } from '../../compose/view.ts';
import { composeWords } from '../../compose/words.ts';
import type { Edition } from '../../edition.ts';
import type { ComposeView } from './view.ts';

/** An edition as it is composed, in the words of somebody's language. */
export interface Composition {
  edition: Edition;
  document: ComposerDocument;
  status: Status;
  present: Present[];
  telling: Telling;
}

/** @throws NotFound */
export async function readComposition(
  db: Db,
  actor: Actor,
  editionId: number,
  language: string,
): Promise<Composition> {
  const telling = await tellingOf(db, composeWords(language));
  const standing = await readStanding(db, actor, editionId);
  const present = await listPresent(db, actor, editionId);
  return {
    edition: standing.composed.edition,
    document: toDocument(standing.composed.doc),
    status: toStatus(standing, telling),
    present: present.map(({ actor: who, at }) => ({ ...telling.personOf(who), at })),
    telling,
  };
}

/** Who changed what, before a version or the newest. */
export async function readHistory(
  db: Db,
  actor: Actor,
  { editionId, before }: { editionId: number; before: number | null },
  telling: Telling,
): Promise<NonNullable<ComposeView['history']>> {
  const { changes, older, isCut } = await listChanges(db, actor, { editionId, before });
  return { entries: changes.map((change) => toEntry(change, telling)), older, isCut };
}

/** Whether it goes out to readers who may still get it corrected. */
export function canBeCorrected(db: Db, { id, state }: Edition): Promise<boolean> {
  return state === 'launched' ? hasAnyToCorrect(db, id) : Promise.resolve(false);
}
