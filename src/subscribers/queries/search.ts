import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { likeText } from '../../text/like.ts';

export interface ReaderFilter {
  /** The beginning of an address, a whole domain behind an @, or the beginnings of words of a name; '': everybody. */
  text: string;
  /** Only who subscribes to this newsletter now. */
  newsletterId: number | null;
  /** Only who stands before this one. */
  before: number | null;
}

/** People, the newest first, with how many newsletters each gets. */
export function selectReaders(db: Db, { text, newsletterId, before }: ReaderFilter, limit: number) {
  let query = db
    .selectFrom('subscribers as s')
    .select((from) => [
      's.id',
      's.address',
      's.name',
      's.createdAt',
      sql<string[]>`array(select n.name from subscriptions b join newsletters n on n.id = b.newsletter_id
        where b.subscriber_id = ${from.ref('s.id')} and b.state = 'confirmed' order by n.position, n.id)`.as(
        'newsletters',
      ),
    ])
    .orderBy('s.id', 'desc')
    .limit(limit);
  if (text !== '') query = query.where(matching(text));
  if (before !== null) query = query.where('s.id', '<', before);
  if (newsletterId !== null)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('subscriptions as b')
          .select('b.subscriberId')
          .whereRef('b.subscriberId', '=', 's.id')
          .where('b.newsletterId', '=', newsletterId)
          .where('b.state', '=', 'confirmed'),
      ),
    );
  return query.execute();
}

/** Beginnings by an index each; a domain by looking back until a page is full, so that an import pays for no third. */
function matching(text: string) {
  const folded = text.toLowerCase().normalize('NFC');
  if (folded.startsWith('@')) return sql<boolean>`split_part(s.address_key, '@', 2) = ${folded.slice(1)}`;
  const begins = `${likeText(folded)}%`;
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  const byAddress = sql<boolean>`s.address_key like ${begins}`;
  if (words.length === 0) return byAddress;
  const asked = words.map((word) => `${word}:*`).join(' & ');
  return sql<boolean>`(${byAddress} or to_tsvector('simple', s.name) @@ to_tsquery('simple', ${asked}))`;
}
