import type { Actor } from '../../access/actor.ts';
import type { Db } from '../../db.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { editEdition } from '../edit.ts';
import type { Edition } from '../edition.ts';
import { type Subject, subjectLimits, type SubjectTest, subjectsOf } from './subject-test.ts';
import { say } from '../say.ts';
import { joined, type Sentence } from '../../sentence.ts';

export interface SubjectsChange {
  /** Every subject, the first one too; one alone ends the test. A preheader that is empty is the first one's. */
  subjects: Subject[];
  /** Of a hundred readers. */
  share: number;
  waitMinutes: number;
  /** The edition's `updatedAt` as it was seen: what somebody else has changed since is not written over. */
  asOf?: Date;
}

const longest = 200;

/**
 * Says which subjects of an edition are tried, on how many of its readers and for how long. One that was approved needs
 * approval again.
 * @throws InvalidInput naming what is wrong; Conflict where it was changed since it was looked at, or goes out with
 * another number of subjects; what `editEdition` throws
 */
export async function setSubjects(
  db: Db,
  actor: Actor,
  editionId: number,
  { subjects, share, waitMinutes, asOf }: SubjectsChange,
): Promise<Edition> {
  const [first, ...rest] = subjects.map(cleaned);
  refuseWrong([...(first ? [first] : []), ...rest], share, waitMinutes);
  const { subject, preheader } = first ?? { subject: '', preheader: '' };
  const others = rest.map((one) => (one.preheader === preheader ? { ...one, preheader: '' } : one));
  const test = others.length === 0 ? null : { others, share, waitMinutes };
  const editSubjects = (edition: Edition): SubjectTest | null => {
    if (asOf !== undefined && edition.updatedAt.getTime() !== asOf.getTime())
      throw new Conflict(say.changedSince(editionId));
    if (edition.state === 'launched') refuseOtherTest(edition, test);
    return test;
  };
  return editEdition(db, actor, editionId, { subject, preheader, editSubjects });
}

function cleaned({ subject, preheader }: Subject): Subject {
  for (const [name, text] of [
    ['subject', subject],
    ['preheader', preheader],
  ] as const)
    if (text.length > longest) throw new InvalidInput(say.tooLong(name, text.length, longest));
  return { subject: cleanLine(subject, longest), preheader: cleanLine(preheader, longest) };
}

function refuseWrong(subjects: Subject[], share: number, waitMinutes: number): void {
  const { subjects: most, shares, minutes } = subjectLimits;
  const faults: Sentence[] = [];
  if (subjects.length === 0 || subjects.length > most) faults.push(say.subjectCount(most, subjects.length));
  if (subjects.length > 1 && subjects.some(({ subject }) => subject === '')) faults.push(say.subjectEmpty);
  if (areEqual(subjects)) faults.push(say.subjectsEqual);
  if (!(shares as readonly number[]).includes(share)) faults.push(say.noShare(share, shares));
  const [shortest, longestWait] = [Math.min(...minutes), Math.max(...minutes)];
  if (!Number.isInteger(waitMinutes) || waitMinutes < shortest || waitMinutes > longestWait)
    faults.push(say.noWait(waitMinutes, shortest, longestWait));
  if (faults.length > 0) throw new InvalidInput(joined(faults));
}

/** Whether two subjects would be the same to a reader. */
export function areEqual(subjects: Subject[]): boolean {
  const seen = subjects.map(({ subject }) => subject.trim().toLocaleLowerCase());
  return new Set(seen).size < seen.length;
}

/** What is going out may have its words corrected; on whom they are tried is decided. */
function refuseOtherTest(edition: Edition, test: SubjectTest | null): void {
  const { subjectTest: before } = edition;
  const isSame =
    before?.others.length === test?.others.length &&
    before?.share === test?.share &&
    before?.waitMinutes === test?.waitMinutes;
  if (isSame) return;
  const count = subjectsOf(edition).length;
  throw new Conflict(say.goingOutWith(edition.id, count));
}
