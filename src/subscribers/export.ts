import { type FileHandle, open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { InvalidInput, messageOf } from '../errors.ts';
import { protectCell } from './csv-cells.ts';
import type { KeptElsewhere } from './kept-elsewhere.ts';
import { selectPage } from './queries/people.ts';

const pageSize = 1_000;
const columns = ['address', 'name', 'language', 'time_zone', 'created_at', 'confirmed', 'ended'];

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
  const count = { people: 0 };
  try {
    const more = elsewhere.flatMap(({ exported }) => exported.columns);
    const csv = stringify({ header: true, columns: [...columns, ...more] });
    await pipeline(writeRows(db, elsewhere, now, count), csv, file.createWriteStream());
  } catch (error) {
    await rm(path, { force: true });
    throw isOfFile(error) ? unwritable(path, error) : error;
  }
  await recordAudit(db, actor, 'subscriber.export', 'subscribers', { count: count.people });
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

async function* writeRows(
  db: Db,
  elsewhere: KeptElsewhere[],
  now: Date,
  count: { people: number },
): AsyncGenerator<string[]> {
  for (let afterId = 0; ; ) {
    const page = await selectPage(db, afterId, pageSize);
    const ids = page.map(({ id }) => id);
    const kept: Array<(id: number) => string[]> = [];
    for (const { exported } of elsewhere) {
      const cells = await exported.cellsOf(db, ids, now);
      kept.push((id) => cells.get(id) ?? exported.columns.map(() => ''));
    }
    for (const { id, address, name, language, timeZone, createdAt, subscriptions } of page) {
      const slugsIn = (state: string): string =>
        subscriptions
          .filter((one) => one.state === state)
          .map(({ slug }) => slug)
          .join(' ');
      const texts = [address, name, language ?? '', timeZone ?? ''];
      const rest = [createdAt.toISOString(), slugsIn('confirmed'), slugsIn('ended')];
      yield [...texts, ...rest, ...kept.flatMap((cellsOf) => cellsOf(id))].map(protectCell);
      count.people += 1;
    }
    afterId = page.at(-1)?.id ?? afterId;
    if (page.length < pageSize) return;
  }
}
