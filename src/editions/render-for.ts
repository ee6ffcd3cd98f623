import type { Mail } from '../../emails/index.ts';
import { renderOne } from '../delivery/render-one.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { requireEdition } from './edition.ts';
import { freezeEdition } from './freeze.ts';
import { envelopeOf } from './launch.ts';
import { selectRevision } from './queries.ts';

export type RenderedAs = 'eml' | 'html' | 'text';

/**
 * What a reader gets of an edition, or would get: the approved text where there is one, else the draft. Its
 * links act for nobody: what staff look at cannot unsubscribe a reader.
 */
export async function renderFor(
  services: Services,
  {
    editionId,
    address,
    name,
    patron,
    as,
  }: { editionId: number; address: string; name: string; patron: boolean; as: RenderedAs },
): Promise<string> {
  const edition = await requireEdition(services.db, editionId);
  const newsletter = await requireNewsletter(services.db, edition.newsletterId);
  const envelope = await envelopeOf(
    services.db,
    services,
    edition,
    newsletter,
    edition.launchedAt ?? new Date(),
  );
  const mail = await currentMail(services, edition.approvedRevisionId, editionId);
  return renderOne({ ...mail, envelope }, { address, name, audience: patron ? 'patron' : 'reader' }, as);
}

async function currentMail(services: Services, revisionId: number | null, editionId: number): Promise<Mail> {
  const revision = revisionId === null ? undefined : await selectRevision(services.db, revisionId);
  const approved = (revision?.mails as Mail[] | undefined)?.[0];
  if (approved) return approved;
  const edition = await requireEdition(services.db, editionId);
  const newsletter = await requireNewsletter(services.db, edition.newsletterId);
  const { mails } = await freezeEdition(
    edition,
    newsletter,
    await requirePublication(services.db),
    services.config.publicUrl,
  );
  const [draft] = mails;
  if (draft === undefined) throw new TypeError(`edition ${editionId} rendered to nothing`);
  return draft;
}
