import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import {
  countSuggestions,
  insertSuggestion,
  insertTopic,
  lockSuggester,
  selectSame,
  selectSuggestionsOf,
} from './queries/topics.ts';
import { readText, readTitle, requireTopic, type Topic } from './topic.ts';
import { say } from './say.ts';

const suggestionsADay = 5;
const shownSuggestions = 50;

export interface Suggestion {
  title: string;
  details: string;
}

/**
 * Notes what a patron would like to have covered, as a new topic. The same words of the same person are one suggestion.
 * That the person is a patron is the caller's to ask.
 * @throws InvalidInput where a text is too short or too long; Conflict past five in any 24 hours
 */
export async function suggestTopic(
  db: Db,
  subscriberId: number,
  suggestion: Suggestion,
  now: Date = new Date(),
): Promise<Topic> {
  const title = readTitle(suggestion.title);
  const details = readText('details', suggestion.details);
  return db.transaction().execute(async (trx) => {
    await lockSuggester(trx, subscriberId);
    const same = await selectSame(trx, subscriberId, title);
    if (same !== undefined) return requireTopic(trx, same.topicId);
    const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
    if ((await countSuggestions(trx, subscriberId, dayAgo)) >= suggestionsADay)
      throw new Conflict(say.manySuggestions(suggestionsADay));
    const topic = await insertTopic(trx, { title, details, createdAt: now });
    await insertSuggestion(trx, { topicId: topic.id, subscriberId, title, details, createdAt: now });
    return topic;
  });
}

/** Adds a topic of the newsroom's own; it needs no vetting. */
export async function addTopic(
  db: Db,
  actor: Actor,
  suggestion: Suggestion,
  now: Date = new Date(),
): Promise<Topic> {
  demand(actor, 'topics.decide');
  const title = readTitle(suggestion.title);
  const details = readText('details', suggestion.details);
  return db.transaction().execute(async (trx) => {
    const topic = await insertTopic(trx, {
      title,
      details,
      state: 'accepted',
      decidedAt: now,
      createdAt: now,
    });
    await recordAudit(trx, actor, 'topic.add', `topic:${topic.id}`, {}, changeOf(null, { title, details }));
    return topic;
  });
}

export type SuggestionState = 'new' | 'accepted' | 'declined' | 'merged';

/** A person's own suggestion, and what came of it. */
export interface OwnSuggestion {
  title: string;
  state: SuggestionState;
  reason: string;
  /** The topic that it was merged into, with what came of that. */
  into: { title: string; state: SuggestionState; reason: string } | null;
}

/** What one person suggested and what came of it, the newest first. */
export async function suggestionsOf(db: Db, subscriberId: number): Promise<OwnSuggestion[]> {
  const rows = await selectSuggestionsOf(db, subscriberId, shownSuggestions);
  return rows.map(({ title, state, reason, intoTitle, intoState, intoReason }) => ({
    title,
    state: state as SuggestionState,
    reason,
    into:
      intoTitle === null
        ? null
        : { title: intoTitle, state: intoState as SuggestionState, reason: intoReason ?? '' },
  }));
}
