import { hashAddress } from '../address-hash.ts';
import { InvalidInput } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import { parseAddress } from './address.ts';
import { restoreCell } from './csv-cells.ts';
import { type Columns, hasLeft, maxColumns, readColumns } from './import-columns.ts';
import type { CsvRow } from './import-file.ts';
import { formatStaged } from './queries/import.ts';
import { readLanguage } from './read-values.ts';

/** What became of the rows that are not staged, and what is wrong with any. */
export interface Reading {
  rows: number;
  /** Rows that say themselves that the person has left. */
  refused: number;
  wrong: number;
  /** By line; the first hundred. */
  problems: Array<{ line: number; problem: string }>;
}

export interface Staging {
  reading: Reading;
  suppressionKey: Buffer;
  /** Of the newsletters that are imported to, by slug. */
  ids: Map<string, number>;
}

const maxProblems = 100;
const chunkLength = 65_536;
// What a decoder writes where bytes are no UTF-8.
const undecodable = '\uFFFD';

/**
 * Turns the rows of a file into what is copied into the staging table, in chunks of some hundred rows.
 * @throws InvalidInput where the first row has no column of addresses
 */
export async function* stageRows(rows: AsyncIterable<CsvRow>, staging: Staging): AsyncGenerator<string> {
  let columns: Columns | null = null;
  let chunk = '';
  for await (const { record, info } of rows) {
    if (columns === null) {
      columns = readColumns(record);
      continue;
    }
    chunk += stageRow(columns, record, info.lines, staging);
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (columns === null) throw new InvalidInput('the file is empty; its first row must name the columns');
  if (chunk !== '') yield chunk;
}

/** One row as it is copied; nothing where it is not to be taken, which is counted. */
function stageRow(columns: Columns, row: string[], line: number, staging: Staging): string {
  const { reading } = staging;
  reading.rows += 1;
  if (hasLeft(columns, row)) {
    reading.refused += 1;
    return '';
  }
  try {
    return formatStaged(readPerson(columns, row, line, staging));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    reading.wrong += 1;
    tell(reading, line, error.message);
    return '';
  }
}

function readPerson(
  columns: Columns,
  row: string[],
  line: number,
  { reading, suppressionKey, ids }: Staging,
) {
  if (row.length > maxColumns)
    throw new InvalidInput(`the row has ${row.length} columns; ${maxColumns} are allowed`);
  const cell = (index: number): string => restoreCell(row[index] ?? '');
  const { address, key, disposable } = parseAddress(cell(columns.address));
  if (address.includes(undecodable)) throw new InvalidInput(`${JSON.stringify(address)} is not in UTF-8`);
  return {
    line,
    address,
    addressKey: key,
    addressHash: hashAddress(suppressionKey, key),
    name: nameOf(cell(columns.name), line, reading),
    language: languageOf(cell(columns.language), line, reading),
    disposable,
    endedIds: (row[columns.ended] ?? '').split(' ').flatMap((slug) => ids.get(slug) ?? []),
  };
}

/** A name in another encoding is nobody's; it is left out and told, and the person is taken all the same. */
function nameOf(text: string, line: number, reading: Reading): string {
  const name = cleanLine(text, 100);
  if (!name.includes(undecodable)) return name;
  tell(reading, line, `the name ${JSON.stringify(name)} is not in UTF-8; it was left out`);
  return '';
}

/** A language that does not exist is left out and told. */
function languageOf(text: string, line: number, reading: Reading): string | null {
  try {
    return readLanguage(text);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    tell(reading, line, `${error.message}; it was left out`);
    return null;
  }
}

function tell({ problems }: Reading, line: number, problem: string): void {
  if (problems.length < maxProblems) problems.push({ line, problem });
}
