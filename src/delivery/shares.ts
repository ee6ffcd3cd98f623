import type { Services } from '../services.ts';
import { foldShares, selectUnfolded } from './queries/shares.ts';

export { selectShares as readShares, type Share } from './queries/shares.ts';

const foldedAtOnce = 10;

/** Puts the counts of sends that are over together, so that reports over many editions read few rows. */
export async function foldEnded({ db }: Pick<Services, 'db'>): Promise<void> {
  for (const editionId of await selectUnfolded(db, foldedAtOnce)) await foldShares(db, editionId);
}
