import type { Db } from '../db.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import { senderFor } from '../publication/senders.ts';
import { votedSegments } from '../topics/promises/voted-for.ts';
import { articlesIn } from './edition-articles.ts';
import type { Edition } from './edition.ts';
import type { Sources } from './freeze.ts';
import { withBallotsOfNow } from './show-ballot.ts';

/**
 * What an edition is rendered from, as it stands now.
 * @param publicUrl where its ballots stand
 * @throws NotFound where the publication or a sender is not set
 */
export async function readSources(db: Db, stored: Edition, publicUrl: string): Promise<Sources> {
  const edition = await withBallotsOfNow(db, stored, publicUrl);
  const newsletter = await requireNewsletter(db, edition.newsletterId);
  const [publication, sender] = await Promise.all([requirePublication(db), senderFor(db, newsletter.id)]);
  const voted = await votedSegments(
    db,
    articlesIn(edition).map(({ url }) => url),
  );
  return { edition, newsletter, publication, sender, voted };
}
