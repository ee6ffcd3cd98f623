import { type Actor, describeActor, system } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { hintBatches } from '../../delivery/launch.ts';
import {
  dueSubjectTests,
  readSubjectFigures,
  readSubjectTest,
  settleSubject,
  type SubjectFigures,
} from '../../delivery/subject-tests.ts';
import { Conflict, InvalidInput, NotFound } from '../../errors.ts';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { requireEdition } from '../edition.ts';
import type { FrozenContent } from '../freeze.ts';
import { selectRevision } from '../queries/revisions.ts';
import { judge, type Reason } from './judge.ts';
import { say } from '../say.ts';

/** What is kept of a decision. */
export interface Decision {
  /** The place of the winner. */
  winner: number;
  reason: Reason | 'chosen';
  by: string;
  figures: SubjectFigures[];
}

/**
 * Decides tests whose time has come, each once, and lets their rest go out. A machine that was down at that time does it
 * when it is back.
 */
export async function decideDueTests(services: Services, now: Date): Promise<void> {
  for (const { editionId } of await dueSubjectTests(services.db, now)) {
    const figures = await readSubjectFigures(services.db, editionId);
    await settle(services, editionId, system, { ...judge(figures), figures });
  }
}

/**
 * Ends a test by a person's choice: the rest goes out with it at once.
 * @param winner its place, from 0
 * @throws NotFound where nothing is tried; InvalidInput where there is no such subject; Conflict where it is decided, or
 * the send was cancelled
 */
export async function chooseSubject(
  services: Services,
  { editionId, actor, winner }: { editionId: number; actor: Actor; winner: number },
): Promise<Decision> {
  demand(actor, 'editions.send');
  const test = await readSubjectTest(services.db, editionId);
  if (test === null) throw new NotFound(say.triesNone(editionId));
  const { figures } = test;
  if (!figures.some(({ subject }) => subject === winner))
    throw new InvalidInput(say.noSubjectAt(winner + 1, figures.length));
  const decision = { winner, reason: 'chosen', figures } as const;
  if (!(await settle(services, editionId, actor, decision))) throw new Conflict(say.decided(editionId));
  return { ...decision, by: describeActor(actor) };
}

async function settle(
  services: Services,
  editionId: number,
  actor: Actor,
  decided: Omit<Decision, 'by'>,
): Promise<boolean> {
  const decision: Decision = { ...decided, by: describeActor(actor) };
  const isSettled = await services.db.transaction().execute(async (trx) => {
    if (!(await settleSubject(trx, editionId, decision.winner, decision))) return false;
    const subject = await approvedSubject(trx, editionId, decision.winner);
    const change = changeOf({ subject: null }, { subject });
    await recordAudit(trx, actor, 'edition.decide-subject', `edition:${editionId}`, decision, change);
    return true;
  });
  if (isSettled) await hintBatches(services);
  return isSettled;
}

/** The words that the rest gets: of what was approved, whatever is being written over it. */
async function approvedSubject(trx: Db, editionId: number, winner: number): Promise<string> {
  const { approvedRevisionId, subject } = await requireEdition(trx, editionId);
  const revision = approvedRevisionId === null ? undefined : await selectRevision(trx, approvedRevisionId);
  const frozen = revision?.content as FrozenContent | undefined;
  return frozen?.subjectTest?.subjects[winner]?.subject ?? subject;
}
