import { createHash } from 'node:crypto';
import { ApiError } from './api-error.ts';

/** What was answered to a call. */
export interface Answer {
  status: number;
  body: string;
}

const keptSeconds = 86_400;

/** Answers of the last day by their idempotency keys: the same call gets the same answer. */
export class Idempotency {
  readonly #kept = new Map<string, { print: string; at: number; answer: Answer }>();

  /** The answer of before. @throws ApiError where the key came with something else. */
  find(key: string, call: string, now: number): Answer | null {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.at + keptSeconds < now) return null;
    if (kept.print === print(call)) return kept.answer;
    throw new ApiError(
      400,
      'idempotency_error',
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    );
  }

  keep(key: string, call: string, now: number, answer: Answer): void {
    this.#kept.set(key, { print: print(call), at: now, answer });
  }
}

function print(call: string): string {
  return createHash('sha256').update(call).digest('base64');
}
