/**
 * Parquet, row group by row group. Decimals are exact: their digits are stored as integers of the declared precision
 * and scale; a numeric that is declared without them stays text.
 */
import { rm } from 'node:fs/promises';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { EgdiError, EXIT } from '../../model/error.ts';
import { type ExportColumn, valueText } from './column-kind.ts';
import type { FileTarget, FileWriter } from './file-format.ts';

/** A row group is in memory while it is written: so many rows, and fewer of a wide table. */
const GROUP_ROWS = 100_000;
const GROUP_CELLS = 2_000_000;
const DAY_MS = 86_400_000;
/** Decimals of up to 18 digits fit a 64-bit integer, of up to 38 what every reader knows. */
const MOST_INT64_DIGITS = 18;
const MOST_DIGITS = 38;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type SchemaElement = Schema[number];
/** What the library takes for a value of the element; undefined is null. */
type Encode = (value: unknown) => string | number | bigint | boolean | Uint8Array;

interface ParquetColumn {
  readonly name: string;
  readonly element: SchemaElement;
  readonly encode: Encode;
}

export async function openParquetFile({ path, columns, about }: FileTarget): Promise<FileWriter> {
  const parquetColumns = columns.map(parquetColumn);
  const rowsPerGroup = Math.max(1, Math.min(GROUP_ROWS, Math.floor(GROUP_CELLS / columns.length)));
  const { release } = about.facts;
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [{ name: 'root', num_children: columns.length }, ...parquetColumns.map(({ element }) => element)],
    createdBy: `egdi-pipeline ${about.facts.programVersion}`,
    kvMetadata: [
      { key: 'egdi.table', value: about.name },
      ...(release === null ? [] : [{ key: 'egdi.release_no', value: String(release.releaseNo) }]),
    ],
  });
  let group = emptyGroup();
  let grouped = 0;

  function emptyGroup(): unknown[][] {
    return columns.map(() => []);
  }

  async function writeGroup(): Promise<void> {
    await writer.write({
      columnData: parquetColumns.map(({ name }, index) => ({ name, data: group[index] ?? [] })),
      rowGroupSize: grouped,
    });
    group = emptyGroup();
    grouped = 0;
  }

  return {
    async write(rows) {
      for (const row of rows) {
        parquetColumns.forEach(({ encode }, index) => {
          const value = row[index];
          group[index]?.push(value === null || value === undefined ? undefined : encode(value));
        });
        grouped += 1;
        if (grouped === rowsPerGroup) await writeGroup();
      }
    },
    async finish() {
      if (grouped > 0) await writeGroup();
      await writer.finish();
    },
    // The library holds no file open between two writes.
    abandon: () => rm(path, { force: true }),
  };
}

function parquetColumn(column: ExportColumn): ParquetColumn {
  const { name } = column;
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  const asText = {
    name,
    element: { ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' } as SchemaElement,
    encode: valueText,
  };
  switch (column.kind) {
    case 'integer':
      return { name, element: { ...optional, type: 'INT32' }, encode: Number };
    case 'bigint':
      return { name, element: { ...optional, type: 'INT64' }, encode: (value) => BigInt(String(value)) };
    case 'float':
      return { name, element: { ...optional, type: 'DOUBLE' }, encode: Number };
    case 'boolean':
      return { name, element: { ...optional, type: 'BOOLEAN' }, encode: (value) => value === true };
    case 'bytes':
      return { name, element: { ...optional, type: 'BYTE_ARRAY' }, encode: (value) => value as Uint8Array };
    case 'date':
      return {
        name,
        element: { ...optional, type: 'INT32', converted_type: 'DATE' },
        encode: (value) => epochMs(column, `${value}T00:00:00Z`, value) / DAY_MS,
      };
    case 'instant':
      return {
        name,
        element: {
          ...optional,
          type: 'INT64',
          converted_type: 'TIMESTAMP_MICROS',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
        },
        encode: (value) => epochMicros(column, String(value)),
      };
    case 'decimal':
      return decimalColumn(column) ?? asText;
    case 'text':
      return asText;
  }
}

function decimalColumn(column: ExportColumn): ParquetColumn | undefined {
  const { name, precision, scale } = column;
  // A negative scale, and one above the precision, are PostgreSQL's own.
  if (precision === null || scale === null) return undefined;
  if (precision > MOST_DIGITS || scale < 0 || scale > precision) return undefined;
  const bytes = Math.ceil((precision * Math.log2(10) + 1) / 8);
  const storage =
    precision <= MOST_INT64_DIGITS
      ? ({ type: 'INT64' } as const)
      : ({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: bytes } as const);
  const element: SchemaElement = {
    name,
    repetition_type: 'OPTIONAL',
    ...storage,
    converted_type: 'DECIMAL',
    logical_type: { type: 'DECIMAL', precision, scale },
    precision,
    scale,
  };
  return { name, element, encode: (value) => scaledDigits(column, String(value), scale) };
}

/** `-0.75970` at scale 5 → -75970n */
function scaledDigits(column: ExportColumn, text: string, scale: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > scale) throw notRepresentable(column, text);
  const digits = BigInt(`${match[2]}${fraction.padEnd(scale, '0')}`);
  return match[1] === '-' ? -digits : digits;
}

function epochMs(column: ExportColumn, iso: string, value: unknown): number {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) throw notRepresentable(column, String(value));
  return ms;
}

/** `2024-01-31T12:00:00.123456Z`, microseconds kept. */
function epochMicros(column: ExportColumn, text: string): bigint {
  const ms = epochMs(column, text.replace(/(\.\d{3})\d*Z$/, '$1Z'), text);
  const beyond = /\.\d{3}(\d{1,3})Z$/.exec(text)?.[1] ?? '';
  return BigInt(ms) * 1000n + BigInt(beyond.padEnd(3, '0'));
}

function notRepresentable({ name, type }: ExportColumn, text: string): EgdiError {
  return new EgdiError('export-value', `${name}: ${text} cannot be written to Parquet as ${type}`, {
    exitCode: EXIT.usage,
    hint: 'convert the column in a query, for example with ::text, or take --format csv',
  });
}
