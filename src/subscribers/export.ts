import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { InvalidInput, messageOf } from '../errors.ts';
import { type ExportChoice, exportColumns, exportRows, readChoice } from './export-rows.ts';
import type { KeptElsewhere } from './kept-elsewhere.ts';

/**
 * Writes everybody to a new CSV file, with the newsletters they get and those they have left, and what other domains
 * keep of them. Where it fails, nothing of the file stays.
 * @throws Forbidden, SignInAgain; InvalidInput where the file exists or cannot be written
 */
export async function exportSubscribers(
  db: Db,
  actor: Actor,
  path: string,
  elsewhere: KeptElsewhere[] = [],
  now: Date = new Date(),
): Promise<number> {
  demand(actor, 'subscribers.export');
  const file = await create(path);
  const choice = { newsletterId: null, columns: exportColumns(elsewhere) };
  try {
    return await write(db, actor, choice, elsewhere, () => file.createWriteStream(), now);
  } catch (error) {
    // Open still where it broke off before the first row.
    await file.close();
    await rm(path, { force: true });
    throw isOfFile(error) ? unwritable(path, error) : error;
  }
}

/**
 * The same of what was chosen, to whoever reads the stream, row by row: nobody's memory holds it whole. Where the reader
 * goes away it ends, and the log has how many had left.
 * @throws Forbidden, SignInAgain; InvalidInput where no column was chosen: then nothing was written
 */
export async function streamExport(
  db: Db,
  actor: Actor,
  choice: ExportChoice,
  elsewhere: KeptElsewhere[],
  out: () => Writable,
  now: Date = new Date(),
): Promise<number> {
  demand(actor, 'subscribers.export');
  const { newsletterId, columns } = readChoice(choice, elsewhere);
  return write(db, actor, { newsletterId, columns }, elsewhere, out, now);
}

/** What begins is in the log before the first row leaves: also of an export that is cut off something is known. */
async function write(
  db: Db,
  actor: Actor,
  choice: ExportChoice,
  elsewhere: KeptElsewhere[],
  out: () => Writable,
  now: Date,
): Promise<number> {
  await recordAudit(db, actor, 'subscriber.export', 'subscribers', choice);
  const count = { people: 0 };
  let isWhole = false;
  try {
    const csv = stringify({ header: true, columns: choice.columns });
    await pipeline(exportRows(db, choice, elsewhere, now, count), csv, out());
    isWhole = true;
  } finally {
    const detail = { count: count.people, whole: isWhole };
    await recordAudit(db, actor, 'subscriber.exported', 'subscribers', detail);
  }
  return count.people;
}

/** Readable by its owner only. */
async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    throw isOfFile(error) && error.code === 'EEXIST'
      ? new InvalidInput(`${path} exists; it is not overwritten, so name a new file`, { cause: error })
      : unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): InvalidInput {
  return new InvalidInput(`${path} cannot be written: ${messageOf(error)}; nothing of it was left`, {
    cause: error,
  });
}

function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && /^(open|write|close)$/.test(String(error.syscall));
}
