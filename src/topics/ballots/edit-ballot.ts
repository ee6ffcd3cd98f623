import type { Actor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { replaceOptions, updateBallot } from '../queries/ballots.ts';
import { dropUndefined } from '../../publication/publication.ts';
import { type Ballot, holdBallot, refuseUnless, requireBallot } from './ballot.ts';
import { type BallotChange, readChange, readOptions, readTiers, refuseWrongTimes } from './values.ts';

/**
 * Changes a draft. What people vote on stays as it is: an open ballot can only be closed early, or voided.
 * @param mayChange refuses what readers have been promised otherwise, as an edition that is approved; in the transaction
 * @throws Conflict unless it is a draft; InvalidInput naming what is wrong
 */
export async function editBallot(
  db: Db,
  actor: Actor,
  slug: string,
  change: BallotChange,
  mayChange: (trx: Db, before: Ballot, after: Ballot) => Promise<void>,
  now: Date = new Date(),
): Promise<Ballot> {
  demand(actor, 'topics.decide');
  const { options: given, tiers, ...values } = dropUndefined(readChange(change));
  return db.transaction().execute(async (trx) => {
    const ballot = await holdBallot(trx, slug);
    refuseUnless(ballot, ['draft'], 'changed');
    const options = given === undefined ? null : await readOptions(trx, given);
    refuseWrongTimes({ ...ballot, ...values }, options?.length ?? ballot.options.length, now);
    const tierIds = tiers === undefined ? {} : { tierIds: await readTiers(trx, tiers) };
    await updateBallot(trx, ballot.id, { ...values, ...tierIds });
    if (options !== null) await replaceOptions(trx, ballot.id, options);
    const after = await requireBallot(trx, slug);
    await mayChange(trx, ballot, after);
    const detail = { fields: Object.keys(change) };
    const changed = changeOf(settingsOf(ballot), settingsOf(after));
    await recordAudit(trx, actor, 'ballot.edit', `ballot:${ballot.id}`, detail, changed);
    return after;
  });
}

/** What of a ballot its makers decide: never how anybody voted. */
function settingsOf(ballot: Ballot): object {
  const { title, question, teaser, opensAt, closesAt, maxChoices, tierIds, complimentary, live, options } =
    ballot;
  const titles = options.map((one) => one.title);
  return {
    title,
    question,
    teaser,
    opensAt,
    closesAt,
    maxChoices,
    tierIds,
    complimentary,
    live,
    options: titles,
  };
}
