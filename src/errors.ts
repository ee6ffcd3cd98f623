import { inEnglish, type Sentence } from './sentence.ts';

/**
 * The one base class of errors whose message may be shown to a person. `code` is stable and for programs,
 * `status` is the HTTP status that goes with it. The message names what was wrong, the value seen and what is
 * allowed. It is English; made of a sentence, a page can say it in its own language.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly #said: string | Sentence;

  constructor(code: string, status: number, said: string | Sentence, options?: ErrorOptions) {
    super(inEnglish(said), options);
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.#said = said;
  }

  /** For a page in a language; the English message where there is no other. */
  sayIn(language: string): string {
    return typeof this.#said === 'string' ? this.message : this.#said(language);
  }
}

/** Input that cannot be accepted as it is (HTTP 400, command line exit 1). */
export class InvalidInput extends AppError {
  constructor(said: string | Sentence, options?: ErrorOptions) {
    super('invalid_input', 400, said, options);
  }
}

/** Something named by the caller does not exist (HTTP 404). */
export class NotFound extends AppError {
  constructor(said: string | Sentence) {
    super('not_found', 404, said);
  }
}

/** The request is well formed, but the present state does not allow it (HTTP 409). */
export class Conflict extends AppError {
  constructor(said: string | Sentence) {
    super('conflict', 409, said);
  }
}

/** The code that the system or the database gave an error, such as `ENOENT` or `57P03`; '' where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What was thrown, as another sentence can take it up. */
export function saidOf(error: unknown): Sentence {
  return error instanceof AppError ? (language) => error.sayIn(language) : () => messageOf(error);
}

/** A message for a person about any thrown value, in English; never empty. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
