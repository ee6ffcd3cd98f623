import type { Db } from '../db.ts';
import { queueServiceMail } from '../delivery/service-mails.ts';
import { requirePublication } from '../publication/publication.ts';
import { selectSuggesters } from './queries/topics.ts';

const validForMs = 7 * 24 * 3_600_000;

/** Mails each suggester of a topic what came of it, once for each outcome, in the caller's transaction. */
export async function tellSuggesters(
  trx: Db,
  topicId: number,
  outcome: 'accepted' | 'declined' | 'merged',
  now: Date,
): Promise<void> {
  const suggesters = await selectSuggesters(trx, topicId);
  if (suggesters.length === 0) return;
  const publication = await requirePublication(trx);
  for (const { id, subscriberId, address, addressHash, language } of suggesters) {
    await queueServiceMail(trx, {
      kind: 'topic-outcome',
      idempotencyKey: `topic-outcome:${id}:${outcome}`,
      subscriberId,
      address,
      addressHash,
      language: language ?? publication.language,
      props: { suggestionId: id, outcome },
      expiresAt: new Date(now.getTime() + validForMs),
    });
  }
}
