import type { Db } from '../db.ts';
import {
  insertDecision,
  noteTested,
  selectClickRate,
  selectDecision,
  selectOpenTests,
  selectSubjectFigures,
  selectTest,
  type SendTest,
  setWinner,
  type SubjectFigures,
  wakeBatches,
} from './queries/subject-tests.ts';

export type { SendTest, SubjectFigures };

/** A test of a send, with what came of each subject so far. */
export interface ReadTest extends SendTest {
  figures: SubjectFigures[];
  decision: { at: Date; data: unknown } | null;
}

/**
 * Tests that are due to be decided: so long after all of the tested were handed over, or at their latest moment whatever
 * has held them up. Notes of each when the wait begins. A test that is paused waits.
 */
export async function dueSubjectTests(db: Db, now: Date): Promise<SendTest[]> {
  const due: SendTest[] = [];
  for (const test of await selectOpenTests(db)) {
    const testedAt = test.testedAt ?? (await noteTested(db, test.editionId));
    if (decideAt({ ...test, testedAt }) <= now) due.push({ ...test, testedAt });
  }
  return due;
}

/** When a test is decided, as far as is known. */
export function decideAt({ testedAt, waitMinutes, latestAt }: Omit<SendTest, 'editionId'>): Date {
  if (testedAt === null) return latestAt;
  return new Date(Math.min(testedAt.getTime() + waitMinutes * 60_000, latestAt.getTime()));
}

/** What came of each subject of a send so far: its rows are read through once, so ask it for one edition at a time. */
export function readSubjectFigures(db: Db, editionId: number): Promise<SubjectFigures[]> {
  return selectSubjectFigures(db, editionId);
}

/** A send's test; null where it tries nothing. */
export async function readSubjectTest(db: Db, editionId: number): Promise<ReadTest | null> {
  const test = await selectTest(db, editionId);
  if (test === undefined) return null;
  const decision = (await selectDecision(db, editionId)) ?? null;
  return { ...test, figures: await selectSubjectFigures(db, editionId), decision };
}

/**
 * Gives the rest of a send its subject, in the caller's transaction, with what is to be kept of why. One row is written
 * for all of the readers. Call `hintBatches` once it is committed.
 * @returns false where there is a winner already, or the send was cancelled
 */
export async function settleSubject(
  trx: Db,
  editionId: number,
  winner: number,
  decision: object,
): Promise<boolean> {
  if (!(await setWinner(trx, editionId, winner))) return false;
  await wakeBatches(trx, editionId);
  await insertDecision(trx, editionId, decision);
  return true;
}

/** How often a mail of a newsletter was clicked lately, by each reader who got it; null where nothing was counted. */
export function readClickRate(db: Db, newsletterId: number): Promise<number | null> {
  return selectClickRate(db, newsletterId);
}
