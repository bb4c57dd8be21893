/**
 * What the parent and the process that parses workbooks say to each other: one JSON text per line. What comes
 * back is checked like any other input, because the process has been fed a hostile file. May import model/ only.
 */
import type { IssueCode } from '../model/issue.ts';
import type { CellFlag, CellRange, CellText, LocatedRow, NumberDisplay } from '../model/located.ts';
import type { ReadLimits } from './limits.ts';

export interface WorkbookRequest {
  readonly path: string;
  readonly format: 'xlsx' | 'xls';
  readonly limits: ReadLimits;
  /** Whether rows say which cells are stored as numbers, and how they are shown. */
  readonly withNumbers?: boolean;
}

export type WorkbookReply =
  | { readonly kind: 'sheet'; readonly name: string }
  /** Rows and merges belong to the sheet named last. */
  | { readonly kind: 'row'; readonly row: LocatedRow }
  | { readonly kind: 'merges'; readonly merges: readonly CellRange[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'fault'; readonly code: IssueCode; readonly message: string; readonly hint?: string };

const FAULT_CODES: ReadonlySet<string> = new Set<IssueCode>([
  'file-missing',
  'format-unsupported',
  'workbook-encrypted',
  'workbook-unreadable',
  'archive-damaged',
  'archive-bomb',
]);
const CELL_FLAGS: ReadonlySet<string> = new Set<CellFlag>([
  'formula-without-value',
  'error-value',
  'date',
  'boolean',
]);
/** The grid of a worksheet: 2^20 rows, 2^14 columns. */
const MAX_ROW = 1_048_576;
const MAX_COLUMN = 16_384;
const GENERAL = 'General';

/**
 * A row as an array keeps the lines short: `[row, cells]`, then flags as `[[column, flag], …]`, then numbers as
 * `[[column, format, shown], …]` without what goes without saying.
 */
export function encodeReply(reply: WorkbookReply): string {
  if (reply.kind === 'merges') {
    const ranges = reply.merges.map((one) => [one.firstRow, one.firstColumn, one.lastRow, one.lastColumn]);
    return `${JSON.stringify({ kind: 'merges', ranges })}\n`;
  }
  if (reply.kind !== 'row') return `${JSON.stringify(reply)}\n`;
  const { row, cells, flags, numbers } = reply.row;
  const line: unknown[] = [row, cells];
  if (flags || numbers) line.push(flags ? [...flags] : []);
  if (numbers) line.push([...numbers].map(([column, display]) => encodeNumber(column, display, cells)));
  return `${JSON.stringify(line)}\n`;
}

function encodeNumber(
  column: number,
  { format, shown }: NumberDisplay,
  cells: readonly CellText[],
): readonly (number | string)[] {
  if (shown !== cells[column - 1]) return [column, format, shown];
  return format === GENERAL ? [column] : [column, format];
}

/** The reply of one line, or undefined when the line is none. */
export function decodeReply(line: string): WorkbookReply | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return Array.isArray(value) ? decodeRow(value) : decodeObject(value);
}

function decodeObject(value: unknown): WorkbookReply | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  if (value.kind === 'done') return { kind: 'done' };
  if (value.kind === 'sheet' && 'name' in value && typeof value.name === 'string') {
    return { kind: 'sheet', name: value.name };
  }
  if (value.kind === 'merges' && 'ranges' in value && Array.isArray(value.ranges)) {
    return decodeMerges(value.ranges);
  }
  if (value.kind !== 'fault' || !('code' in value) || !('message' in value)) return undefined;
  const { code, message } = value;
  if (!isFaultCode(code) || typeof message !== 'string') return undefined;
  const hint = 'hint' in value && typeof value.hint === 'string' ? value.hint : undefined;
  return { kind: 'fault', code, message, ...(hint === undefined ? {} : { hint }) };
}

function decodeMerges(ranges: readonly unknown[]): WorkbookReply | undefined {
  const merges: CellRange[] = [];
  for (const range of ranges) {
    if (!Array.isArray(range)) return undefined;
    const [firstRow, firstColumn, lastRow, lastColumn] = range as unknown[];
    if (!isCount(firstRow, MAX_ROW) || !isCount(lastRow, MAX_ROW)) return undefined;
    if (!isCount(firstColumn, MAX_COLUMN) || !isCount(lastColumn, MAX_COLUMN)) return undefined;
    if (firstRow > lastRow || firstColumn > lastColumn) return undefined;
    merges.push({ firstRow, firstColumn, lastRow, lastColumn });
  }
  return { kind: 'merges', merges };
}

function decodeRow(value: readonly unknown[]): WorkbookReply | undefined {
  const [row, cells, flagPairs = [], numberTriples] = value;
  if (!isCount(row, MAX_ROW) || !Array.isArray(cells) || cells.length > MAX_COLUMN) return undefined;
  if (!Array.isArray(flagPairs) || !cells.every(isCellText)) return undefined;
  const flags = new Map<number, CellFlag>();
  for (const pair of flagPairs as unknown[]) {
    if (!Array.isArray(pair)) return undefined;
    const [column, flag] = pair as unknown[];
    if (!isCount(column, MAX_COLUMN) || !isCellFlag(flag)) return undefined;
    flags.set(column, flag);
  }
  const read = flags.size > 0 ? { row, cells, flags } : { row, cells };
  if (numberTriples === undefined) return { kind: 'row', row: read };
  const numbers = decodeNumbers(numberTriples, cells);
  return numbers && { kind: 'row', row: { ...read, numbers } };
}

function decodeNumbers(
  triples: unknown,
  cells: readonly CellText[],
): ReadonlyMap<number, NumberDisplay> | undefined {
  if (!Array.isArray(triples)) return undefined;
  const numbers = new Map<number, NumberDisplay>();
  for (const triple of triples as unknown[]) {
    if (!Array.isArray(triple)) return undefined;
    const [column, format = GENERAL, given] = triple as unknown[];
    if (!isCount(column, MAX_COLUMN)) return undefined;
    const shown = given ?? cells[column - 1];
    if (typeof format !== 'string' || typeof shown !== 'string') return undefined;
    numbers.set(column, { format, shown });
  }
  return numbers;
}

function isCellText(value: unknown): value is CellText {
  return value === null || typeof value === 'string';
}

function isCount(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;
}

function isFaultCode(value: unknown): value is IssueCode {
  return typeof value === 'string' && FAULT_CODES.has(value);
}

function isCellFlag(value: unknown): value is CellFlag {
  return typeof value === 'string' && CELL_FLAGS.has(value);
}
