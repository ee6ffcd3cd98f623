import { randomBytes } from 'node:crypto';
import type { Actor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { invalid } from '../../publication/publication.ts';
import { insertBallot, selectBallot } from '../queries/ballots.ts';
import { type Ballot, requireBallot } from './ballot.ts';
import {
  type BallotChange,
  readChange,
  readOptions,
  readTiers,
  refuseWrongTimes,
  slugSchema,
} from './values.ts';
import { say } from '../say.ts';

const saltBytes = 32;

/**
 * Adds a ballot as a draft. It opens at its time, or by command where it has none.
 * @throws InvalidInput naming what is missing or wrong; Conflict where the slug is taken
 */
export async function addBallot(
  db: Db,
  actor: Actor,
  slug: string,
  values: BallotChange,
  now: Date = new Date(),
): Promise<Ballot> {
  demand(actor, 'topics.decide');
  const named = slugSchema.safeParse(slug);
  if (!named.success) throw invalid('ballot', named.error, { slug });
  const { title, question, options: given, closesAt, tiers = [], ...rest } = readChange(values);
  const { opensAt = null, maxChoices = 1, complimentary = false, live = false, teaser = '' } = rest;
  if (title === undefined || question === undefined || closesAt === undefined || given === undefined)
    throw new InvalidInput(say.ballotNeeds);
  return db.transaction().execute(async (trx) => {
    const options = await readOptions(trx, given);
    refuseWrongTimes({ opensAt, closesAt, maxChoices }, options.length, now);
    if ((await selectBallot(trx, slug)) !== undefined)
      throw new Conflict(say.ballotThere(JSON.stringify(slug)));
    const tierIds = await readTiers(trx, tiers);
    const texts = { slug, title, question, teaser };
    const rules = { opensAt, closesAt, maxChoices, tierIds, complimentary, live };
    const salt = randomBytes(saltBytes);
    const { id } = await insertBallot(trx, { ...texts, ...rules, salt, createdAt: now }, options);
    await recordAudit(
      trx,
      actor,
      'ballot.add',
      `ballot:${id}`,
      { slug },
      changeOf(null, { ...texts, opensAt, closesAt, maxChoices, tierIds, complimentary, live }),
    );
    return requireBallot(trx, slug);
  });
}
