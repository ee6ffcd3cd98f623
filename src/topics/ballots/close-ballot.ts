import { type Actor, describeActor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { type Db, json } from '../../db.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { updateBallot, updateCounts } from '../queries/ballots.ts';
import { lockPromise } from '../queries/promises.ts';
import { deleteAllVotes, deleteVotes, rewriteVotes } from '../queries/votes.ts';
import { readText } from '../topic.ts';
import { type Ballot, holdBallot, refuseUnless, requireBallot } from './ballot.ts';
import { splitByTier } from './by-tier.ts';
import { ballotKeys } from './keys.ts';
import { leadersOf } from './results.ts';
import { tallyBallot } from './tally.ts';
import { say } from '../say.ts';

/**
 * Closes an open ballot, at its end or before, and writes the result down. Votes that do not count are taken away, so
 * that what is left are the votes that made the result.
 * @throws Conflict unless it is open
 */
export async function closeBallot(
  { db, config }: Pick<Services, 'db' | 'config'>,
  actor: Actor,
  slug: string,
  now: Date = new Date(),
): Promise<Ballot> {
  demand(actor, 'topics.decide');
  return db.transaction().execute(async (trx) => {
    const ballot = await holdBallot(trx, slug);
    refuseUnless(ballot, ['open'], 'closed');
    // A sweep that comes late changes nothing: who may vote is judged as of the end that was announced.
    const end = ballot.closesAt < now ? ballot.closesAt : now;
    const tally = await tallyBallot({ db: trx, config }, ballot, end);
    await deleteVotes(
      trx,
      ballot.id,
      tally.left.map(({ voter }) => voter),
    );
    await rewriteVotes(trx, ballot.id);
    await updateCounts(trx, ballot.id, tally.counts);
    const leaders = leadersOf(tally.counts);
    const byTier = splitByTier(tally.counted, ballot.options.length);
    await updateBallot(trx, ballot.id, {
      state: 'closed',
      closedAt: end,
      shuffledAt: now,
      votes: tally.votes,
      eligible: tally.eligible,
      byTier: byTier === null ? null : json(byTier),
      seal: ballotKeys(config, ballot)?.sealOf(tally.kept) ?? null,
      winner: leaders.length === 1 ? (leaders[0] ?? null) : null,
    });
    const { votes, forged } = tally;
    const change = { before: { state: ballot.state }, after: { state: 'closed' } };
    await recordAudit(trx, actor, 'ballot.close', `ballot:${ballot.id}`, { slug, votes, forged }, change);
    return requireBallot(trx, slug);
  });
}

/**
 * Voids a ballot: there is no result, and its votes are taken away.
 * @throws InvalidInput without a reason; Conflict where it is void already, or a promise came of it
 */
export async function voidBallot(
  db: Db,
  actor: Actor,
  slug: string,
  reason: string,
  now: Date = new Date(),
): Promise<Ballot> {
  demand(actor, 'topics.decide');
  const voidReason = readText('reason', reason);
  if (voidReason === '') throw new InvalidInput(say.noReasonToVoid);
  return db.transaction().execute(async (trx) => {
    const ballot = await holdBallot(trx, slug);
    refuseUnless(ballot, ['draft', 'open', 'closed'], 'voided');
    if ((await lockPromise(trx, ballot.id)) !== undefined)
      throw new Conflict(say.promiseCame(JSON.stringify(slug)));
    await deleteAllVotes(trx, ballot.id);
    await updateBallot(trx, ballot.id, {
      state: 'voided',
      voidedAt: now,
      voidReason,
      salt: null,
      seal: null,
      told: null,
      byTier: null,
      winner: null,
    });
    const change = { before: { state: ballot.state }, after: { state: 'voided', reason: voidReason } };
    const detail = { slug, by: describeActor(actor) };
    await recordAudit(trx, actor, 'ballot.void', `ballot:${ballot.id}`, detail, change);
    return requireBallot(trx, slug);
  });
}
