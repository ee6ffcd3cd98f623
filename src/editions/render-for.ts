import type { Mail } from '../../emails/index.ts';
import { audienceName } from '../delivery/mails.ts';
import { readDelivery } from '../delivery/read-delivery.ts';
import { renderOne } from '../delivery/render-one.ts';
import type { Db } from '../db.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { findSubscriber } from '../subscribers/find-subscriber.ts';
import { type Edition, requireEdition } from './edition.ts';
import { envelopeOf } from './envelope.ts';
import { freezeEdition } from './freeze.ts';
import { isPatron, selectRevision } from './queries.ts';

export type RenderedAs = 'eml' | 'html' | 'text';

export interface Rendering {
  editionId: number;
  address: string;
  /** Instead of the reader's own. */
  name?: string;
  /** Instead of what the reader is. */
  patron?: boolean;
  as: RenderedAs;
}

/**
 * What a reader got of an edition, or would get: the text that was sent to them, else the approved one, else the
 * draft; with their name, as a patron or not. Its links act for nobody: what staff look at cannot unsubscribe a
 * reader.
 * @throws NotFound for the edition; an address that nobody subscribes with is rendered as a new reader's
 */
export async function renderFor(services: Services, rendering: Rendering): Promise<string> {
  const { editionId, address, as } = rendering;
  const edition = await requireEdition(services.db, editionId);
  const reader = await readerOf(services.db, edition, address);
  const newsletter = await requireNewsletter(services.db, edition.newsletterId);
  const at = edition.launchedAt ?? new Date();
  const envelope = await envelopeOf(services.db, services, edition, newsletter, at);
  const mail = await mailOf(services, edition, reader.revisionId);
  const audience = audienceName(rendering.patron ?? reader.patron);
  return renderOne({ ...mail, envelope }, { address, name: rendering.name ?? reader.name, audience }, as);
}

interface Reader {
  name: string;
  patron: boolean;
  /** The text that was sent to them, or is going to be. */
  revisionId: number | null;
}

async function readerOf(db: Db, { id, approvedRevisionId }: Edition, address: string): Promise<Reader> {
  const person = await findSubscriber(db, address);
  if (person === null) return { name: '', patron: false, revisionId: approvedRevisionId };
  const delivery = await readDelivery(db, { editionId: id, subscriberId: person.id });
  if (delivery === null)
    return {
      name: person.name,
      patron: await isPatron(db, person.id, new Date()),
      revisionId: approvedRevisionId,
    };
  return { name: delivery.name, patron: delivery.patron, revisionId: delivery.revisionId };
}

async function mailOf(services: Services, edition: Edition, revisionId: number | null): Promise<Mail> {
  const revision = revisionId === null ? undefined : await selectRevision(services.db, revisionId);
  const frozen = (revision?.mails as Mail[] | undefined)?.[0];
  if (frozen) return frozen;
  const newsletter = await requireNewsletter(services.db, edition.newsletterId);
  const publication = await requirePublication(services.db);
  const { mails } = await freezeEdition(edition, newsletter, publication, services.config.publicUrl);
  const [draft] = mails;
  if (draft === undefined) throw new TypeError(`edition ${edition.id} rendered to nothing`);
  return draft;
}
