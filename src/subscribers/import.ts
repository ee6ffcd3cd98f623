import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Options, parse } from 'csv-parse';
import { InvalidInput, messageOf } from '../errors.ts';
import { listNewsletters } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { type Added, addSubscriber } from './add-subscriber.ts';
import { restoreCell } from './csv-cells.ts';

export interface ImportRequest {
  path: string;
  /** Slugs that everybody in the file is subscribed to. */
  newsletters: string[];
  attestation: string;
  onProgress(bytes: number, total: number): void;
}

export interface ImportResult extends Record<Added, number> {
  rows: number;
  /** Rows that could not be taken, with their lines; the first hundred. */
  problems: Array<{ line: number; problem: string }>;
  wrong: number;
}

const maxProblems = 100;
const maxFieldBytes = 10_000;
const addressNames = [
  'address',
  'email',
  'e-mail',
  'email address',
  'e-mail address',
  'mail',
  'email_address',
];
const nameNames = ['name', 'full name', 'first name', 'firstname', 'first_name'];
// What others' exports call somebody who has left or cannot be reached.
const stateNames = ['status', 'state', 'subscribed', 'subscribed_to_emails', 'email_disabled'];
const leftWords =
  /^(unsubscribed|cleaned|bounced|complained|inactive|false|no|0|ended|suppressed|pending|unconfirmed)$/i;

/**
 * Reads a CSV of people who have agreed, row by row, however large. A row that cannot be taken is told and the
 * others go on; a row that says somebody has left is left out; a "no" is never turned into a "yes".
 * @throws InvalidInput where the file cannot be read, has no column of addresses, or a newsletter does not exist
 */
export async function importSubscribers(
  services: Services,
  { path, newsletters, attestation, onProgress }: ImportRequest,
): Promise<ImportResult> {
  if (attestation.trim().length < 10)
    throw new InvalidInput(
      'say with --attest how these people have agreed, such as "sign-up form of our old site, double opt-in"',
    );
  const newsletterIds = await idsOf(services, newsletters);
  const { size } = await stat(path).catch((error: unknown) => {
    throw new InvalidInput(`${path} cannot be read: ${messageOf(error)}`);
  });
  const result: ImportResult = {
    rows: 0,
    added: 0,
    extended: 0,
    unchanged: 0,
    refused: 0,
    wrong: 0,
    problems: [],
  };
  const file = createReadStream(path);
  const options: Options = {
    bom: true,
    columns: (header: string[]) => columnsOf(header),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: maxFieldBytes,
    info: true,
  };
  const parser = file.pipe(parse(options));
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>) {
      result.rows += 1;
      await takeRow(services, record, newsletterIds, attestation, result, info.lines);
      if (result.rows % 200 === 0) onProgress(file.bytesRead, size);
    }
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    throw new InvalidInput(
      `${path} is no CSV from row ${result.rows + 2} on: ${messageOf(error)}; the rows before it were taken`,
      { cause: error },
    );
  } finally {
    file.destroy();
  }
  onProgress(size, size);
  return result;
}

async function idsOf({ db }: Services, slugs: string[]): Promise<number[]> {
  const all = await listNewsletters(db);
  const unknown = slugs.filter((slug) => !all.some((newsletter) => newsletter.slug === slug));
  if (slugs.length === 0 || unknown.length > 0) {
    throw new InvalidInput(
      `--newsletters is ${JSON.stringify(slugs.join(','))}; one or more of ${all.map(({ slug }) => slug).join(', ')} are allowed`,
    );
  }
  return all.filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id);
}

/** Columns by what they mean, whatever an export calls them. */
function columnsOf(header: string[]): Array<string | false> {
  const names = header.map((name) => name.trim().toLowerCase());
  const pick = (wanted: string[]): number => names.findIndex((name) => wanted.includes(name));
  const address = pick(addressNames);
  if (address === -1)
    throw new InvalidInput(
      `the first row has no column of addresses (one of ${addressNames.join(', ')}); it has: ${header.slice(0, 20).join(', ').slice(0, 300)}`,
    );
  const meanings = new Map([
    [address, 'address'],
    [pick(nameNames), 'name'],
    [pick(stateNames), 'state'],
    [names.indexOf('language'), 'language'],
  ]);
  return names.map((_, index) => meanings.get(index) ?? false);
}

async function takeRow(
  services: Services,
  row: Record<string, string>,
  newsletterIds: number[],
  attestation: string,
  result: ImportResult,
  line: number,
): Promise<void> {
  try {
    const state = (row['state'] ?? '').trim();
    if (leftWords.test(state)) {
      result.refused += 1;
      return;
    }
    const addition = {
      address: restoreCell(row['address'] ?? ''),
      name: restoreCell(row['name'] ?? ''),
      language: row['language'] || null,
    };
    result[await addSubscriber(services, { ...addition, newsletterIds, attestation, source: 'import' })] += 1;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    result.wrong += 1;
    if (result.problems.length < maxProblems) result.problems.push({ line, problem: error.message });
  }
}
