/**
 * CSV text → located rows, streaming. Owns the use of csv-parse; may import model/ only.
 * A row is the line on which its record starts, as an editor shows it; the first line is row 1.
 */
import { CsvError, type Options, type Parser, parse } from 'csv-parse';
import type { CellFlag, CellText, LocatedRow } from '../model/located.ts';
import type { ByteSource } from './byte-source.ts';
import type { ReadLimits } from './limits.ts';
import { formatBytes, refusal } from './refusal.ts';
import type { Sniffed } from './sniff.ts';
import { readTextBlocks, type TextBlock } from './text-blocks.ts';

const LONE: ReadonlyMap<number, CellFlag> = new Map([[1, 'lone-text']]);
/** Title lines above a header end with a blank line; only this far down is one looked for. */
const TITLE_LINES = 10;

export interface CsvFile {
  readonly source: ByteSource;
  readonly encoding: Sniffed['encoding'];
  readonly bomBytes: number;
  readonly delimiter: string;
  /** Whether a record of one text is passed on, flagged, where more columns are expected. */
  readonly loneTexts?: boolean | undefined;
}

/** The delimiter that stands most often outside quotes in the first line that is not blank. */
export function detectDelimiter(headText: string): string {
  const counts = new Map([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let quoted = false;
  for (const character of headText.trimStart()) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === '\n' || character === '\r') break;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/**
 * The rows of a CSV file that hold anything; text is as printed, an empty field is null. LF, CRLF and CR end a
 * record. Throws `ReadFault`: encoding-invalid, csv-malformed, record-too-large, file-too-large, file-empty.
 */
export async function* readCsvRows(
  file: CsvFile,
  limits: ReadLimits,
  signal?: AbortSignal,
): AsyncGenerator<LocatedRow> {
  const parser = openParser(file, limits);
  let records: string[][] = [];
  parser.on('data', (record: string[]) => records.push(record));
  // Errors come back through the callbacks below; without a listener they would end the process.
  parser.on('error', () => {});
  const { path } = file.source;
  const layout = new RecordLayout(path, file.loneTexts === true);
  let pendingBytes = 0;
  let isEmpty = true;
  try {
    for await (const { bytes, invalid } of steps(readTextBlocks(file.source, file, limits))) {
      signal?.throwIfAborted();
      const error = bytes === undefined ? await finish(parser) : await feed(parser, bytes);
      pendingBytes = records.length > 0 ? 0 : pendingBytes + (bytes?.length ?? 0);
      for (const record of records) {
        const row = layout.place(record);
        if (!row) continue;
        isEmpty = false;
        yield row;
      }
      records = [];
      if (invalid !== undefined) {
        throw refusal('encoding-invalid', path, `row ${layout.nextRow} holds ${invalid}`, {
          cell: { row: layout.nextRow },
          hint: 'save the file as UTF-8',
        });
      }
      if (error) throw parseRefusal(error, path, layout.nextRow, limits);
      // csv-parse measures the text of fields only, so a record of nothing but delimiters escapes its limit.
      if (pendingBytes > limits.maxRecordBytes) throw recordTooLarge(path, layout.nextRow, limits);
    }
  } finally {
    parser.destroy();
  }
  if (isEmpty) throw refusal('file-empty', path, 'the file holds nothing but blanks');
}

function openParser(file: CsvFile, limits: ReadLimits): Parser {
  return parse(parserOptions(file.delimiter, limits));
}

/** What csv-parse is told. */
export function parserOptions(delimiter: string, limits: ReadLimits): Options {
  return {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: limits.maxRecordBytes,
    // The number of columns is checked here, where the row is known and trailing empty cells can pass.
    relax_column_count: true,
  };
}

type Step = { readonly bytes?: Buffer; readonly invalid?: string };

/** Makes csv-parse give out the records that it still holds back while it looks ahead for a delimiter. */
const PADDING = Buffer.alloc(64, 'x');

/**
 * The steps of reading: the blocks, then one without bytes, so that the parser's last records take the same
 * path as all others; or, where the text turns invalid, one that brings the parser right up to that place.
 */
async function* steps(blocks: AsyncIterable<TextBlock>): AsyncGenerator<Step> {
  for await (const { bytes, invalid } of blocks) {
    yield { bytes };
    if (invalid !== undefined) yield { bytes: PADDING, invalid };
  }
  yield {};
}

function feed(parser: Parser, bytes: Buffer): Promise<Error | undefined> {
  return new Promise((resolve) => parser.write(bytes, (error) => resolve(error ?? undefined)));
}

function finish(parser: Parser): Promise<Error | undefined> {
  return new Promise((resolve) => {
    parser.once('error', resolve);
    parser.once('end', () => resolve(undefined));
    parser.end();
  });
}

function parseRefusal(error: Error, path: string, row: number, limits: ReadLimits): Error {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_MAX_RECORD_SIZE') return recordTooLarge(path, row, limits);
  const why =
    error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'opens a quote that is never closed' : 'has a misplaced quote';
  return refusal('csv-malformed', path, `the record of row ${row} ${why}`, { cell: { row } });
}

function recordTooLarge(path: string, row: number, limits: ReadLimits): Error {
  const size = formatBytes(limits.maxRecordBytes);
  return refusal('record-too-large', path, `the record that starts in row ${row} is larger than ${size}`, {
    cell: { row },
    hint: 'a quote that is never closed makes the rest of the file one record',
  });
}

/** Numbers the rows and holds every record to the width of the header. */
class RecordLayout {
  /** The row of the record that comes next, or in which reading stopped. */
  nextRow = 1;
  #width: number | undefined;
  #mayWiden = false;
  readonly #path: string;
  readonly #loneTexts: boolean;

  constructor(path: string, loneTexts: boolean) {
    this.#path = path;
    this.#loneTexts = loneTexts;
  }

  place(record: string[]): LocatedRow | undefined {
    const row = this.nextRow;
    this.nextRow += 1 + lineBreaks(record);
    if (record.every((field) => field.trim() === '')) {
      // Statistical offices put a title and a blank line above the header: the header is then wider.
      if (row <= TITLE_LINES) this.#mayWiden = true;
      return undefined;
    }
    if (this.#loneTexts && record.length === 1 && this.#width !== undefined && this.#width > 1) {
      return { row, cells: record, flags: LONE };
    }
    this.#width = this.#checkWidth(record, row);
    this.#mayWiden = false;
    const cells: CellText[] = record;
    for (let i = 0; i < cells.length; i++) if (cells[i] === '') cells[i] = null;
    return { row, cells };
  }

  #checkWidth(record: string[], row: number): number {
    const width = this.#width ?? record.length;
    if (record.length === width) return width;
    if (record.length > width) {
      if (this.#mayWiden) return record.length;
      if (record.slice(width).every((field) => field === '')) {
        record.length = width;
        return width;
      }
    }
    throw refusal(
      'csv-malformed',
      this.#path,
      `row ${row} has ${record.length} columns where ${width} are expected`,
      {
        cell: { row },
      },
    );
  }
}

function lineBreaks(record: readonly string[]): number {
  let count = 0;
  for (const field of record) {
    if (field.includes('\n') || field.includes('\r')) count += field.match(/\r\n|\n|\r/g)?.length ?? 0;
  }
  return count;
}
