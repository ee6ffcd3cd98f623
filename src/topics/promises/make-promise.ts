import { type Actor, describeActor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { type Ballot, holdBallot, refuseUnless } from '../ballots/ballot.ts';
import { leadersOf } from '../ballots/results.ts';
import { updateBallot } from '../queries/ballots.ts';
import { insertPromise, lockPromise, updatePromise } from '../queries/promises.ts';
import { holdPromise, promiseOf, type TopicPromise } from './promise.ts';
import { todayOf } from './today.ts';
import { say } from '../say.ts';

export interface PromiseValues {
  /** Who reports it. */
  reporter: string;
  /** By which day: `2026-12-24`. */
  dueOn: string;
  /** Among tied options the one that is chosen, by its number; the page says that it was chosen. */
  option?: number;
}

/**
 * Promises what won a ballot. Said again, it names another reporter or day.
 * @throws Conflict where it is not closed, nobody voted, or options are tied and none was chosen; InvalidInput
 */
export async function makePromise(
  db: Db,
  actor: Actor,
  slug: string,
  values: PromiseValues,
  now: Date = new Date(),
): Promise<TopicPromise> {
  demand(actor, 'topics.decide');
  const reporter = readReporter(values.reporter);
  const dueOn = readDay(values.dueOn, await todayOf(db, now));
  return db.transaction().execute(async (trx) => {
    const ballot = await holdBallot(trx, slug);
    refuseUnless(ballot, ['closed'], 'promised');
    const before = await lockPromise(trx, ballot.id);
    if (before !== undefined && before.state !== 'open')
      throw new Conflict(say.promiseState(JSON.stringify(slug), before.state));
    const position = await settleWinner(trx, actor, ballot, values.option);
    if (before === undefined)
      await insertPromise(trx, { ballotId: ballot.id, position, reporter, dueOn, madeAt: now });
    else await updatePromise(trx, before.id, { reporter, dueOn });
    const old = before === undefined ? null : { reporter: before.reporter, dueOn: before.dueOn };
    const change = changeOf(old, { reporter, dueOn });
    await recordAudit(trx, actor, 'promise.make', `ballot:${ballot.id}`, { slug, reporter, dueOn }, change);
    return known(await promiseOf(trx, ballot.id, now));
  });
}

/** The option that won; of tied ones the one that is chosen, once. */
async function settleWinner(
  trx: Db,
  actor: Actor,
  { id, slug, winner, options }: Ballot,
  option: number | undefined,
): Promise<number> {
  if (winner !== null) {
    if (option === undefined || option === winner) return winner;
    throw new Conflict(say.otherWinner(winner, JSON.stringify(slug)));
  }
  const leaders = leadersOf(options.map(({ votes }) => votes ?? 0));
  if (leaders.length === 0) throw new Conflict(say.nobodyVoted(JSON.stringify(slug)));
  if (option === undefined || !leaders.includes(option))
    throw new Conflict(say.tied(leaders, JSON.stringify(slug)));
  await updateBallot(trx, id, { winner: option, winnerChosenBy: describeActor(actor) });
  return option;
}

function readReporter(text: string): string {
  const reporter = cleanLine(text, 1_000);
  if (reporter !== '' && reporter.length <= 100) return reporter;
  throw new InvalidInput(say.reporterLength(reporter.length));
}

function readDay(text: string, today: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isDay && new Date(text).toISOString().startsWith(text) && text >= today) return text;
  throw new InvalidInput(say.noDay(JSON.stringify(text), today));
}

/**
 * Says that a promise cannot be kept, and why.
 * @throws InvalidInput without a reason; Conflict where it was kept or withdrawn
 */
export async function withdrawPromise(
  db: Db,
  actor: Actor,
  slug: string,
  reason: string,
  now: Date = new Date(),
): Promise<TopicPromise> {
  demand(actor, 'topics.decide');
  const said = cleanLine(reason, 300);
  if (said === '') throw new InvalidInput(say.noReasonToWithdraw);
  return db.transaction().execute(async (trx) => {
    const promise = await holdPromise(trx, slug);
    if (promise.state !== 'open') throw new Conflict(say.promiseState(JSON.stringify(slug), promise.state));
    await updatePromise(trx, promise.id, { state: 'withdrawn', reason: said, endedAt: now });
    const change = { before: { state: promise.state }, after: { state: 'withdrawn', reason: said } };
    await recordAudit(trx, actor, 'promise.withdraw', `ballot:${promise.ballotId}`, { slug }, change);
    return known(await promiseOf(trx, promise.ballotId, now));
  });
}

function known(promise: TopicPromise | null): TopicPromise {
  if (promise === null) throw new TypeError('a promise that was just written is gone');
  return promise;
}
