import type { Mail } from '../../emails/index.ts';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { correctSend, hasAnyToCorrect } from '../delivery/correct-send.ts';
import { Conflict } from '../errors.ts';
import type { Services } from '../services.ts';
import { type Edition, holdEdition } from './edition.ts';
import { envelopeOf } from './envelope.ts';
import type { FrozenContent } from './freeze.ts';
import { updateEdition } from './queries/editions.ts';
import { selectRevision } from './queries/revisions.ts';
import { membersOf } from './segment-members.ts';
import { say } from './say.ts';

export interface CorrectRequest {
  editionId: number;
  actor: Actor;
  /** How the approved text's hash begins: what another person approved meanwhile is then not sent. */
  hash?: string;
}

export interface Corrected {
  editionId: number;
  revision: number;
  hash: string;
}

/**
 * Lets the approved correction of an edition that is going out take the place of what went out so far: for all who are
 * not yet sent to, and on its page. Paused or not, it goes out as the send does.
 * @throws Conflict where there is no approved correction, it is another one, or nobody is left to send to
 */
export async function correct(
  { db, config }: Services,
  { editionId, actor, hash = '' }: CorrectRequest,
  now: Date = new Date(),
): Promise<Corrected> {
  demand(actor, 'editions.send', now);
  return db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    const revision = await approvedCorrection(trx, edition);
    if (!revision.hash.startsWith(hash.toLowerCase()))
      throw new Conflict(say.otherCorrection(editionId, revision.hash.slice(0, 12), JSON.stringify(hash)));
    const { heading } = revision.content as FrozenContent;
    // The day of the edition stays that of its launch.
    const envelope = envelopeOf(config, edition, heading, edition.launchedAt ?? new Date());
    const mails = (revision.mails as Mail[]).map((mail) => ({ ...mail, envelope }));
    const members = (segment: string) => membersOf(trx, segment, now);
    await correctSend(trx, { editionId, revisionId: revision.id, mails, members });
    await updateEdition(trx, editionId, { approvedRevisionId: revision.id, correctionRevisionId: null });
    const change = await revisionChanged(trx, edition.approvedRevisionId, revision);
    await recordAudit(trx, actor, 'edition.correct', `edition:${editionId}`, { hash: revision.hash }, change);
    return { editionId, revision: revision.number, hash: revision.hash };
  });
}

type Revision = NonNullable<Awaited<ReturnType<typeof selectRevision>>>;

/** Which text took the place of which: both are kept whole as revisions. */
async function revisionChanged(trx: Db, goingOut: number | null, revision: Revision) {
  const before = goingOut === null ? undefined : await selectRevision(trx, goingOut);
  const factsOf = ({ number, hash, content }: Revision) => ({
    revision: number,
    hash,
    subject: (content as FrozenContent).edition.subject,
  });
  return changeOf(before === undefined ? null : factsOf(before), factsOf(revision));
}

async function approvedCorrection(trx: Db, { id, state, correctionRevisionId }: Edition) {
  if (state !== 'launched') throw new Conflict(say.notGoingOut(id, state));
  const revision =
    correctionRevisionId === null ? undefined : await selectRevision(trx, correctionRevisionId);
  if (revision === undefined) throw new Conflict(say.noCorrection(id));
  return revision;
}

/**
 * Keeps a text as the approved correction of an edition that is going out.
 * @throws Conflict where it goes out in this text already, with another number of subjects, or nobody is left to send to
 */
export async function approveCorrection(
  trx: Db,
  edition: Edition,
  { id: revisionId, subjects }: { id: number; subjects: number },
): Promise<void> {
  const { id, approvedRevisionId } = edition;
  const goingOut = approvedRevisionId === null ? undefined : await selectRevision(trx, approvedRevisionId);
  if (!(await hasAnyToCorrect(trx, id))) throw new Conflict(say.nobodyLeft(id));
  if (approvedRevisionId === revisionId) throw new Conflict(say.sameText(id));
  if (goingOut !== undefined && goingOut.subjects !== subjects)
    throw new Conflict(say.otherSubjects(id, subjects, goingOut.subjects));
  await updateEdition(trx, id, { correctionRevisionId: revisionId });
}
