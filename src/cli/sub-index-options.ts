/** Options that name sub-indices, and values for them: `OSI,TII` and `OSI=0.9,TII=0.95`. */
import { parseDecimal } from '../model/decimal.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { Rational } from '../model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../model/survey.ts';
import { nearestName } from '../runtime/nearest-name.ts';

/** A number with a decimal comma, which would be taken for the end of a value. */
const DECIMAL_COMMA = /=\s*\d+,\d+/;

/** @throws EgdiError `index-unknown`, `usage` (exit 2) */
export function subIndexValues(option: string, text: string): Map<SubIndexCode, Rational> {
  const values = new Map<SubIndexCode, Rational>();
  const comma = DECIMAL_COMMA.exec(text)?.[0];
  if (comma !== undefined) {
    const point = text.replace(comma, comma.replace(',', '.'));
    throw invalid(`${option}: “${text}” has a decimal comma`, `with a point: ${option} ${point}`);
  }
  for (const part of text.split(',')) {
    const [name = '', number = '', ...more] = part.split('=');
    const code = askedSubIndex(name.trim());
    const value = parseDecimal(number.trim())?.value;
    if (value === undefined || more.length > 0) {
      throw invalid(
        `${option}: “${part.trim()}” has no number after the sub-index`,
        `such as ${option} ${code}=${option === '--cost' ? '2' : '0.95'}`,
      );
    }
    if (values.has(code)) throw invalid(`${option}: ${code} is given twice`);
    values.set(code, value);
  }
  return values;
}

/** @throws EgdiError `index-unknown` (exit 2) */
export function subIndexList(text: string): SubIndexCode[] {
  return [...new Set(text.split(',').map((name) => askedSubIndex(name.trim())))];
}

function askedSubIndex(text: string): SubIndexCode {
  const found = SUB_INDEX_CODES.find((code) => code === text.toUpperCase());
  if (found !== undefined) return found;
  const near = nearestName(text, SUB_INDEX_CODES);
  const known = `sub-indices: ${SUB_INDEX_CODES.join(', ')}`;
  throw new EgdiError('index-unknown', `there is no sub-index “${text}”`, {
    exitCode: EXIT.usage,
    hint: near === undefined ? known : `did you mean ${near}? ${known}`,
  });
}

function invalid(message: string, hint?: string): EgdiError {
  return new EgdiError('usage', message, {
    exitCode: EXIT.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
