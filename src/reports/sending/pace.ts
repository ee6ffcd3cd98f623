import type { Progress } from '../../delivery/progress.ts';

/** How fast a send goes, and how long it still takes. */
export interface Pace {
  /** Mails a second; null where nothing goes out, or too little is known. */
  perSecond: number | null;
  secondsLeft: number | null;
}

interface Sample {
  at: number;
  done: number;
}

const windowMs = 20_000;
const shortestMs = 2_500;

/** What has come to an end in the hands of a relay. */
export function doneOf({ counts }: Progress): number {
  return counts.sent + counts.failed + counts.uncertain;
}

/** What is due and was not handed over yet. */
function dueOf({ counts, later }: Progress): number {
  return Math.max(0, counts.waiting - later);
}

/** The pace of the last seconds, from what one process has seen of a send. */
export class PaceKeeper {
  #samples: Sample[] = [];

  add(progress: Progress): Pace {
    const at = progress.at.getTime();
    this.#samples = [
      ...this.#samples.filter((one) => one.at > at - windowMs),
      { at, done: doneOf(progress) },
    ];
    const first = this.#samples[0] ?? { at, done: 0 };
    const elapsed = at - first.at;
    if (progress.state !== 'sending') {
      this.#samples = [];
      return { perSecond: null, secondsLeft: null };
    }
    if (elapsed < shortestMs) return averagePace(progress);
    return paceOf(progress, (doneOf(progress) - first.done) / (elapsed / 1_000));
  }
}

/** The pace since the launch: what a page knows that has looked once. */
export function averagePace(progress: Progress): Pace {
  const seconds = (progress.at.getTime() - progress.launchedAt.getTime()) / 1_000;
  if (progress.state !== 'sending' || seconds < 1) return { perSecond: null, secondsLeft: null };
  return paceOf(progress, doneOf(progress) / seconds);
}

function paceOf(progress: Progress, perSecond: number): Pace {
  if (perSecond <= 0) return { perSecond: 0, secondsLeft: null };
  return { perSecond, secondsLeft: Math.ceil(dueOf(progress) / perSecond) };
}
