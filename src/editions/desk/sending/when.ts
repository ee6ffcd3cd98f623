import { InvalidInput } from '../../../errors.ts';
import type { SendingWords } from './words/sending-words.ts';

/** When an edition is to go out, as a form says it. */
export interface WhenFields {
  /** `now`, `slot` (its newsletter's time), `at` (a time by a clock), `exact` (an instant), or else once somebody says so. */
  when: string;
  /** A wall-clock time such as 2026-11-28T07:30. */
  at: string;
  /** Whose clock that is; none: the newsletter's. */
  zone: string;
  /** An instant in ISO 8601. */
  exact: string;
}

/** An instant that a wall-clock time may mean, on a day when clocks are changed. */
export interface Meaning {
  at: Date;
  timeZone: string;
}

export type When =
  | { kind: 'now'; at: Date }
  | { kind: 'at'; at: Date }
  /** The time that its newsletter's rhythm gives it. */
  | { kind: 'slot' }
  | { kind: 'only' }
  /** The clock shows it twice, or never: somebody has to say which is meant. */
  | { kind: 'unclear'; isTwice: boolean; meanings: Meaning[] };

/** @throws InvalidInput for what is no time, no zone, or past */
export function readWhen(
  { when, at, zone, exact }: WhenFields,
  { timeZone, graceSeconds }: { timeZone: string; graceSeconds: number },
  words: SendingWords,
  now: Date,
): When {
  if (when === 'now') return { kind: 'now', at: new Date(now.getTime() + graceSeconds * 1_000) };
  if (when === 'slot') return { kind: 'slot' };
  if (when === 'exact') return { kind: 'at', at: toCome(readInstant(exact), words, now) };
  if (when !== 'at') return { kind: 'only' };
  const read = readLocal(at, zone === '' ? timeZone : zone);
  if (read === null) throw new InvalidInput(words.badTime);
  if (read.kind === 'at') return { kind: 'at', at: toCome(read.at, words, now) };
  for (const meaning of read.meanings) toCome(meaning.at, words, now);
  return read;
}

function toCome(at: Date | null, words: SendingWords, now: Date): Date {
  if (at === null) throw new InvalidInput(words.badTime);
  if (at <= now) throw new InvalidInput(words.past);
  return at;
}

function readInstant(text: string): Date | null {
  const at = new Date(text);
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) && !Number.isNaN(at.getTime()) ? at : null;
}

function readLocal(text: string, timeZone: string): Extract<When, { kind: 'at' | 'unclear' }> | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    const local = Temporal.PlainDateTime.from(text);
    const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
      local.toZonedDateTime(timeZone, { disambiguation }),
    );
    if (earlier === undefined || later === undefined) return null;
    if (earlier.equals(later)) return { kind: 'at', at: dateOf(earlier) };
    const meanings = [earlier, later].map((one) => ({ at: dateOf(one), timeZone }));
    return { kind: 'unclear', isTwice: earlier.toPlainDateTime().equals(local), meanings };
  } catch {
    return null;
  }
}

function dateOf({ epochMilliseconds }: Temporal.ZonedDateTime): Date {
  return new Date(epochMilliseconds);
}

/** The next full hour of a zone, as a form takes it. */
export function nextHour(now: Date, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .add({ hours: 1 })
    .round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return local.toPlainDateTime().toString().slice(0, 16);
}
