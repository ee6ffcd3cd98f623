import type { Block } from '../../../emails/index.ts';
import { type Actor, describeActor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { readShares } from '../../delivery/shares.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { editEdition } from '../edit.ts';
import { type Edition, holdEdition, requireEdition } from '../edition.ts';
import { lockNewsletter } from '../queries/assembly.ts';
import {
  endCorrectionRow,
  insertCorrection,
  lockCorrections,
  selectDrafts,
  selectWrittenOnce,
} from '../queries/corrections.ts';
import { type Correction, correctionBlock, requireCorrection } from './correction.ts';
import { say } from '../say.ts';

export interface CorrectionRequest {
  editionId: number;
  title: string;
  text: string;
  /** Of the mail, where it is sent in one of its own; else it follows from the title. */
  subject?: string;
  /** The texts that were wrong, by their ids; none: every one that somebody has got. */
  revisionIds?: number[];
  /** A UUID of the form that it was written in: what is sent twice is written once. */
  once?: string;
}

export interface Written {
  correction: Correction;
  /** Editions in preparation that begin with it now. */
  drafts: number[];
  /** Those that are approved: they stay as they are. */
  approved: number[];
}

const longestTitle = 150;
const longestText = 2_000;
const longestSubject = 200;

/**
 * Writes down what was wrong in an edition. Those who got it so read it at the top of their next digest: of the one in
 * preparation too, unless that is approved.
 * @throws InvalidInput for words that are empty or too long, or a text that nobody got; Conflict where it has not gone
 * out, or its form has written another
 */
export async function writeCorrection(db: Db, actor: Actor, request: CorrectionRequest): Promise<Written> {
  demand(actor, 'editions.write');
  const edition = await requireEdition(db, request.editionId);
  const title = within('title', cleanLine(request.title.trim(), longestTitle + 1), longestTitle);
  const text = within('text', request.text.trim().replaceAll('\r\n', '\n'), longestText);
  const line = cleanLine((request.subject ?? '').trim(), longestSubject + 1);
  const subject = line === '' ? null : within('subject', line, longestSubject);
  const revisionIds = await wrongTexts(db, edition, request.revisionIds);
  const { once = null } = request;
  return db.transaction().execute(async (trx) => {
    // Before its rows, as the assembly and the composer do: no draft comes or is changed in between.
    await lockNewsletter(trx, edition.newsletterId);
    const known =
      once === null ? null : await writtenOnce(trx, once, { editionId: edition.id, title, text, subject });
    if (known !== null) return { correction: known, ...(await standingIn(trx, edition, known)) };
    const words = { title, text, subject };
    const values = { editionId: edition.id, revisionIds, ...words, createdBy: describeActor(actor), once };
    const id = await insertCorrection(trx, values);
    const change = changeOf(null, { ...words, revisionIds });
    await recordAudit(trx, actor, 'correction.write', `edition:${edition.id}`, { correction: id }, change);
    const correction = await requireCorrection(trx, id);
    for (const draft of await selectDrafts(trx, edition.newsletterId))
      await putInto(trx, actor, draft.id, correction);
    return { correction, ...(await standingIn(trx, edition, correction)) };
  });
}

/** What the same form has written before, or null. */
async function writtenOnce(
  trx: Db,
  once: string,
  asked: Pick<Correction, 'editionId' | 'title' | 'text' | 'subject'>,
): Promise<Correction | null> {
  const row = await selectWrittenOnce(trx, once);
  if (row === undefined) return null;
  const known = await requireCorrection(trx, row.id);
  const isSame = (['editionId', 'title', 'text', 'subject'] as const).every(
    (name) => known[name] === asked[name],
  );
  if (isSame) return known;
  throw new Conflict(say.writtenAnother);
}

/** Begins a draft with a correction. What is approved meanwhile stays so; and nobody has changed the text by this. */
async function putInto(trx: Db, actor: Actor, id: number, correction: Correction): Promise<void> {
  const { state, editedBy } = await holdEdition(trx, id);
  if (state !== 'draft') return;
  const editBlocks = (blocks: Block[]): Block[] => [correctionBlock(correction), ...blocks];
  await editEdition(trx, actor, id, { editBlocks, editedBy });
}

/** Which editions in preparation begin with a correction, and which were approved without. */
async function standingIn(trx: Db, { newsletterId }: Edition, correction: Correction) {
  const { audience } = correctionBlock(correction);
  const drafts: number[] = [];
  const approved: number[] = [];
  for (const { id, state } of await selectDrafts(trx, newsletterId)) {
    const { blocks } = await requireEdition(trx, id);
    if (blocks.some((block) => block.audience === audience)) drafts.push(id);
    else if (state !== 'draft') approved.push(id);
  }
  return { drafts, approved };
}

/** Has no digest take a correction up any more; those that are in preparation keep it until somebody takes it out. */
export async function endCorrection(db: Db, actor: Actor, id: number, now: Date = new Date()): Promise<void> {
  demand(actor, 'editions.write');
  const { editionId } = await requireCorrection(db, id);
  await db.transaction().execute(async (trx) => {
    await lockCorrections(trx);
    if (!(await endCorrectionRow(trx, id, now))) return;
    const change = changeOf({ endedAt: null }, { endedAt: now });
    await recordAudit(trx, actor, 'correction.end', `edition:${editionId}`, { correction: id }, change);
  });
}

function within(name: string, text: string, most: number): string {
  if (text === '') throw new InvalidInput(say.correctionWithout(name));
  if (text.length <= most) return text;
  throw new InvalidInput(say.correctionTooLong(name, most));
}

async function wrongTexts(db: Db, edition: Edition, asked: number[] | undefined): Promise<number[]> {
  const got = await textsGot(db, edition.id);
  if (got.length === 0) throw new Conflict(say.nobodyGot(edition.id));
  const chosen = asked ?? got;
  if (chosen.length > 0 && chosen.every((id) => got.includes(id))) return [...new Set(chosen)];
  throw new InvalidInput(say.chooseText);
}

/** The ids of the texts of an edition that somebody has got, or may have got. */
async function textsGot(db: Db, editionId: number): Promise<number[]> {
  const shares = await readShares(db, [editionId]);
  const got = shares.filter(({ state }) => state === 'sent' || state === 'uncertain');
  return [...new Set(got.map(({ revisionId }) => revisionId))];
}
