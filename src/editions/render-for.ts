import type { Mail } from '../../emails/index.ts';
import { readDelivery } from '../delivery/read-delivery.ts';
import type { RenderedMail } from '../delivery/compile.ts';
import { type OneReader, renderOne } from '../delivery/render-one.ts';
import type { Shown } from '../delivery/segments.ts';
import { audienceOfPerson } from '../memberships/refresh-audience.ts';
import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { findSubscriber } from '../subscribers/find-subscriber.ts';
import { type Edition, requireEdition } from './edition.ts';
import { envelopeOf, type Heading } from './envelope.ts';
import { freezeEdition, type FrozenContent } from './freeze.ts';
import { selectSegmentsOf } from './queries/audience.ts';
import { selectRevision } from './queries/revisions.ts';
import { readSources } from './read-sources.ts';
import { idsIn } from './segments-in.ts';

export type RenderedAs = 'eml' | 'html' | 'text';

export interface Rendering {
  editionId: number;
  address: string;
  /** Instead of the reader's own. */
  name?: string;
  /** The place of a subject among those that are tried, instead of the reader's. */
  subject?: number;
  /** The segments to show instead of the reader's own; none: as for a reader who does not pay and is not asked. */
  shows?: string[];
  /** What its words are now, though another text of it is going out: the correction of that, approved or not. */
  draft?: boolean;
  as: RenderedAs;
}

/**
 * What a reader got of an edition, or would get: the text that was sent to them, else the approved one, else the
 * draft; with their name, and the parts that they are shown. Its links act for nobody: what staff look at cannot unsubscribe a
 * reader.
 * @throws NotFound for the edition; an address that nobody subscribes with is rendered as a new reader's
 */
export async function renderFor(services: Services, { as, ...rendering }: Rendering): Promise<string> {
  const { mail, reader } = await readFor(services, rendering);
  return renderOne(mail, reader, as);
}

/** The same with its subject, as a mail that can be put into an envelope of its own. */
export async function renderMailFor(services: Services, rendering: Omit<Rendering, 'as'>): Promise<Mail> {
  const { mail, reader } = await readFor(services, rendering);
  const { subject } = mail;
  return { subject, html: renderOne(mail, reader, 'html'), text: renderOne(mail, reader, 'text') };
}

async function readFor(
  services: Services,
  rendering: Omit<Rendering, 'as'>,
): Promise<{ mail: RenderedMail; reader: OneReader }> {
  const { editionId, address } = rendering;
  const edition = await requireEdition(services.db, editionId);
  const reader = await readerOf(services.db, edition, address);
  const subject = rendering.subject ?? reader.subject;
  const revisionId = rendering.draft === true ? edition.correctionRevisionId : reader.revisionId;
  const { mail, heading } = await mailOf(services, edition, revisionId, subject);
  const envelope = envelopeOf(services.config, edition, heading, edition.launchedAt ?? new Date());
  const shown = rendering.shows === undefined ? reader.shown : new Set(rendering.shows);
  return { mail: { ...mail, envelope }, reader: { address, name: rendering.name ?? reader.name, shown } };
}

interface Reader {
  name: string;
  shown: Shown;
  /** The text that was sent to them, or is going to be. */
  revisionId: number | null;
  /** The place of its subject; the first where none is chosen yet. */
  subject: number;
}

async function readerOf(db: Db, edition: Edition, address: string): Promise<Reader> {
  const { id, approvedRevisionId } = edition;
  const person = await findSubscriber(db, address);
  const subject = 0;
  if (person === null) return { name: '', shown: newReader, revisionId: approvedRevisionId, subject };
  const delivery = await readDelivery(db, { editionId: id, subscriberId: person.id });
  if (delivery === null)
    return {
      name: person.name,
      shown: await wouldBeShown(db, edition, person.id),
      revisionId: approvedRevisionId,
      subject,
    };
  return delivery;
}

const newReader: Shown = new Set(['reader', 'appeal']);

/** As it would be decided now, but for how often the reader was asked lately. */
async function wouldBeShown(db: Db, { blocks }: Edition, subscriberId: number): Promise<Shown> {
  const now = new Date();
  const { shows, silence } = await audienceOfPerson(db, subscriberId, now);
  // A ballot and a correction are for whom they are for, whatever else somebody is.
  const names = (['ballot', 'correction'] as const).flatMap((kind) =>
    idsIn(blocks, kind).map((id) => `${kind}:${id}`),
  );
  const own = await selectSegmentsOf(db, names, subscriberId, now);
  if (shows.length > 0) return new Set([...shows, ...own]);
  return new Set([...(silence === null ? newReader : ['reader']), ...own]);
}

async function mailOf(
  services: Services,
  edition: Edition,
  revisionId: number | null,
  subject: number,
): Promise<{ mail: Mail; heading: Heading }> {
  const { publicUrl } = services.config;
  const kept = revisionId === null ? undefined : await selectRevision(services.db, revisionId);
  const { content, mails } =
    kept ?? (await freezeEdition(await readSources(services.db, edition, publicUrl), publicUrl));
  const mail = (mails as Mail[])[subject] ?? (mails as Mail[])[0];
  if (mail === undefined) throw new TypeError(`edition ${edition.id} rendered to nothing`);
  return { mail, heading: (content as FrozenContent).heading };
}
