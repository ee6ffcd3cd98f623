import type { Db } from '../../db.ts';
import { readClickRate } from '../../delivery/subject-tests.ts';
import { countAudience } from '../queries/audience.ts';
import { clicksVary, fewestClicks } from './judge.ts';
import { subjectLimits } from './subject-test.ts';

/** What a test with a share of the readers can tell. */
export interface ShareEstimate {
  share: number;
  /** Readers of each subject. */
  group: number;
  /** By which part more a subject must be clicked to be told from the first, four times of five; null where none is told. */
  smallestLead: number | null;
}

export interface Estimate {
  readers: number;
  /** Clicks by each reader who gets a mail. */
  rate: number;
  /** Nothing was counted yet: the rate is what is usual. */
  isAssumed: boolean;
}

const usualRate = 0.15;
// Twenty for one against chance (as in judge.ts), and four of five that are there are seen.
const reach = 1.6448536269514722 + 0.8416212335729143;
// A subject that is clicked twice as often is a rare one; what needs more tells nothing.
const largestLead = 1;

/** How many readers a newsletter has, and how often they click. */
export async function estimateReaders(db: Db, newsletterId: number): Promise<Estimate> {
  const [readers, rate] = await Promise.all([
    countAudience(db, newsletterId),
    readClickRate(db, newsletterId),
  ]);
  return rate === null || rate === 0
    ? { readers, rate: usualRate, isAssumed: true }
    : { readers, rate, isAssumed: false };
}

/** What each share would tell with so many subjects. */
export function estimateShares({ readers, rate }: Estimate, subjects: number): ShareEstimate[] {
  return subjectLimits.shares.map((share) => {
    const group = Math.floor((readers * share) / 100 / subjects);
    const lead = reach * Math.sqrt((2 * clicksVary) / (group * rate));
    const isTold = group * rate * subjects >= fewestClicks && lead <= largestLead;
    return { share, group, smallestLead: isTold ? lead : null };
  });
}
