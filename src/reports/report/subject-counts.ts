import type { Db } from '../../db.ts';
import type { Share } from '../../delivery/shares.ts';
import type { Decision } from '../../editions/subjects/decide.ts';
import { selectSubjectClicks, selectSubjectDecision } from '../queries/report.ts';
import type { SubjectCount } from './compare-subjects.ts';

/**
 * What came of each subject that was tried: by the figures that it was decided by, since the rest of the readers got the
 * winner at another hour; as long as nothing is decided, as it stands now.
 */
export async function subjectCounts(
  db: Db,
  editionId: number,
  subjects: string[],
  shares: Share[],
): Promise<SubjectCount[]> {
  if (subjects.length < 2) return [];
  const decision = (await selectSubjectDecision(db, editionId)) as Decision | null;
  if (decision !== null)
    return decision.figures.map(({ subject, sent, clicks }) => ({
      subject: subjects[subject] ?? '',
      sent,
      clicks,
    }));
  const clicks = await selectSubjectClicks(db, editionId);
  return subjects.map((subject, variant) => ({
    subject,
    sent: shares
      .filter(({ state, subjectVariant }) => state === 'sent' && subjectVariant === variant)
      .reduce((sum, { count }) => sum + count, 0),
    clicks: clicks.find((one) => one.subject === variant)?.clicks ?? 0,
  }));
}
