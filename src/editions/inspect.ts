import type { Db } from '../db.ts';
import { segmentsOf } from '../delivery/segments.ts';
import type { Services } from '../services.ts';
import type { Edition } from './edition.ts';
import { type Fault, findFaults, warning } from './faults.ts';
import { type Frozen, freezeEdition, type Sources } from './freeze.ts';
import { selectOpenConflicts } from './queries/changes.ts';
import { readSources } from './read-sources.ts';
import { note } from './say.ts';
import { faultsOfSegments } from './segment-members.ts';
import { warningsOfBallots } from './show-ballot.ts';

/**
 * An edition as it would be frozen now, with every fault of it. Writes nothing.
 * @throws NotFound where the publication or a sender is not set
 */
export async function inspectEdition(
  { db, config: { publicUrl } }: Pick<Services, 'db' | 'config'>,
  edition: Edition,
): Promise<{ sources: Sources; frozen: Frozen; faults: Fault[] }> {
  const sources = await readSources(db, edition, publicUrl);
  const frozen = await freezeEdition(sources, publicUrl);
  const ofSegments = await faultsOfSegments(db, segmentsOf(frozen.mails));
  const ofBallots = await warningsOfBallots(db, edition);
  const faults = [
    ...findFaults(sources, frozen, publicUrl, ofSegments),
    ...ofBallots.map(
      (detail): Fault => ({ code: 'ballot-not-open', detail, severity: 'warning', message: detail }),
    ),
    ...(await setAside(db, edition)),
  ];
  return { sources, frozen, faults };
}

/** Texts that two people wrote at once, of which nobody has chosen one. */
async function setAside(db: Db, { id }: Edition): Promise<Fault[]> {
  const { length: count } = await selectOpenConflicts(db, id);
  return count === 0 ? [] : [warning({ code: 'set-aside', count }, note.setAside(String(count)))];
}
