import { stat } from 'node:fs/promises';
import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { InvalidInput, messageOf } from '../errors.ts';
import { listNewsletters } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import type { Added } from './add-subscriber.ts';
import { wordingVersion } from './consent.ts';
import { readCsv } from './import-file.ts';
import { type Reading, stageRows } from './import-rows.ts';
import { mergeStaged, onConnection, stage } from './queries/import.ts';

export interface ImportRequest {
  /** Who vouches that these people have agreed. */
  actor: Actor;
  path: string;
  /** Slugs that everybody in the file is subscribed to. */
  newsletters: string[];
  /** How they know. */
  attestation: string;
  onProgress(bytes: number, total: number): void;
}

export interface ImportResult extends Record<Added, number> {
  rows: number;
  /** Rows that could not be taken. */
  wrong: number;
  /** What is wrong with rows, by line; the first hundred. */
  problems: Reading['problems'];
}

/**
 * Reads a CSV of people who have agreed, however large: it streams into a staging table that is then merged in
 * SQL, all in one transaction, so that of a file that breaks off nothing is taken. A row that cannot be taken is
 * told and the others go on; one that says somebody has left is left out; a "no" is never turned into a "yes".
 * @throws InvalidInput where the file cannot be read, has no column of addresses, or a newsletter does not exist
 */
export async function importSubscribers(
  services: Services,
  { path, newsletters, attestation, onProgress, actor }: ImportRequest,
  now: Date = new Date(),
): Promise<ImportResult> {
  demand(actor, 'subscribers.change');
  if (attestation.trim().length < 10)
    throw new InvalidInput(
      'say with --attest how these people have agreed, such as "sign-up form of our old site, double opt-in"',
    );
  const ids = await idsOf(services, newsletters);
  const size = await sizeOf(path);
  const reading: Reading = { rows: 0, refused: 0, wrong: 0, problems: [] };
  const { suppressionKey } = services.config;
  const merged = await onConnection(services, async (trx, client) => {
    const rows = readCsv(path, (bytes) => onProgress(bytes, size));
    await stage(client, stageRows(rows, { reading, ids, suppressionKey }));
    const evidence = { attestedBy: describeActor(actor) };
    const proof = { wording: attestation, wordingVersion, evidence, at: now };
    const counts = await mergeStaged(trx, [...ids.values()], proof);
    await recordAudit(trx, actor, 'subscriber.import', 'subscribers', { newsletters, ...counts });
    return counts;
  });
  onProgress(size, size);
  const { added, extended, unchanged, refused } = merged;
  const { rows, wrong, problems } = reading;
  return { rows, added, extended, unchanged, refused: refused + reading.refused, wrong, problems };
}

/** The ids of newsletters by their slugs. */
async function idsOf({ db }: Services, slugs: string[]): Promise<Map<string, number>> {
  const all = await listNewsletters(db);
  const unknown = slugs.filter((slug) => !all.some((newsletter) => newsletter.slug === slug));
  if (slugs.length === 0 || unknown.length > 0) {
    throw new InvalidInput(
      `--newsletters is ${JSON.stringify(slugs.join(','))}; one or more of ${all.map(({ slug }) => slug).join(', ')} are allowed`,
    );
  }
  return new Map(all.filter(({ slug }) => slugs.includes(slug)).map(({ slug, id }) => [slug, id]));
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new InvalidInput(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
