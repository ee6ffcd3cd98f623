import type { Db } from '../../db.ts';
import { selectChangesSince } from '../queries/changes.ts';
import type { Doc } from './document.ts';
import { applyEffects, invert } from './effects.ts';
import type { Composed } from './hold.ts';
import { toChange } from './log.ts';

/** The document of an edition as it was at a version: what has been done since, turned around from the last on. */
export async function documentAt(db: Db, { edition, doc }: Composed, version: number): Promise<Doc> {
  const since = (await selectChangesSince(db, edition.id, version, Number.MAX_SAFE_INTEGER)).map(toChange);
  return since.toReversed().reduce((later, { effects }) => applyEffects(later, invert(effects)), doc);
}
