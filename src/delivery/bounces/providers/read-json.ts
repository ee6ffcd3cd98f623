import { createHash } from 'node:crypto';
import { z } from 'zod';
import { messageOf } from '../../../errors.ts';
import type { Reading, Report } from '../report.ts';
import { unreadable } from '../read-report.ts';
import type { ProviderEvent } from './provider.ts';

/** A text that may be missing or of another type: then it is empty. */
export const text = z.union([z.string(), z.number()]).transform(String).catch('');

/** A time in seconds or milliseconds since 1970, or as ISO 8601 writes it; null where it is none. */
export const time = z
  .union([z.string(), z.number()])
  .transform((value) => {
    const number = Number(value);
    const date = new Date(Number.isNaN(number) ? value : number < 1e11 ? number * 1000 : number);
    return Number.isNaN(date.getTime()) ? null : date;
  })
  .catch(null);

/** What of a body is read, or why it cannot be. */
export function parseJson(body: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch (error) {
    return { problem: `it is no JSON: ${messageOf(error)}` };
  }
}

/** An event that is authentic and not understood; told from others by what it says. */
export function unreadableEvent(raw: string, problem: string): ProviderEvent {
  return { id: digestOf(raw), at: null, report: unreadable(problem), raw };
}

/**
 * Reads a body of one event or many, each by itself. One that is not of this shape is kept as not understood.
 * @param lacks what an event that is not of this shape lacks, in words
 */
export function readEach<E>(
  body: string,
  shape: z.ZodType<E>,
  lacks: string,
  read: (event: E, raw: string) => ProviderEvent | null,
): ProviderEvent[] {
  const parsed = parseJson(body);
  if ('problem' in parsed) return [unreadableEvent(body, parsed.problem)];
  return [parsed.value].flat().flatMap((value: unknown) => {
    const raw = JSON.stringify(value);
    const found = shape.safeParse(value);
    return found.success ? (read(found.data, raw) ?? []) : [unreadableEvent(raw, lacks)];
  });
}

/** What stands for an event that the provider gives no id. */
export function digestOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** A report with what only some have left empty; one that names nobody is not understood. */
export function reportOf(reading: Reading, original: Partial<Report['original']> = {}): Report {
  const whole = { messageId: '', returnPath: '', unsubscribe: '', ...original };
  if (reading.recipients.some(({ address }) => address.trim() === ''))
    return { ...unreadable(`it names no recipient of its ${reading.kind}`), original: whole };
  return { feedback: null, reason: null, ...reading, original: whole };
}
