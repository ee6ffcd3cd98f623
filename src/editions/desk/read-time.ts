import { InvalidInput } from '../../errors.ts';
import type { DeskEditionWords } from './words/desk-edition-words.ts';

const soonMs = 60_000;

/**
 * When an edition is to go out, as a form says it: in a minute, which leaves time to hold it; at a time by the clock of
 * the newsletter; or, undefined, when somebody says so.
 * @throws InvalidInput
 */
export function readWhen(
  { when, at }: { when: string; at: string },
  timeZone: string,
  words: DeskEditionWords,
  now: Date,
): Date | undefined {
  if (when === 'soon') return new Date(now.getTime() + soonMs);
  if (when !== 'at') return undefined;
  const sendAt = readLocal(at, timeZone);
  if (sendAt === null) throw new InvalidInput(words.approving.badTime);
  if (sendAt <= now) throw new InvalidInput(words.approving.past);
  return sendAt;
}

function readLocal(text: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    const local = Temporal.PlainDateTime.from(text);
    return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return null;
  }
}

/** The next full hour of a zone, as a form takes it. */
export function nextHour(now: Date, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .add({ hours: 1 })
    .round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return local.toPlainDateTime().toString().slice(0, 16);
}
