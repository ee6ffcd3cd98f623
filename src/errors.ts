/**
 * The one base class of errors whose message may be shown to a person. `code` is stable and for programs,
 * `status` is the HTTP status that goes with it. The message names what was wrong, the value seen and what is
 * allowed.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.status = status;
  }
}

/** Input that cannot be accepted as it is (HTTP 400, command line exit 1). */
export class InvalidInput extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid_input', 400, message, options);
  }
}

/** Something named by the caller does not exist (HTTP 404). */
export class NotFound extends AppError {
  constructor(message: string) {
    super('not_found', 404, message);
  }
}

/** The request is well formed, but the present state does not allow it (HTTP 409). */
export class Conflict extends AppError {
  constructor(message: string) {
    super('conflict', 409, message);
  }
}

/** The code that the system or the database gave an error, such as `ENOENT` or `57P03`; '' where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** A message for a person about any thrown value; never empty. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
