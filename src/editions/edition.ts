import type { Selectable } from 'kysely';
import { type Block, parseBlocks } from '../../emails/index.ts';
import type { Db } from '../db.ts';
import type { Editions } from '../db-schema.ts';
import { NotFound } from '../errors.ts';
import { lockEdition, selectEdition } from './queries/editions.ts';
import { parseSubjectTest, type SubjectTest } from './subjects/subject-test.ts';
import { say } from './say.ts';

/** One sendable number of a newsletter. */
export type Edition = Omit<Selectable<Editions>, 'blocks' | 'notes' | 'subjectTest'> & {
  blocks: Block[];
  notes: string[];
  subjectTest: SubjectTest | null;
};

/** @throws NotFound */
export async function requireEdition(db: Db, id: number): Promise<Edition> {
  return toEdition(await requireRow(db, id));
}

/** As `requireEdition`, held until the transaction ends. */
export async function holdEdition(trx: Db, id: number): Promise<Edition> {
  return toEdition(await holdRow(trx, id));
}

function knownRow(row: Selectable<Editions> | undefined, id: number): Selectable<Editions> {
  if (row === undefined) throw new NotFound(say.noEdition(id));
  return row;
}

/** The row of an edition, with the keys of what stands in it. @throws NotFound */
export async function requireRow(db: Db, id: number): Promise<Selectable<Editions>> {
  return knownRow(await selectEdition(db, id), id);
}

/** As `requireRow`, held until the transaction ends. */
export async function holdRow(trx: Db, id: number): Promise<Selectable<Editions>> {
  return knownRow(await lockEdition(trx, id), id);
}

/** An edition from its row, its blocks read by their schemas. */
export function toEdition(row: Selectable<Editions>): Edition {
  const subjectTest = parseSubjectTest(row.subjectTest);
  return { ...row, blocks: parseBlocks(row.blocks), notes: row.notes as string[], subjectTest };
}
