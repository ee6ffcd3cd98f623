import type { Actor } from '../../../access/actor.ts';
import { demand } from '../../../access/demand.ts';
import type { Db } from '../../../db.ts';
import { NotFound } from '../../../errors.ts';
import { heldTiers } from '../../../memberships/held-tiers.ts';
import { listTiers, type Tier } from '../../../memberships/tiers.ts';
import { recipientById } from '../../../subscribers/recipient.ts';
import { ballotsOfTier } from '../../../topics/ballots/electorate.ts';
import { correctionsIn } from '../../corrections/correction.ts';
import type { Edition } from '../../edition.ts';
import type { Rendering } from '../../render-for.ts';
import { say } from '../../say.ts';
import { idsIn, segmentsIn } from '../../segments-in.ts';

/** A kind of reader, as a page offers it. */
export type ReaderKind =
  | { kind: 'asked' | 'reader' | 'patron'; name: string }
  | { kind: 'tier'; name: string; slug: string; tier: string; isArchived: boolean }
  /** Who does not pay and got what was wrong; with the title of the correction where the edition has several. */
  | { kind: 'correction'; name: string; title: string };

/** Whom a mail is looked at for: a kind of reader, or one by name. */
export type PreviewReader = ReaderKind | { kind: 'subscriber'; name: string; address: string };

const firstReader = 'asked';

/** The name of a reader in a query or a form: of the first kind where there is none. */
export function readerIn(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : firstReader;
}

/**
 * The kinds of readers that an edition has: who does not pay, asked for support or not, those of them whom it tells that
 * something was wrong, and the patrons of each tier.
 */
export async function listReaders(db: Db, { blocks }: Pick<Edition, 'blocks'>): Promise<ReaderKind[]> {
  const tiers = await tiersFor(db, blocks);
  const told = correctionsIn(blocks);
  return [
    { kind: 'asked', name: firstReader },
    { kind: 'reader', name: 'reader' },
    ...told.map(({ id, title }) => ({
      kind: 'correction' as const,
      name: `correction:${id}`,
      title: told.length === 1 ? '' : title || String(id),
    })),
    ...(tiers.length === 0 ? [{ kind: 'patron', name: 'patron' } as const] : []),
    ...tiers.map(({ slug, name, archivedAt }) => ({
      kind: 'tier' as const,
      name: `tier:${slug}`,
      slug,
      tier: name,
      isArchived: archivedAt !== null,
    })),
  ];
}

/** Those that are offered, and of those that no longer are the ones that have patrons or a block in the edition. */
async function tiersFor(db: Db, blocks: Edition['blocks']): Promise<Tier[]> {
  const tiers = await listTiers(db, { all: true });
  const archived = tiers.filter(({ archivedAt }) => archivedAt !== null).map(({ slug }) => slug);
  const held = await heldTiers(db, archived, new Date());
  const named = new Set(segmentsIn(blocks));
  return tiers.filter(
    ({ slug, archivedAt }) => archivedAt === null || held.has(slug) || named.has(`tier:${slug}`),
  );
}

/**
 * A kind of reader by the name that stands in an address of the desk.
 * @throws NotFound
 */
export async function requireKind(
  db: Db,
  edition: Pick<Edition, 'blocks'>,
  name: string,
): Promise<{ reader: ReaderKind; readers: ReaderKind[] }> {
  const readers = await listReaders(db, edition);
  const reader = readers.find((one) => one.name === name);
  if (reader === undefined) throw new NotFound(say.noReader);
  return { reader, readers };
}

/**
 * A reader by that name: one of the kinds, or `subscriber:7`.
 * @throws NotFound; Forbidden for a person, where subscribers may not be seen
 */
export async function requireReader(
  db: Db,
  actor: Actor,
  edition: Pick<Edition, 'blocks'>,
  name: string,
): Promise<PreviewReader> {
  const id = /^subscriber:([1-9]\d{0,14})$/.exec(name)?.[1];
  if (id !== undefined) {
    demand(actor, 'subscribers.see');
    const person = await recipientById(db, Number(id));
    if (person !== null) return { kind: 'subscriber', name, address: person.address };
  }
  return (await requireKind(db, edition, name)).reader;
}

/**
 * What an edition is rendered with for a reader. Patrons are shown its ballots that are for their tier, as those who may
 * vote.
 * @param address of whoever looks, in the place of the reader's, but for a reader by name
 */
export async function renderingFor(
  db: Db,
  reader: PreviewReader,
  { id: editionId, blocks }: Pick<Edition, 'id' | 'blocks'>,
  address: string,
): Promise<Omit<Rendering, 'as'>> {
  if (reader.kind === 'subscriber') return { editionId, address: reader.address };
  return { editionId, address, name: '', shows: await shownTo(db, reader, blocks) };
}

async function shownTo(db: Db, reader: ReaderKind, blocks: Edition['blocks']): Promise<string[]> {
  const { kind, name } = reader;
  if (kind === 'asked') return ['reader', 'appeal'];
  if (kind === 'reader') return ['reader'];
  if (kind === 'correction') return ['reader', 'appeal', name];
  const ballots = await ballotsOfTier(db, idsIn(blocks, 'ballot'), kind === 'tier' ? reader.slug : null);
  return ['patron', ...(kind === 'tier' ? [name] : []), ...ballots.map((id) => `ballot:${id}`)];
}
