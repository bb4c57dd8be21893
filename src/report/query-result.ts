/** The answer to a statement, for people and for programs. */
import type { Answer } from '../warehouse/queries/reader-query.ts';
import { type Palette, plural, table } from './text.ts';

const NULL_SIGN = '∅';
const NUMBER_TYPE = /^(smallint|integer|bigint|numeric|real|double precision|oid)\b(?!.*\[\])/;

/** Columns that line up, numbers to the right, and the number of rows. */
export function answerTable(answer: Answer, palette: Palette): string {
  const columns = answer.columns.map(({ name, type }) => ({
    title: onOneLine(name),
    ...(NUMBER_TYPE.test(type) ? { align: 'right' as const } : {}),
  }));
  const rows = answer.rows.map((row) => row.map((value) => onOneLine(cellText(value, NULL_SIGN))));
  return `${table(columns, rows, palette)}\n${palette.dim(`(${plural(rows.length, 'row')})`)}`;
}

/** An array of row objects, one to a line; numerics are strings, so that no digit is lost. */
export function answerJson(answer: Answer): string {
  const lines = answer.rows.map((row) =>
    JSON.stringify(
      Object.fromEntries(answer.columns.map(({ name }, index) => [name, jsonValue(row[index])])),
    ),
  );
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
}

/** RFC 4180 with LF line ends; null is an empty field, an empty text is `""`. */
export function answerCsv(answer: Answer): string {
  const lines = [
    answer.columns.map(({ name }) => csvField(name)),
    ...answer.rows.map((row) =>
      row.map((value) => (value === null || value === undefined ? '' : csvField(cellText(value, '')))),
    ),
  ];
  return lines.map((fields) => `${fields.join(',')}\n`).join('');
}

function cellText(value: unknown, whenNull: string): string {
  if (value === null || value === undefined) return whenNull;
  if (value instanceof Uint8Array) return hexText(value);
  return typeof value === 'object' ? JSON.stringify(value, (_key, item) => jsonValue(item)) : String(value);
}

function jsonValue(value: unknown): unknown {
  return value instanceof Uint8Array ? hexText(value) : value;
}

function hexText(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`;
}

function csvField(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Line breaks shown, other control characters replaced: a value must not steer the terminal. */
function onOneLine(text: string): string {
  return text
    .replace(/\r?\n/g, '⏎')
    .replaceAll('\t', ' ')
    .replace(/[\p{Cc}\u2028\u2029]/gu, '·');
}
