import type { Block } from '../../emails/index.ts';
import { type Actor, describeActor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { hasAnyToCorrect } from '../delivery/correct-send.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import { type Edition, holdEdition } from './edition.ts';
import { updateEdition } from './queries/editions.ts';
import type { SubjectTest } from './subjects/subject-test.ts';

export interface EditionChange {
  subject?: string;
  preheader?: string;
  intro?: string;
  /** From the blocks as they are to the blocks as they are to be. */
  editBlocks?: (blocks: Block[]) => Block[];
  /** From the edition as it is to how its subjects are to be tried. */
  editSubjects?: (edition: Edition) => SubjectTest | null;
}

/**
 * Changes an edition's words. One that was approved needs approval again, and so does a correction of one that is going
 * out.
 * @throws Conflict where it has gone out to everybody, or was cancelled; InvalidInput where a text is too long
 */
export async function editEdition(
  db: Db,
  actor: Actor,
  editionId: number,
  { subject, preheader, intro, editBlocks, editSubjects }: EditionChange,
): Promise<Edition> {
  demand(actor, 'editions.write');
  return db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    const isGoingOut = edition.state === 'launched' && (await hasAnyToCorrect(trx, editionId));
    if (!isGoingOut && (edition.state === 'launched' || edition.state === 'cancelled'))
      throw new Conflict(`edition ${editionId} is ${edition.state}; it cannot be changed any more`);
    const values = {
      ...(subject === undefined ? {} : { subject: cleanLine(within('subject', subject, 200), 200) }),
      ...(preheader === undefined ? {} : { preheader: cleanLine(within('preheader', preheader, 200), 200) }),
      ...(intro === undefined ? {} : { intro: within('intro', intro, 5_000) }),
      ...(editBlocks === undefined ? {} : { blocks: editBlocks(edition.blocks) }),
      ...(editSubjects === undefined ? {} : { subjectTest: editSubjects(edition) }),
    };
    // One that was approved waits for a person: a rule whose time has passed would send what is being changed.
    const isTakenBack = edition.state === 'approved' || edition.state === 'scheduled';
    // What is going out stays what it is: the archive shows it, and so do mails, until a correction takes its place.
    const status = isGoingOut
      ? { correctionRevisionId: null }
      : {
          state: 'draft',
          approvedRevisionId: null,
          sendAt: null,
          missedAt: null,
          ...(isTakenBack && { heldAt: new Date() }),
        };
    const editedBy = describeActor(actor);
    await updateEdition(trx, editionId, { ...values, ...status, editedBy });
    // Blocks are whole stories; what they were is in the revisions.
    const { blocks: _blocks, ...words } = values;
    const fields = Object.keys(values);
    const change = changeOf(edition, words);
    await recordAudit(trx, actor, 'edition.edit', `edition:${editionId}`, { fields }, change);
    return { ...edition, ...values, ...status, editedBy };
  });
}

/** A text that is too long is refused: one that was cut would go out so. */
function within(name: string, text: string, most: number): string {
  if (text.length <= most) return text;
  throw new InvalidInput(`the ${name} has ${text.length} characters; ${most} are allowed`);
}
