import type { Selectable } from 'kysely';
import type { Db } from '../../db.ts';
import type { BallotOptions, Ballots } from '../../db-schema.ts';
import { Conflict, NotFound } from '../../errors.ts';
import {
  lockBallot,
  selectBallot,
  selectBallotById,
  selectOptions,
  shareBallot,
} from '../queries/ballots.ts';
import { say } from '../say.ts';

export type BallotState = 'draft' | 'open' | 'closed' | 'voided';

/** What is voted on, with its options in their order. */
export interface Ballot extends Omit<Selectable<Ballots>, 'state' | 'tierIds'> {
  state: BallotState;
  tierIds: number[];
  options: Array<Selectable<BallotOptions>>;
}

/** @throws NotFound */
export async function requireBallot(db: Db, slug: string): Promise<Ballot> {
  const ballot = await findBallot(db, slug);
  if (ballot === null) throw new NotFound(say.noBallot(JSON.stringify(slug)));
  return ballot;
}

/** A ballot by its slug, or null. */
export async function findBallot(db: Db, slug: string): Promise<Ballot | null> {
  const row = await selectBallot(db, slug);
  return row === undefined ? null : withOptions(db, row);
}

/** A ballot by its id, or null. */
export async function findBallotById(db: Db, id: number): Promise<Ballot | null> {
  const row = await selectBallotById(db, id);
  return row === undefined ? null : withOptions(db, row);
}

/** As `requireBallot`, held until the transaction ends: nobody votes meanwhile. */
export async function holdBallot(trx: Db, slug: string): Promise<Ballot> {
  const { id } = await requireBallot(trx, slug);
  return holdBallotById(trx, id);
}

/** @throws NotFound */
export async function holdBallotById(trx: Db, id: number): Promise<Ballot> {
  const row = await lockBallot(trx, id);
  if (row === undefined) throw new NotFound(say.noBallotOf(id));
  return withOptions(trx, row);
}

/** It stays open, or whatever it is, until the transaction ends; others may vote in it meanwhile. */
export async function keepBallot(trx: Db, id: number): Promise<Ballot> {
  const row = await shareBallot(trx, id);
  if (row === undefined) throw new NotFound(say.noBallotOf(id));
  return withOptions(trx, row);
}

async function withOptions(db: Db, row: Selectable<Ballots>): Promise<Ballot> {
  return toBallot(row, await selectOptions(db, [row.id]));
}

/** A ballot from its row and the options of whichever ballots. */
export function toBallot(row: Selectable<Ballots>, options: Array<Selectable<BallotOptions>>): Ballot {
  return {
    ...row,
    state: row.state as BallotState,
    tierIds: row.tierIds.map(Number),
    options: options.filter(({ ballotId }) => ballotId === row.id),
  };
}

/** @throws Conflict naming the state and what it would have to be */
export function refuseUnless(ballot: Ballot, states: BallotState[], act: string): void {
  if (states.includes(ballot.state)) return;
  throw new Conflict(say.ballotState(JSON.stringify(ballot.slug), ballot.state, states, act));
}
