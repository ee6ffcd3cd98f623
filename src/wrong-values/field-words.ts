import type { z } from 'zod';

/** What a language has besides the sentences: English shows fields by their names, and what zod says of them. */
export interface FieldWords {
  /** Fields by their names, as the forms of the desk call them. */
  names: Record<string, string>;
  /** What zod finds by itself, where a schema has no words of its own. */
  faultOf(issue: z.core.$ZodIssue): string;
}
