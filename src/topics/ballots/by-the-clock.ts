import { system } from '../../access/actor.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { forgetSalts, selectDue, selectToTidy } from '../queries/ballots.ts';
import { findBallotById } from './ballot.ts';
import { closeBallot } from './close-ballot.ts';
import { openBallot } from './open-ballot.ts';
import { tidyBallot } from './tidy-ballot.ts';

const tidyEveryMs = 10 * 60_000;
const forgottenAfterMs = 180 * 24 * 3_600_000;

/** Opens and closes ballots whose time has come, and keeps those that are open tidy. Harmless when done twice. */
export async function keepBallots(services: Services, now: Date): Promise<void> {
  for (const { id, state } of await selectDue(services.db, now))
    await turn(services, id, state, now).catch((error: unknown) => {
      // Somebody was first, by command or in another process.
      if (!(error instanceof Conflict || error instanceof InvalidInput)) throw error;
      services.log.info({ ballotId: id, reason: error.message }, 'a ballot was not turned');
    });
  const before = new Date(now.getTime() - tidyEveryMs);
  for (const { id } of await selectToTidy(services.db, before)) await tidyBallot(services, id, now);
}

async function turn(services: Services, id: number, state: string, now: Date): Promise<void> {
  const ballot = await findBallotById(services.db, id);
  if (ballot === null || ballot.state !== state) return;
  if (state === 'open') await closeBallot(services, system, ballot.slug, now);
  else await openBallot(services.db, system, ballot.slug, now, ballot.opensAt ?? now);
}

/**
 * Half a year after all is said of a ballot, forgets for good whose votes they were: the counts and the votes stay.
 * @returns how many ballots were forgotten so
 */
export function forgetVoters({ db }: Pick<Services, 'db'>, now: Date = new Date()): Promise<number> {
  return forgetSalts(db, new Date(now.getTime() - forgottenAfterMs));
}
