import type { Selectable } from 'kysely';
import { type Block, textsOf } from '../../../emails/index.ts';
import type { Db } from '../../db.ts';
import type { Corrections } from '../../db-schema.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { localDateOf } from '../local-day.ts';
import {
  correctionMembersQuery,
  countReachable,
  hasMembers,
  lockCorrections,
  selectCorrection,
  selectOpenCorrections,
} from '../queries/corrections.ts';
import { note, say } from '../say.ts';
import { idsIn } from '../segments-in.ts';

/** What was wrong in an edition, in words for those who got it so. */
export interface Correction extends Omit<Selectable<Corrections>, 'revisionIds'> {
  revisionIds: number[];
  /** When what was wrong went out, and by which clock. */
  launchedAt: Date | null;
  timeZone: string;
  language: string;
}

const kind = 'correction';
// Whoever has got no digest for so long is not told any more.
const days = 30;

/** @throws NotFound */
export async function requireCorrection(db: Db, id: number): Promise<Correction> {
  const row = await selectCorrection(db, id);
  if (row === undefined) throw new NotFound(say.noSuchCorrection(id));
  return toCorrection(row);
}

export function toCorrection<Row extends { revisionIds: Array<number | string> }>(row: Row) {
  return { ...row, revisionIds: row.revisionIds.map(Number) };
}

/** The subject of the mail that a correction is sent in alone: as it was written, else from its title. */
export function subjectOfCorrection({ subject, title, language }: Omit<Correction, 'revisionIds'>): string {
  return subject ?? `${textsOf(language).correction.title}: ${title}`;
}

/** A correction that some readers of an edition are shown a block of. */
export interface Told {
  id: number;
  /** What is right, in the words of its block; empty where only another block is for its readers. */
  title: string;
}

/** The corrections that an edition tells of, once each. */
export function correctionsIn(blocks: Block[]): Told[] {
  return idsIn(blocks, kind).map((id) => {
    const own = blocks.find((block) => block.kind === kind && block.audience === `${kind}:${id}`);
    return { id, title: own?.kind === kind ? own.right : '' };
  });
}

/** The same, with how many readers would be shown each, were the edition sent now. */
export function countTold(
  db: Db,
  { newsletterId, blocks }: { newsletterId: number; blocks: Block[] },
): Promise<Array<Told & { count: number }>> {
  return Promise.all(
    correctionsIn(blocks).map(async (one) => ({
      ...one,
      count: await countReachable(db, { id: one.id, newsletterId }),
    })),
  );
}

/** The block of a correction: for those only who got what was wrong, unless it is an edition of its own. */
export function correctionBlock(
  { id, title, text, launchedAt, timeZone, createdAt }: Omit<Correction, 'revisionIds'>,
  isAlone = false,
): Block {
  const date = localDateOf(launchedAt ?? createdAt, timeZone).toString();
  return {
    kind,
    v: 1,
    audience: isAlone ? null : `${kind}:${id}`,
    date,
    wrong: text,
    right: title,
    link: null,
  };
}

/** The blocks of the corrections that a newsletter's next digest begins with, as long as anybody is left to be told. */
export async function openCorrectionBlocks(db: Db, newsletterId: number, now: Date): Promise<Block[]> {
  const blocks: Block[] = [];
  const since = new Date(now.getTime() - days * 86_400_000);
  for (const row of await selectOpenCorrections(db, newsletterId, since))
    if (await hasMembers(db, row.id)) blocks.push(correctionBlock(row));
  return blocks;
}

/** Who is still to be told, as a query. */
export function correctionMembers(db: Db, id: number) {
  return correctionMembersQuery(db, id);
}

/** @throws Conflict where nobody is to be told any more */
export function refuseEnded({ id, endedAt }: Pick<Correction, 'id' | 'endedAt'>): void {
  if (endedAt !== null) throw new Conflict(say.correctionEnded(id));
}

/**
 * Has launches that tell of corrections come one after the other, so that two at once do not both tell a reader.
 * @throws Conflict where it is a correction alone, and that was ended
 */
export async function holdCorrections(
  trx: Db,
  { correctionId }: { correctionId: number | null },
  segments: string[],
): Promise<void> {
  if (correctionId !== null || segments.some((name) => name.startsWith(`${kind}:`)))
    await lockCorrections(trx);
  if (correctionId !== null) refuseEnded(await requireCorrection(trx, correctionId));
}

/** What is wrong with a segment of a correction, or null. */
export async function faultOfCorrection(db: Db, id: string): Promise<string | null> {
  const known = /^\d{1,15}$/.test(id) ? await selectCorrection(db, Number(id)) : undefined;
  return known === undefined ? note.noCorrection(JSON.stringify(id)) : null;
}
