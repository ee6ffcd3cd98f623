import { type Actor, describeActor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { readShares } from '../../delivery/shares.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { editEdition } from '../edit.ts';
import { type Edition, requireEdition } from '../edition.ts';
import { endCorrectionRow, insertCorrection, selectDrafts } from '../queries/corrections.ts';
import { type Correction, correctionBlock, requireCorrection } from './correction.ts';

export interface CorrectionRequest {
  editionId: number;
  title: string;
  text: string;
  /** The texts that were wrong, by their ids; none: every one that somebody has got. */
  revisionIds?: number[];
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

/**
 * Writes down what was wrong in an edition. Those who got it so read it at the top of their next digest: of the one in
 * preparation too, unless that is approved.
 * @throws InvalidInput for words that are empty or too long, or a text that nobody got; Conflict where it has not gone out
 */
export async function writeCorrection(db: Db, actor: Actor, request: CorrectionRequest): Promise<Written> {
  demand(actor, 'editions.write');
  const edition = await requireEdition(db, request.editionId);
  const title = within('title', cleanLine(request.title.trim(), longestTitle + 1), longestTitle);
  const text = within('text', request.text.trim().replaceAll('\r\n', '\n'), longestText);
  const revisionIds = await wrongTexts(db, edition, request.revisionIds);
  const correction = await db.transaction().execute(async (trx) => {
    const values = { editionId: edition.id, revisionIds, title, text, createdBy: describeActor(actor) };
    const id = await insertCorrection(trx, values);
    await recordAudit(trx, actor, 'correction.write', `edition:${edition.id}`, { correction: id, title });
    return requireCorrection(trx, id);
  });
  const waiting = await selectDrafts(db, edition.newsletterId);
  const drafts = waiting.filter(({ state }) => state === 'draft').map(({ id }) => id);
  for (const id of drafts)
    await editEdition(db, actor, id, { editBlocks: (blocks) => [correctionBlock(correction), ...blocks] });
  const approved = waiting.filter(({ state }) => state !== 'draft').map(({ id }) => id);
  return { correction, drafts, approved };
}

/** Has no digest take a correction up any more; those that are in preparation keep it until somebody takes it out. */
export async function endCorrection(db: Db, actor: Actor, id: number): Promise<void> {
  demand(actor, 'editions.write');
  const { editionId } = await requireCorrection(db, id);
  await db.transaction().execute(async (trx) => {
    if (await endCorrectionRow(trx, id))
      await recordAudit(trx, actor, 'correction.end', `edition:${editionId}`, { correction: id });
  });
}

function within(name: string, text: string, most: number): string {
  if (text === '')
    throw new InvalidInput(`the correction has no ${name}; say what was wrong and what is right`);
  if (text.length <= most) return text;
  throw new InvalidInput(`the ${name} of the correction has more than ${most} characters`);
}

async function wrongTexts(db: Db, edition: Edition, asked: number[] | undefined): Promise<number[]> {
  const got = await textsGot(db, edition.id);
  if (got.length === 0)
    throw new Conflict(`nobody has got edition ${edition.id} yet; correct it before it goes out`);
  const chosen = asked ?? got;
  if (chosen.length > 0 && chosen.every((id) => got.includes(id))) return [...new Set(chosen)];
  throw new InvalidInput('choose which text was wrong, among those that somebody has got');
}

/** The ids of the texts of an edition that somebody has got, or may have got. */
async function textsGot(db: Db, editionId: number): Promise<number[]> {
  const shares = await readShares(db, [editionId]);
  const got = shares.filter(({ state }) => state === 'sent' || state === 'uncertain');
  return [...new Set(got.map(({ revisionId }) => revisionId))];
}
