import { isDeepStrictEqual } from 'node:util';
import { type Block, parseBlocks } from '../../../emails/index.ts';
import { type Actor, describeActor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { readSendState } from '../../delivery/read-send.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { approve } from '../approve.ts';
import { editEdition } from '../edit.ts';
import { type Edition, holdEdition, requireEdition } from '../edition.ts';
import { whyNotSecond } from '../four-eyes.ts';
import { launchEdition } from '../launch.ts';
import { lockNewsletter } from '../queries/assembly.ts';
import { countReachable, lockCorrections, selectOwnEdition } from '../queries/corrections.ts';
import { insertEdition } from '../queries/editions.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { readRules } from '../rules.ts';
import {
  type Correction,
  correctionBlock,
  refuseEnded,
  requireCorrection,
  subjectOfCorrection,
} from './correction.ts';
import { say } from '../say.ts';

export interface CorrectionSend {
  correctionId: number;
  /** Another than it was written with; where its newsletter wants two people, there is no other. */
  subject?: string;
  /** How many it was to go to when somebody looked: where there are more now, it is not sent unseen. */
  seen?: number;
}

const longest = 200;

/** To how many a correction would go at once: who got what was wrong, still subscribes, and has not been told. */
export async function countToCorrect(db: Db, correction: Correction): Promise<number> {
  const { newsletterId } = await requireEdition(db, correction.editionId);
  return countReachable(db, { id: correction.id, newsletterId });
}

/**
 * Sends a correction at once, as a small edition of its own, to exactly those who got what was wrong and may still be
 * mailed; nobody gets it twice, also where it is asked for twice or was broken off in between.
 * @returns the edition that carries it, and how many are eligible
 * @throws Conflict where it was sent or ended, nobody is left, more are to get it than were seen, what is wrong still goes
 * out, or its newsletter wants two people, and this is who wrote it or another subject than it was written with
 */
export async function sendCorrection(
  services: Services,
  actor: Actor,
  { correctionId, subject, seen }: CorrectionSend,
): Promise<{ editionId: number; eligible: number }> {
  demand(actor, 'editions.send');
  const { db } = services;
  const correction = await requireCorrection(db, correctionId);
  refuseEnded(correction);
  await refuseWhileWrong(db, correction);
  const count = await countToCorrect(db, correction);
  if (count === 0) throw new Conflict(say.allTold);
  if (seen !== undefined && count > seen) throw new Conflict(say.moreReaders(count, seen));
  const own = await ownEdition(services, actor, correction, subjectIn(subject, correction));
  if (own.state === 'launched') throw new Conflict(say.correctionSent);
  if (own.state === 'draft') await approve(services, { editionId: own.id, actor });
  return { editionId: own.id, eligible: await launchEdition(services, { editionId: own.id, actor }) };
}

function subjectIn(given: string | undefined, correction: Correction): string {
  const subject =
    given === undefined ? subjectOfCorrection(correction) : cleanLine(given.trim(), longest + 1);
  if (subject === '') throw new InvalidInput(say.correctionNoSubject);
  if (subject.length > longest) throw new InvalidInput(say.correctionSubjectLong(longest));
  return subject;
}

/** As long as the wrong text is going out, whom to tell is not known yet. */
async function refuseWhileWrong(db: Db, { editionId, revisionIds }: Correction): Promise<void> {
  const send = await readSendState(db, editionId);
  const isLive = send !== null && ['launching', 'sending', 'paused'].includes(send.state);
  if (isLive && send.revisionId !== null && revisionIds.includes(send.revisionId))
    throw new Conflict(say.stillWrong(editionId));
}

/** The edition that carries a correction alone: the one that there is, with these words, or a new one. */
function ownEdition(
  { db }: Services,
  actor: Actor,
  correction: Correction,
  subject: string,
): Promise<{ id: number; state: string }> {
  return db.transaction().execute(async (trx) => {
    const wrong = await requireEdition(trx, correction.editionId);
    await lockNewsletter(trx, wrong.newsletterId);
    const words = { subject, blocks: [correctionBlock(correction, true), footOf(wrong)] };
    // Before anything is kept: to try leaves no draft behind.
    await refuseOther(trx, wrong, correction, subject);
    // Whoever gives it another subject has written that.
    const isOwn = subject === subjectOfCorrection(correction);
    const editedBy = isOwn ? correction.createdBy : describeActor(actor);
    const known = await selectOwnEdition(trx, correction.id);
    if (known !== undefined) return renew(trx, actor, { id: known.id, editedBy, ...words });
    await lockCorrections(trx);
    refuseEnded(await requireCorrection(trx, correction.id));
    await refuseOwn(trx, { newsletterId: wrong.newsletterId, editedBy: correction.createdBy }, actor);
    const newsletter = await requireNewsletter(trx, wrong.newsletterId);
    const edition = await insertEdition(trx, {
      ...words,
      newsletterId: newsletter.id,
      slug: `${newsletter.slug}-correction-${crypto.randomUUID().slice(0, 8)}`,
      language: wrong.language,
      timeZone: wrong.timeZone,
      preheader: correction.title,
      correctionId: correction.id,
      editedBy,
    });
    const detail = { correction: correction.id, about: wrong.id };
    const { title, text } = correction;
    const change = changeOf(null, { subject, title, text });
    await recordAudit(trx, actor, 'correction.send', `edition:${edition.id}`, detail, change);
    return { id: edition.id, state: edition.state };
  });
}

/** Where two people are wanted, all that readers get was written by one and is sent by the other: a subject too. */
async function refuseOther(
  trx: Db,
  { newsletterId }: Edition,
  correction: Correction,
  subject: string,
): Promise<void> {
  const bound = subjectOfCorrection(correction);
  if (subject === bound || !(await readRules(trx, newsletterId)).fourEyes) return;
  throw new Conflict(say.subjectBound(JSON.stringify(bound)));
}

/** As an approval would. */
async function refuseOwn(
  trx: Db,
  edition: Pick<Edition, 'newsletterId' | 'editedBy'>,
  actor: Actor,
): Promise<void> {
  if ((await whyNotSecond(trx, edition, describeActor(actor))) !== null) throw new Conflict(say.notAlone);
}

/** What an earlier try has left says what is asked for now, unless it has gone out or says so already. */
async function renew(
  trx: Db,
  actor: Actor,
  { id, subject, blocks, editedBy }: { id: number; subject: string; blocks: Block[]; editedBy: string },
): Promise<{ id: number; state: string }> {
  const held = await holdEdition(trx, id);
  const isSame = held.subject === subject && isDeepStrictEqual(held.blocks, parseBlocks(blocks));
  if (held.state === 'launched' || held.state === 'cancelled' || isSame) return held;
  return editEdition(trx, actor, id, { subject, editBlocks: () => blocks, editedBy });
}

function footOf({ blocks }: Edition): Block {
  const foot = blocks.find(({ kind }) => kind === 'footer');
  return foot ?? { kind: 'footer', v: 1, audience: null, text: '' };
}
