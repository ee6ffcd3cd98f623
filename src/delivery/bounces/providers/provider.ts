import type { IncomingHttpHeaders } from 'node:http';
import type { MailWebhookSettings } from '../../../mail-webhook-settings.ts';
import { AppError } from '../../../errors.ts';
import type { guardedFetch } from '../../../guarded-fetch.ts';
import type { Report } from '../report.ts';

/** What was posted, before anything of it is believed. */
export interface Posted {
  headers: IncomingHttpHeaders;
  /** Byte for byte: signatures are over it. */
  body: Buffer;
}

/** One event of a provider's, in the form that whatever comes back has. */
export interface ProviderEvent {
  /** The provider's own name for it, the same each time that it is posted: it counts once. */
  id: string;
  /** When it happened, as far as the provider tells. */
  at: Date | null;
  report: Report;
  /** What it was read from. */
  raw: string;
}

/** An answer after which a post comes again. */
export interface ComeAgain {
  status: 429;
  retryAfterSeconds: number;
}

/** A provider's door, opened with this newsroom's settings. */
export interface Receiver {
  /** Where the provider gives up at 500: what makes it post again what could not be taken. */
  comeAgain?: ComeAgain;
  /** What the provider posts; anything else is refused before it is read. */
  contentTypes: string[];
  /**
   * Refuses by the headers alone what cannot be authentic, before a body is taken in.
   * @throws NotAuthentic
   */
  admit(headers: IncomingHttpHeaders, now: Date): void;
  /**
   * Gives the events of an authentic post that say something about a recipient; those that do not (delivered,
   * opened) are left out. What is authentic and cannot be read is an event whose report is `unreadable`.
   * @throws NotAuthentic for a forged or stale one
   */
  receive(posted: Posted, now: Date): Promise<ProviderEvent[]>;
}

/** What a provider's door needs of the world around it. */
export interface Surroundings {
  fetch: typeof guardedFetch;
  /** Whether a name stands for this text, as it does for the first that comes with it; for so many seconds. */
  bindOnce(name: string, text: string, seconds: number, now: Date): Promise<boolean>;
}

export interface Provider {
  /** Null where this newsroom has not set it up. */
  open(settings: MailWebhookSettings, surroundings: Surroundings): Receiver | null;
}

/**
 * A post that does not prove that it comes from the provider; 401 where a password would have helped, 406 where it never
 * will and the provider heeds that.
 */
export class NotAuthentic extends AppError {
  constructor(why: string, status: 401 | 403 | 406 = 403) {
    super('not_authentic', status, why);
  }
}

/**
 * How old a signature may be where each event counts once anyway: Mailgun and SendGrid post again what we did not take,
 * for 8 and for 24 hours, and Mailgun with the signature of the first time.
 */
export const postedAgainSeconds = 25 * 3_600;

const aheadSeconds = 300;

/**
 * Refuses what was signed too long ago, or by a clock that is ahead. What is too old stays so; what is ahead may be
 * taken later, where it is our clock that is wrong.
 * @param signedAt in milliseconds since 1970; not a number where none was given
 * @param tooOld the status for what is too old
 * @throws NotAuthentic
 */
export function refuseStale(
  signedAt: number,
  now: Date,
  maxAgeSeconds: number,
  tooOld: 403 | 406 = 403,
): void {
  const age = Math.round((now.getTime() - signedAt) / 1000);
  if (Number.isNaN(age)) throw new NotAuthentic('it does not say when it was signed');
  if (age > maxAgeSeconds)
    throw new NotAuthentic(`it was signed ${age} s ago; ${maxAgeSeconds} s are allowed`, tooOld);
  if (age < -aheadSeconds)
    throw new NotAuthentic(`it was signed ${-age} s in the future; ${aheadSeconds} s are allowed`);
}
