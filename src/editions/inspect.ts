import { segmentsOf } from '../delivery/segments.ts';
import type { Services } from '../services.ts';
import type { Edition } from './edition.ts';
import { type Fault, findFaults } from './faults.ts';
import { type Frozen, freezeEdition, type Sources } from './freeze.ts';
import { readSources } from './read-sources.ts';
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
  ];
  return { sources, frozen, faults };
}
