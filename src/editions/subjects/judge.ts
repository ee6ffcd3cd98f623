import type { SubjectFigures } from '../../delivery/subject-tests.ts';

/** Why a subject goes to the rest. */
export type Reason = 'clear' | 'first-is-best' | 'not-clear' | 'few-clicks' | 'nobody-tested';

export interface Judgement {
  /** Its place. */
  winner: number;
  reason: Reason;
}

/** Of all subjects together; below it chance decides alone. */
export const fewestClicks = 20;
// Of the normal distribution: so far ahead by chance alone it is once in twenty.
const z = 1.6448536269514722;
/** How much more clicks vary than readers do: who clicks at all clicks about twice. */
export const clicksVary = 2;

/**
 * Which subject goes to the rest. Another one takes the place of the first only where it was clicked clearly more often
 * than the first, by each reader who got it; where the clicks do not tell, the first one goes, as was said beforehand.
 * Clicks are counts, compared as those of two rates (Poisson, with the pooled rate), and one reader's are not independent.
 */
export function judge(figures: SubjectFigures[]): Judgement {
  const [first] = figures;
  if (first === undefined || figures.some(({ sent }) => sent === 0))
    return { winner: 0, reason: 'nobody-tested' };
  const clicks = figures.reduce((sum, one) => sum + one.clicks, 0);
  if (clicks < fewestClicks) return { winner: 0, reason: 'few-clicks' };
  const best = figures.reduce((ahead, one) => (rateOf(one) > rateOf(ahead) ? one : ahead), first);
  if (best === first) return { winner: 0, reason: 'first-is-best' };
  return lead(first, best) >= z
    ? { winner: best.subject, reason: 'clear' }
    : { winner: 0, reason: 'not-clear' };
}

function rateOf({ clicks, sent }: SubjectFigures): number {
  return clicks / sent;
}

/** How far ahead of the first another is, in standard deviations of chance. */
function lead(first: SubjectFigures, other: SubjectFigures): number {
  const pooled = (first.clicks + other.clicks) / (first.sent + other.sent);
  const deviation = Math.sqrt(clicksVary * pooled * (1 / first.sent + 1 / other.sent));
  return (rateOf(other) - rateOf(first)) / deviation;
}
