import type { Db } from '../db.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import { senderFor } from '../publication/senders.ts';
import { keptLately, votedSegments } from '../topics/promises/voted-for.ts';
import { articlesIn } from './edition-articles.ts';
import type { Edition } from './edition.ts';
import type { Sources } from './freeze.ts';
import { selectTold } from './queries/revisions.ts';
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
    articlesIn(edition).flatMap(({ url, standfirst }) => (standfirst === null ? [] : [url])),
  );
  const kept = await untold(db, edition, new Set(voted.values()));
  return { edition, newsletter, publication, sender, voted, kept };
}

/** What was kept lately and stands in no story here, but for what an edition of this newsletter has told its voters. */
async function untold(db: Db, { id, newsletterId }: Edition, here: ReadonlySet<string>) {
  const kept = (await keptLately(db)).filter(({ segment }) => !here.has(segment));
  const told = await selectTold(
    db,
    { newsletterId, except: id },
    kept.map(({ segment }) => segment),
  );
  return kept.filter(({ segment }) => !told.has(segment));
}
