import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import { type Edition, holdEdition } from './edition.ts';
import { updateEdition } from './queries/editions.ts';

export interface EditionChange {
  subject?: string;
  preheader?: string;
  intro?: string;
}

/**
 * Changes an edition's words. One that was approved needs approval again.
 * @throws Conflict where it has gone out
 */
export async function editEdition(
  db: Db,
  actor: Actor,
  editionId: number,
  { subject, preheader, intro }: EditionChange,
): Promise<Edition> {
  return db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    if (edition.state === 'launched' || edition.state === 'cancelled')
      throw new Conflict(`edition ${editionId} is ${edition.state}; it cannot be changed any more`);
    const values = {
      ...(subject === undefined ? {} : { subject: cleanLine(subject, 200) }),
      ...(preheader === undefined ? {} : { preheader: cleanLine(preheader, 200) }),
      ...(intro === undefined ? {} : { intro: intro.slice(0, 5_000) }),
    };
    await updateEdition(trx, editionId, {
      ...values,
      state: 'draft',
      approvedRevisionId: null,
      sendAt: null,
    });
    await recordAudit(trx, actor, 'edition.edit', `edition:${editionId}`, { fields: Object.keys(values) });
    return { ...edition, ...values, state: 'draft' };
  });
}
