import { isDeepStrictEqual } from 'node:util';
import { type Block, parseBlocks } from '../../emails/index.ts';
import { type Actor, describeActor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { type Db, inTransaction } from '../db.ts';
import { InvalidInput } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import type { Head } from './compose/document.ts';
import { Draft } from './compose/draft.ts';
import { type Held, holdComposed } from './compose/hold.ts';
import { rewriteBlocks } from './compose/rewrite-blocks.ts';
import { type Entry, saveChanges } from './compose/save.ts';
import { type Edition, requireEdition } from './edition.ts';
import { type SubjectTest, subjectsOf } from './subjects/subject-test.ts';
import { say } from './say.ts';

export interface EditionChange {
  subject?: string;
  preheader?: string;
  intro?: string;
  /** From the blocks as they are to the blocks as they are to be. */
  editBlocks?: (blocks: Block[]) => Block[];
  /** From the edition as it is to how its subjects are to be tried. */
  editSubjects?: (edition: Edition) => SubjectTest | null;
  /** Who counts as having changed it last, where that is not who acts: for a change that is made by the machine. */
  editedBy?: string | null;
}

/**
 * Changes an edition's words, over whatever they are. One that was approved needs approval again, and so does a
 * correction of one that is going out. The composer changes it by operations: `compose/apply-changes.ts`.
 * @throws Conflict where it has gone out to everybody, or was cancelled; InvalidInput where a text is too long
 */
export async function editEdition(
  db: Db,
  actor: Actor,
  editionId: number,
  { editBlocks, editSubjects, editedBy, ...words }: EditionChange,
): Promise<Edition> {
  demand(actor, 'editions.write');
  const cleaned = cleanWords(words);
  return inTransaction(db, async (trx) => {
    const held = await holdComposed(trx, editionId);
    const { draft, entries: ofWords } = draftOf(held, cleaned);
    const entries =
      editSubjects === undefined ? ofWords : subjectsEntry(draft, held, editSubjects(held.edition));
    if (editBlocks !== undefined) {
      const blocks = parseBlocks(editBlocks(held.edition.blocks));
      entries.push(rewriteBlocks(draft, held, blocks, describeActor(actor)));
    }
    const author = { actor: describeActor(actor), ...(editedBy !== undefined && { editedBy }) };
    await saveChanges(trx, held, draft.doc, entries, author, new Date(), true);
    const subjects = editSubjects === undefined ? {} : { subjectTest: draft.doc.head.subjectTest };
    const fields = [
      ...Object.keys({ ...cleaned, ...subjects }),
      ...(editBlocks === undefined ? [] : ['blocks']),
    ];
    // Blocks are whole stories; what they were is in the edition's own log.
    const change = changeOf(held.edition, { ...cleaned, ...subjects });
    await recordAudit(trx, actor, 'edition.edit', `edition:${editionId}`, { fields }, change);
    return requireEdition(trx, editionId);
  });
}

type Words = Partial<Pick<Edition, 'subject' | 'preheader' | 'intro'>>;

function cleanWords({ subject, preheader, intro }: Words): Words {
  return {
    ...(subject === undefined ? {} : { subject: cleanLine(within('subject', subject, 200), 200) }),
    ...(preheader === undefined ? {} : { preheader: cleanLine(within('preheader', preheader, 200), 200) }),
    ...(intro === undefined ? {} : { intro: within('intro', intro, 5_000) }),
  };
}

function draftOf({ doc }: Held, words: Words): { draft: Draft; entries: Entry[] } {
  const draft = new Draft(doc);
  const entries = Object.entries(words).flatMap(([field, value]): Entry[] => {
    const was = { ...doc.head }[field as keyof Words] ?? '';
    if (was === value) return [];
    draft.set(null, field, value);
    return [{ operation: { op: 'set', key: null, field, value, was }, effects: draft.effects.slice(-1) }];
  });
  return { draft, entries };
}

/** The subject, its preheader and the others beside it are one change: they are tried, and undone, together. */
function subjectsEntry(draft: Draft, { doc }: Held, test: SubjectTest | null): Entry[] {
  if (!isDeepStrictEqual(doc.head.subjectTest, test)) draft.set(null, 'subjectTest', test);
  const { effects } = draft;
  if (effects.length === 0) return [];
  const listOf = (head: Head): string[] => subjectsOf(head).map(({ subject }) => subject);
  const operation = { op: 'subjects', was: listOf(doc.head), value: listOf(draft.doc.head) } as const;
  return [{ operation, effects: [...effects] }];
}

/** A text that is too long is refused: one that was cut would go out so. */
function within(name: string, text: string, most: number): string {
  if (text.length <= most) return text;
  throw new InvalidInput(say.tooLong(name, text.length, most));
}
