import { isbot } from 'isbot';
import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { readLink } from './links.ts';
import { addClicks, insertEvent, selectLink, selectMailed, unmarkClicks } from './queries/deliveries.ts';

export interface Click {
  token: string;
  method: string;
  userAgent: string | undefined;
}

/**
 * Where a click leads, counted; null for a token or a number that nobody gave out. Only GET counts, and what
 * names itself a program is counted apart. A reader's own click is news for other domains.
 */
export async function followLink(
  services: Services,
  { token, method, userAgent }: Click,
): Promise<string | null> {
  const { db, tokens } = services;
  const named = readLink(tokens, token);
  if (named === null) return null;
  const delivery =
    'editionId' in named ? await selectMailed(db, named.editionId, named.subscriberId) : undefined;
  const revisionId = 'editionId' in named ? delivery?.revisionId : named.revisionId;
  if (revisionId === undefined || revisionId === null) return null;
  const link = await selectLink(db, revisionId, named.number);
  if (link === undefined) return null;
  if (method === 'GET') {
    const machine = userAgent === undefined || isbot(userAgent);
    const subject = 'editionId' in named ? (delivery?.subjectVariant ?? null) : named.subject;
    await addClicks(db, { revisionId, number: named.number, subject }, machine ? 'machines' : 'people');
    if ('editionId' in named && delivery?.clickPerson) {
      const { subscriberId, editionId, number } = named;
      await insertEvent(db, {
        kind: 'clicked',
        subscriberId,
        editionId,
        data: { number, articleId: link.articleId, machine },
      });
    }
  }
  return link.url;
}

/**
 * Counts no click per person any more, in mails that were sent already too: those of one newsletter, or of all.
 * Call it in the transaction that withdraws the consent.
 */
export function stopCountingClicks(
  trx: Db,
  subscriberId: number,
  newsletterId: number | null,
): Promise<void> {
  return unmarkClicks(trx, subscriberId, newsletterId);
}
