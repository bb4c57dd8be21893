/**
 * What the parent and the process that parses workbooks say to each other: one JSON text per line. What comes
 * back is checked like any other input, because the process has been fed a hostile file. May import model/ only.
 */
import type { IssueCode } from '../model/issue.ts';
import type { CellFlag, CellText, LocatedRow } from '../model/located.ts';
import type { ReadLimits } from './limits.ts';

export interface WorkbookRequest {
  readonly path: string;
  readonly format: 'xlsx' | 'xls';
  readonly limits: ReadLimits;
}

export type WorkbookReply =
  | { readonly kind: 'sheet'; readonly name: string }
  /** Belongs to the sheet named last. */
  | { readonly kind: 'row'; readonly row: LocatedRow }
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

/** A row as an array keeps the lines short: `[row, cells]` or `[row, cells, [[column, flag], …]]`. */
export function encodeReply(reply: WorkbookReply): string {
  if (reply.kind !== 'row') return `${JSON.stringify(reply)}\n`;
  const { row, cells, flags } = reply.row;
  return `${JSON.stringify(flags ? [row, cells, [...flags]] : [row, cells])}\n`;
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
  if (value.kind !== 'fault' || !('code' in value) || !('message' in value)) return undefined;
  const { code, message } = value;
  if (!isFaultCode(code) || typeof message !== 'string') return undefined;
  const hint = 'hint' in value && typeof value.hint === 'string' ? value.hint : undefined;
  return { kind: 'fault', code, message, ...(hint === undefined ? {} : { hint }) };
}

function decodeRow(value: readonly unknown[]): WorkbookReply | undefined {
  const [row, cells, flagPairs = []] = value;
  if (!isCount(row, MAX_ROW) || !Array.isArray(cells) || cells.length > MAX_COLUMN) return undefined;
  if (!Array.isArray(flagPairs) || !cells.every(isCellText)) return undefined;
  const flags = new Map<number, CellFlag>();
  for (const pair of flagPairs as unknown[]) {
    if (!Array.isArray(pair)) return undefined;
    const [column, flag] = pair as unknown[];
    if (!isCount(column, MAX_COLUMN) || !isCellFlag(flag)) return undefined;
    flags.set(column, flag);
  }
  return { kind: 'row', row: flags.size > 0 ? { row, cells, flags } : { row, cells } };
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
