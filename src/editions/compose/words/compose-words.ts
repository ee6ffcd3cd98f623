import type { Change } from '../log.ts';
import type { Refusal } from '../plan-parts.ts';

/** What the composer says of changes, in a language of the desk. */
export interface ComposeWords {
  /** Who is none of the staff: `command-line:olena`, `rule:…`, `system:…`. */
  others: (actor: string) => string;
  /** A change, after the name of who made it: `changed the headline of “The port reopens”`. */
  change: (change: Pick<Change, 'operation' | 'act' | 'conflict'>) => string;
  refusal: (refusal: Refusal) => string;
  /** Why it was not: whose change stands in the way, where that is known. */
  blocked: (text: string, by: string | null) => string;
}

/** The names that a language has for fields and kinds of items. */
export interface ComposeNames {
  fields: Record<string, string>;
  kinds: Record<string, string>;
}
