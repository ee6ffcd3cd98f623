import type { Actor } from '../access/actor.ts';
import { type Change, changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { isOnBallot, moveMerged, updateTopic } from './queries/topics.ts';
import { tellSuggesters } from './tell-suggesters.ts';
import { holdTopic, readText, readTitle, type Topic } from './topic.ts';
import { say } from './say.ts';

export interface Acceptance {
  /** The newsroom's own words for it. */
  title?: string;
  details?: string;
}

/**
 * Takes a topic on the list of what may be voted on; whoever suggested it hears of it.
 * @throws Conflict where it was merged into another
 */
export async function acceptTopic(
  db: Db,
  actor: Actor,
  topicId: number,
  { title, details }: Acceptance = {},
  now: Date = new Date(),
): Promise<Topic> {
  demand(actor, 'topics.decide');
  const words = {
    ...(title === undefined ? {} : { title: readTitle(title) }),
    ...(details === undefined ? {} : { details: readText('details', details) }),
  };
  return db.transaction().execute(async (trx) => {
    const before = refuseMerged(await holdTopic(trx, topicId));
    const topic = await updateTopic(trx, topicId, {
      ...words,
      state: 'accepted',
      reason: '',
      decidedAt: now,
    });
    await recordAudit(trx, actor, 'topic.accept', `topic:${topicId}`, {}, wordsChanged(before, topic));
    if (before.state !== 'accepted') await tellSuggesters(trx, topicId, 'accepted', now);
    return topic;
  });
}

/**
 * Declines a topic, with what its suggesters are told.
 * @throws InvalidInput without a reason; Conflict where it was merged, or stands in a ballot that is not decided yet
 */
export async function declineTopic(
  db: Db,
  actor: Actor,
  topicId: number,
  reason: string,
  now: Date = new Date(),
): Promise<Topic> {
  demand(actor, 'topics.decide');
  const said = readText('reason', reason);
  if (said === '') throw new InvalidInput(say.noReasonToDecline);
  return db.transaction().execute(async (trx) => {
    const before = refuseMerged(await holdTopic(trx, topicId));
    await refuseOnBallot(trx, topicId);
    const topic = await updateTopic(trx, topicId, { state: 'declined', reason: said, decidedAt: now });
    await recordAudit(trx, actor, 'topic.decline', `topic:${topicId}`, {}, wordsChanged(before, topic));
    if (before.state !== 'declined') await tellSuggesters(trx, topicId, 'declined', now);
    return topic;
  });
}

/**
 * Makes a topic part of another one, with all that was merged into it before.
 * @throws Conflict where one of them was merged already, the other was declined, or it stands in a ballot
 */
export async function mergeTopic(
  db: Db,
  actor: Actor,
  topicId: number,
  intoId: number,
  now: Date = new Date(),
): Promise<Topic> {
  demand(actor, 'topics.decide');
  if (topicId === intoId) throw new InvalidInput(say.mergedIntoItself(topicId));
  return db.transaction().execute(async (trx) => {
    // In one order, so that two who merge the same two crosswise wait for each other instead of failing.
    for (const id of [topicId, intoId].sort((a, b) => a - b)) refuseMerged(await holdTopic(trx, id));
    const into = await holdTopic(trx, intoId);
    if (into.state === 'declined') throw new Conflict(say.mergedIntoDeclined(intoId));
    await refuseOnBallot(trx, topicId);
    await tellSuggesters(trx, topicId, 'merged', now);
    await moveMerged(trx, topicId, intoId);
    const values = { state: 'merged', mergedInto: intoId, reason: '', decidedAt: now } as const;
    const before = await holdTopic(trx, topicId);
    const topic = await updateTopic(trx, topicId, values);
    const change = wordsChanged(before, topic);
    await recordAudit(trx, actor, 'topic.merge', `topic:${topicId}`, { into: intoId }, change);
    return topic;
  });
}

/** What the log keeps of a decision. */
function wordsChanged(before: Topic, after: Topic): Change {
  const kept = ({ title, details, state, reason }: Topic) => ({ title, details, state, reason });
  return changeOf(kept(before), kept(after));
}

function refuseMerged(topic: Topic): Topic {
  if (topic.state !== 'merged') return topic;
  throw new Conflict(say.isMerged(topic.id, topic.mergedInto));
}

async function refuseOnBallot(trx: Db, topicId: number): Promise<void> {
  if (await isOnBallot(trx, topicId)) throw new Conflict(say.onBallot(topicId));
}
