import type { DnsResolver } from '../../delivery/dns/ask.ts';
import type { Services } from '../../services.ts';

/** With what checks ask others; given by tests. */
export interface CheckTools {
  resolver: DnsResolver;
  /** Where SpamAssassin is; null: it is not installed. */
  spamassassin: string | null;
}

/** A kind of look at what is not ours: a file each. */
export interface CheckKind<About extends object, Result extends object> {
  /** By what a result is kept; a hash where it may be long. */
  keyOf(about: About): string;
  /** Looks; what goes wrong with others is a result, and no error. */
  run(services: Services, about: About, tools: CheckTools): Promise<Result>;
  /** How long a result holds before it is looked at again, in milliseconds. */
  holdsMs(result: Result): number;
}

/** Keeps a kind's types together. */
export function defineCheck<About extends object, Result extends object>(
  kind: CheckKind<About, Result>,
): CheckKind<About, Result> {
  return kind;
}
