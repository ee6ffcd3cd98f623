import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { gmail } from './gmail.ts';
import { googleGroups } from './google-groups.ts';
import { imail } from './imail.ts';
import { notes } from './notes.ts';
import { plain } from './plain.ts';
import { postfix } from './postfix.ts';
import { qmail } from './qmail.ts';
import type { TextReader } from './reader.ts';
import { sendmail } from './sendmail.ts';

/** Who writes reports that need a reader of their own; the first that recognises a report reads it. */
export const textReaders: Record<string, TextReader> = {
  googleGroups,
  qmail,
  exim,
  postfix,
  sendmail,
  gmail,
  exchange,
  notes,
  imail,
  plain,
};
