import type { ReplyClues } from '../../classify.ts';

/** A report without fields for programs. */
export interface TextReport {
  /** The report's own words, without what it returns. */
  text: string;
  subject: string;
  headers: Map<string, string>;
  /** In lower case: who wrote the report and to whom. */
  own: ReadonlySet<string>;
}

/** What a report says of one address. */
export interface Finding extends Pick<ReplyClues, 'about'> {
  address: string;
  said: string;
}

/** Reads the reports of one kind of mail system. */
export interface TextReader {
  recognises(report: TextReport): boolean;
  read(report: TextReport): Finding[];
}
