/** What the steps of a series are timed by. */
export interface Timed {
  beganAt: Date;
  graceUntil: Date;
  /** The last one that was taken; 0: none. */
  step: number;
}

interface Step {
  step: number;
  at: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// Who was reached late, after an outage, is left alone for the rest of a day.
const restMs = 20 * hourMs;

/** At once, on day 3, on day 7, and a day before the grace time is over; those that would come after that are none. */
function stepsOf({ beganAt, graceUntil }: Timed): Step[] {
  const last = graceUntil.getTime() - dayMs;
  const early = [0, 3, 7].map((days, index) => ({
    step: index + 1,
    at: new Date(beganAt.getTime() + days * dayMs),
  }));
  return [...early.filter(({ at }) => at.getTime() < last), { step: 4, at: new Date(last) }];
}

/**
 * The step that is due: of several that an outage has left behind, the latest alone. And when the next one is;
 * null: that was the last.
 */
export function nextOf(dunning: Timed, now: Date): { due: number | null; nextAt: Date | null } {
  const open = stepsOf(dunning).filter(({ step }) => step > dunning.step);
  const due = open.findLast(({ at }) => at <= now) ?? null;
  const after = due === null ? now.getTime() : now.getTime() + restMs;
  const next = open.find(({ step, at }) => step > (due?.step ?? dunning.step) && at.getTime() >= after);
  return { due: due?.step ?? null, nextAt: next?.at ?? null };
}
