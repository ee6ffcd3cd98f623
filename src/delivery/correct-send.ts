import type { Db } from '../db.ts';
import { Conflict, NotFound } from '../errors.ts';
import { appealSegment, mostSegments, segmentsOf } from './segments.ts';
import type { Envelope, RenderedMail } from './compile.ts';
import {
  hasRowsToCorrect,
  holdSendRow,
  type RevisionCount,
  selectMailsOfRevision,
  selectRevisionCounts,
  setSendRevision,
  setSendSegments,
} from './queries/corrections.ts';
import { insertSendMails } from './queries/launch.ts';
import { selectSend } from './queries/sends.ts';
import { addSegment, type Members } from './queries/variants.ts';
import { say } from './say.ts';

export type { Members, RevisionCount };

export interface Correction {
  editionId: number;
  revisionId: number;
  /** One for each subject, as at the launch. */
  mails: RenderedMail[];
  /** Who is shown a segment that the send did not have before. */
  members(segment: string): Members;
}

/**
 * Has a send go on in the words of another revision, in the caller's transaction: whoever is claimed once it is
 * committed gets them. Rows in hand keep theirs, and so does who may have got the mail already and is to get it again.
 * The Message-ID of a delivery stays what it is. One row is written however many readers there are, unless there is a
 * segment that was not there before.
 * @throws NotFound where nothing was launched; Conflict where nothing is left to send, or it goes out so already
 */
export async function correctSend(
  trx: Db,
  { editionId, revisionId, mails, members }: Correction,
): Promise<void> {
  const send = await holdSendRow(trx, editionId);
  if (send === undefined) throw new NotFound(say.notLaunched(editionId));
  const { state } = send;
  if (state === 'finished' || state === 'cancelled' || !(await hasRowsToCorrect(trx, editionId)))
    throw new Conflict(say.nobodyLeft(editionId, state));
  if (send.revisionId === revisionId) throw new Conflict(say.sameText(editionId));
  const before = await selectMailsOfRevision(trx, editionId, send.revisionId);
  if (mails.length !== before.length)
    throw new Conflict(say.otherSubjects(editionId, mails.length, before.length));
  const [first] = before;
  await insertSendMails(trx, editionId, revisionId, mails.map(keepingIds(first?.envelope as Envelope)));
  await addSegments(trx, editionId, send.segments, { mails, members });
  await setSendRevision(trx, editionId, revisionId);
}

/**
 * Gives a bit to each segment that is new. Those that were there keep theirs, so that a reader's variant means the same in
 * whichever text they get.
 * @throws Conflict where it asks for money and the send did not: that is decided for each reader at the launch
 */
async function addSegments(
  trx: Db,
  editionId: number,
  before: string[],
  { mails, members }: Pick<Correction, 'mails' | 'members'>,
): Promise<void> {
  const added = segmentsOf(mails).filter((name) => !before.includes(name));
  if (added.length === 0) return;
  if (added.includes(appealSegment)) throw new Conflict(say.appealAdded(editionId));
  const all = [...before, ...added];
  if (all.length > mostSegments) throw new Conflict(say.manyKinds(editionId, all, mostSegments));
  await setSendSegments(trx, editionId, all);
  for (const name of added) await addSegment(trx, editionId, name, members(name));
}

/** The sender may have changed meanwhile; what makes the Message-ID must not, nor where answers come back to. */
function keepingIds(before: Envelope | undefined): (mail: RenderedMail) => RenderedMail {
  if (before === undefined) return (mail) => mail;
  const { messageIdDomain, inboundDomain = null } = before;
  return (mail) => ({ ...mail, envelope: { ...mail.envelope, messageIdDomain, inboundDomain } });
}

/** Whether anybody would get a correction of an edition: it is going out, and some are not yet sent to. */
export async function hasAnyToCorrect(db: Db, editionId: number): Promise<boolean> {
  const send = await selectSend(db, editionId);
  return send !== undefined && ['launching', 'sending', 'paused'].includes(send.state)
    ? hasRowsToCorrect(db, editionId)
    : false;
}

/**
 * How many got which revision. Where there was a correction the rows are counted, which takes a moment with a million
 * of them: ask it once, not again and again.
 */
export async function countByRevision(db: Db, editionId: number): Promise<RevisionCount[]> {
  return selectRevisionCounts(db, editionId);
}
