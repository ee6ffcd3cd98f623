import type { Db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { selectChangesSince } from '../queries/changes.ts';
import { say } from '../say.ts';
import type { Doc } from './document.ts';
import { applyEffects, invert } from './effects.ts';
import type { Composed } from './hold.ts';
import { toChange } from './log.ts';

/**
 * The document of an edition as it was at a version: what has been done since, turned around from the last on.
 * @throws NotFound where not all of that is kept any more
 */
export async function documentAt(db: Db, composed: Composed, version: number): Promise<Doc> {
  const { edition, doc } = composed;
  const rows = await selectChangesSince(db, edition.id, version, Number.MAX_SAFE_INTEGER);
  const since = rows.filter((row) => row.version <= composed.version).map(toChange);
  if (since.length < composed.version - version) throw new NotFound(say.versionGone(edition.id, version));
  return since.toReversed().reduce((later, { effects }) => applyEffects(later, invert(effects)), doc);
}
