import type { Selectable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Editions } from '../../db-schema.ts';
import { type Edition, holdRow, requireRow, toEdition } from '../edition.ts';
import { type AfterChange, openForChange } from '../open-for-change.ts';
import { lockNewsletter } from '../queries/assembly.ts';
import type { Doc } from './document.ts';
import { readDocument } from './stored.ts';

/** An edition that is composed, as it stands. */
export interface Composed {
  edition: Edition;
  doc: Doc;
  version: number;
}

/** The same, held until the transaction ends, so that it can be changed. */
export interface Held extends Composed {
  after: AfterChange;
}

/** @throws NotFound */
export async function readComposed(db: Db, editionId: number): Promise<Composed> {
  return composedOf(await requireRow(db, editionId));
}

/**
 * Holds an edition to change it. The newsletter is held before it, as the assembly does, since an article stands in one
 * of its editions only.
 * @throws NotFound; Conflict where it cannot be changed any more
 */
export async function holdComposed(trx: Db, editionId: number): Promise<Held> {
  const { newsletterId } = await requireRow(trx, editionId);
  await lockNewsletter(trx, newsletterId);
  const composed = composedOf(await holdRow(trx, editionId));
  return { ...composed, after: await openForChange(trx, composed.edition) };
}

function composedOf(row: Selectable<Editions>): Composed {
  return { edition: toEdition(row), doc: readDocument(row), version: row.version };
}
