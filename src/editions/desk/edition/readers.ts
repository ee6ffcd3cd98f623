import type { Block } from '../../../../emails/index.ts';
import type { Actor } from '../../../access/actor.ts';
import { demand } from '../../../access/demand.ts';
import type { Db } from '../../../db.ts';
import { NotFound } from '../../../errors.ts';
import { listTiers } from '../../../memberships/tiers.ts';
import { recipientById } from '../../../subscribers/recipient.ts';
import type { Edition } from '../../edition.ts';
import type { Rendering } from '../../render-for.ts';
import { say } from '../../say.ts';

/** Whom a mail is looked at for, as a page offers it: a kind of reader, or one by name. */
export type PreviewReader =
  | { kind: 'asked' | 'reader' | 'patron'; name: string }
  | { kind: 'tier'; name: string; tier: string }
  | { kind: 'subscriber'; name: string; address: string };

export const firstReader = 'asked';

/** The kinds of readers that there are: who does not pay, asked for support or not, and the patrons of each tier. */
export async function listReaders(db: Db): Promise<PreviewReader[]> {
  const tiers = (await listTiers(db, { all: true })).filter(({ archivedAt }) => archivedAt === null);
  return [
    { kind: 'asked', name: firstReader },
    { kind: 'reader', name: 'reader' },
    ...(tiers.length === 0 ? [{ kind: 'patron', name: 'patron' } as const] : []),
    ...tiers.map(({ slug, name }) => ({ kind: 'tier' as const, name: `tier:${slug}`, tier: name })),
  ];
}

/**
 * A reader by the name that stands in an address of the desk: one of the kinds, or `subscriber:7`.
 * @throws NotFound; Forbidden for a person, where subscribers may not be seen
 */
export async function requireReader(db: Db, actor: Actor, name: string): Promise<PreviewReader> {
  const id = /^subscriber:([1-9]\d{0,14})$/.exec(name)?.[1];
  if (id !== undefined) {
    demand(actor, 'subscribers.see');
    const person = await recipientById(db, Number(id));
    if (person !== null) return { kind: 'subscriber', name, address: person.address };
  }
  const kind = (await listReaders(db)).find((one) => one.name === name);
  if (kind === undefined) throw new NotFound(say.noReader);
  return kind;
}

/**
 * What an edition is rendered with for a reader. Patrons are shown its ballots, as those who may vote.
 * @param address of whoever looks, in the place of the reader's, but for a reader by name
 */
export function renderingFor(
  reader: PreviewReader,
  { id: editionId, blocks }: Pick<Edition, 'id' | 'blocks'>,
  address: string,
): Omit<Rendering, 'as'> {
  if (reader.kind === 'subscriber') return { editionId, address: reader.address };
  return { editionId, address, name: '', shows: shownTo(reader, blocks) };
}

function shownTo({ kind, name }: PreviewReader, blocks: Block[]): string[] {
  if (kind === 'asked') return ['reader', 'appeal'];
  if (kind === 'reader') return ['reader'];
  const ballots = blocks.flatMap((block) => (block.kind === 'ballot' ? [block.audience] : []));
  return ['patron', ...(kind === 'tier' ? [name] : []), ...ballots];
}
