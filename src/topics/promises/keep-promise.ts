import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { findArticle } from '../../articles/find-article.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { updatePromise } from '../queries/promises.ts';
import { holdPromise, promiseOf, type TopicPromise } from './promise.ts';
import { say } from '../say.ts';

/**
 * Says which article keeps a promise. Those who voted for it hear of it in the next edition of each newsletter that is
 * approved: above the article where that stands in it, else in a line of its own.
 * @param article an article's id, or an address: of an article that is known, or of any page
 * @throws NotFound for an article that there is not; Conflict where it was withdrawn
 */
export async function keepPromise(
  db: Db,
  actor: Actor,
  slug: string,
  article: string,
  now: Date = new Date(),
): Promise<TopicPromise> {
  demand(actor, 'topics.decide');
  const found = await findArticle(db, article);
  const url = found?.url ?? readUrl(article);
  return db.transaction().execute(async (trx) => {
    const promise = await holdPromise(trx, slug);
    if (promise.state === 'withdrawn') throw new Conflict(say.promiseWithdrawn(JSON.stringify(slug)));
    const kept = { articleId: found?.id ?? null, articleUrl: url, articleTitle: found?.title ?? null };
    const endedAt = promise.endedAt ?? now;
    await updatePromise(trx, promise.id, { ...kept, state: 'kept', endedAt });
    const change = { before: { state: promise.state }, after: { state: 'kept', url } };
    await recordAudit(trx, actor, 'promise.keep', `ballot:${promise.ballotId}`, { slug, url }, change);
    const shown = await promiseOf(trx, promise.ballotId, now);
    if (shown === null) throw new TypeError('a promise that was just written is gone');
    return shown;
  });
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).href;
  throw new InvalidInput(say.noArticle(JSON.stringify(text)));
}
