import { difference, type Share, wilson } from '../../editions/appeals/interval.ts';
import { clicksVary } from '../../editions/subjects/judge.ts';

/** What came of one subject. */
export interface SubjectCount {
  subject: string;
  sent: number;
  /** On the links of its mails, by people as far as that can be told. */
  clicks: number;
}

export interface SubjectComparison {
  subjects: Array<SubjectCount & Share>;
  /** The one that was clicked most beside each of the others: how much more, and whether that can be chance. */
  pairs: Array<{ best: number; other: number; isChance: boolean } & Share>;
}

// Of the normal distribution, both sides together: for one comparison 5 of a hundred may be wrong, for three as many in all.
const zOf: Record<number, number> = { 2: 1.959963984540054, 3: 2.3939797998185104 };

/**
 * Compares subjects by clicks a mail. Who clicks does so about twice, so that half as many are told by as many clicks. A difference counts only where its whole interval lies on one
 * side; with three subjects, each is held to more, so that one that is none is seldom found (Bonferroni). Null for less than
 * two, and where nothing was sent.
 */
export function compareSubjects(counts: SubjectCount[]): SubjectComparison | null {
  if (counts.length < 2 || counts.some(({ sent }) => sent === 0)) return null;
  const z = zOf[Math.min(3, counts.length)];
  const subjects = counts.map((one) => ({
    ...one,
    ...wilson(Math.min(one.clicks, one.sent) / clicksVary, one.sent / clicksVary, z),
  }));
  const best = subjects.reduce(
    (most, one, index) => (one.share > (subjects[most]?.share ?? 0) ? index : most),
    0,
  );
  const pairs = subjects.flatMap((one, other) => {
    const first = subjects[best];
    if (other === best || first === undefined) return [];
    const found = difference(first, one);
    return [{ best, other, isChance: found.low <= 0, ...found }];
  });
  return { subjects, pairs };
}
