import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { updateBallot } from '../queries/ballots.ts';
import { type Ballot, holdBallot, refuseUnless, requireBallot } from './ballot.ts';
import { refuseWrongTimes } from './values.ts';

/**
 * Opens a draft now, whatever time it was given: who became a patron before this moment may vote.
 * @param openedAt what counts as its opening; by the clock the time that was announced
 * @throws Conflict unless it is a draft; InvalidInput where its end is over
 */
export async function openBallot(
  db: Db,
  actor: Actor,
  slug: string,
  now: Date = new Date(),
  openedAt: Date = now,
): Promise<Ballot> {
  demand(actor, 'topics.decide');
  return db.transaction().execute(async (trx) => {
    const ballot = await holdBallot(trx, slug);
    refuseUnless(ballot, ['draft'], 'opened');
    refuseWrongTimes({ ...ballot, opensAt: openedAt }, ballot.options.length, now);
    await updateBallot(trx, ballot.id, { state: 'open', opensAt: openedAt, openedAt });
    const change = { before: { state: ballot.state }, after: { state: 'open' } };
    await recordAudit(trx, actor, 'ballot.open', `ballot:${ballot.id}`, { slug }, change);
    return requireBallot(trx, slug);
  });
}
