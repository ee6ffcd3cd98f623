/** A thing that a destination says of too much mail, or of who hands it over, and what is done then. */
export interface CoolingRule {
  /** In the table and in `destinations list`, for good. */
  name: string;
  /** Tried on the whole reply, its lines put into one. */
  pattern: RegExp;
  /** It must be said so often within so many minutes. */
  times: number;
  withinMinutes: number;
  /** How long the destination is left alone, or gets no more than so many messages a minute. */
  minutes: number;
  perMinute?: number;
  /** A person must look: it will not pass by itself. */
  alert?: boolean;
  why: string;
}

/** Who receives the mail of a group of domains: what they limit, they limit together. */
export interface Provider {
  name: string;
  domains: readonly string[];
  /** What shows that a reply is theirs: where they also receive for domains that are not listed here. */
  named: RegExp;
  rules: readonly CoolingRule[];
}

/** Domains between spaces. */
export function domainList(text: string): string[] {
  return text.trim().split(/\s+/);
}
