import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { InvalidInput, messageOf } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';

export interface CsvRow {
  record: string[];
  /** `lines` is the line that the row ends on. */
  info: Pick<Info, 'lines'>;
}

const maxRowBytes = 10_000;
// The parser counts the bytes of cells, and an empty cell has none; so what lies between two rows is counted too.
const maxBytesBetweenRows = 10 * maxRowBytes;

/**
 * Reads a CSV file row by row, the first row included; memory holds some rows, however large the file is.
 * @throws InvalidInput where the file cannot be read, is no CSV, or has a row without an end
 */
export async function* readCsv(path: string, onProgress: (bytes: number) => void): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: maxRowBytes,
    // Files that were put together from several have more than one of them.
    record_delimiter: ['\r\n', '\n', '\r'],
    info: true,
  });
  // What fails on the way comes out of the parser.
  pipeline(readChunks(path, parser.info, onProgress), parser, () => {});
  try {
    yield* parser as AsyncIterable<CsvRow>;
  } catch (error) {
    throw explain(error, path, parser.info);
  }
}

async function* readChunks(path: string, info: Info, onProgress: (bytes: number) => void) {
  const file = createReadStream(path);
  let lastRow = -1;
  let between = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    yield chunk;
    // The parser has read the chunk when it asks for the next one.
    const row = info.records + info.empty_lines;
    between = row === lastRow ? between + chunk.length : 0;
    lastRow = row;
    if (between > maxBytesBetweenRows) throw tooLarge(path, info);
    onProgress(file.bytesRead);
  }
}

function explain(error: unknown, path: string, info: Info): unknown {
  if (error instanceof InvalidInput) return error;
  if (!(error instanceof CsvError))
    return new InvalidInput(`${path} cannot be read: ${messageOf(error)}; nothing of it was taken`, {
      cause: error,
    });
  if (error.code === 'CSV_MAX_RECORD_SIZE') return tooLarge(path, info);
  return new InvalidInput(
    `${path} is no CSV in its row ${info.records + 1}: ${cleanLine(messageOf(error), 300)}; nothing of it was taken`,
    { cause: error },
  );
}

function tooLarge(path: string, { records }: Info): InvalidInput {
  return new InvalidInput(
    `${path} has a row of more than ${maxRowBytes} bytes, its row ${records + 1}, or a quote there is never closed; nothing of the file was taken`,
  );
}
