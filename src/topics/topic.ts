import type { Selectable } from 'kysely';
import type { Db } from '../db.ts';
import type { Topics } from '../db-schema.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import { lockTopic, selectMergedInto, selectTopic, selectTopics } from './queries/topics.ts';
import { say } from './say.ts';

/** Something that could be covered. */
export type Topic = Selectable<Topics>;

export const topicStates = ['new', 'accepted', 'declined', 'merged'];
export const titleLength = { least: 5, most: 120 };
export const detailsLength = 1_000;
const lengths = { reason: 300, details: detailsLength };

/** @throws NotFound */
export async function holdTopic(trx: Db, id: number): Promise<Topic> {
  return known(await lockTopic(trx, id), id);
}

/** @throws NotFound */
export async function requireTopic(db: Db, id: number): Promise<Topic> {
  return known(await selectTopic(db, id), id);
}

function known(topic: Topic | undefined, id: number): Topic {
  if (topic === undefined) throw new NotFound(say.noTopic(id));
  return topic;
}

/** A topic with those that were merged into it. */
export async function showTopic(db: Db, id: number) {
  return { ...(await requireTopic(db, id)), merged: await selectMergedInto(db, id) };
}

/**
 * Topics of one state or of all, the newest first, with how many people suggested each.
 * @throws InvalidInput for a state that there is not
 */
export async function listTopics(db: Db, state: string | null, limit = 100) {
  if (state !== null && !topicStates.includes(state))
    throw new InvalidInput(say.noTopicState(JSON.stringify(state), topicStates));
  return selectTopics(db, state, limit);
}

/**
 * A topic's title in one clean line.
 * @throws InvalidInput where it is too short or too long
 */
export function readTitle(text: string): string {
  const title = cleanLine(text, 10_000);
  const { least, most } = titleLength;
  if (title.length >= least && title.length <= most) return title;
  throw new InvalidInput(say.titleLength(title.length, least, most));
}

/**
 * Paragraphs of plain text, each of their lines clean.
 * @throws InvalidInput where it is too long
 */
export function readText(name: keyof typeof lengths, text: string): string {
  const lines = text
    .slice(0, 100_000)
    .split(/\r\n?|\n/)
    .map((line) => cleanLine(line, 100_000));
  const clean = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (clean.length <= lengths[name]) return clean;
  throw new InvalidInput(say.tooLong(name, clean.length, lengths[name]));
}
