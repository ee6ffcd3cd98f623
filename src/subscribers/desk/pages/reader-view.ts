import type { Newsletter } from '../../../publication/newsletters.ts';
import type { Reader } from '../../read-reader.ts';
import type { ReaderAct } from '../words/reader-words.ts';

/** What the page of one reader shows. */
export interface ReaderView {
  reader: Reader;
  newsletters: Newsletter[];
  /** An actor as people know them. */
  nameOf: (actor: string) => string;
  timeZone: string;
  mayChange: boolean;
  mayExport: boolean;
  did: ReaderAct | null;
  problem: string | null;
}

/** A newsletter by its name, also one that is archived. */
export function nameOfNewsletter({ newsletters }: ReaderView, id: number | null, all: string): string {
  if (id === null) return all;
  return newsletters.find((one) => one.id === id)?.name ?? String(id);
}
