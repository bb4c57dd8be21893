/** What the header path of a column says: its labels, its period, its unit, its note marks. */
import { shortened } from './clean-text.ts';
import type { LabelDictionary } from './label-dictionary.ts';
import { splitMarks } from './note-marks.ts';
import type { ValueColumn } from './table-columns.ts';
import type { TableDeclaration } from './table-declaration.ts';
import type { Complain } from './table-findings.ts';
import type { GridCell } from './table-grid.ts';
import { type PeriodRules, parseTablePeriod, type ReadPeriod, type TablePeriod } from './table-period.ts';
import type { UnitNames } from './table-units.ts';

export interface Heading extends ValueColumn {
  /** Without periods and units, marks taken off. */
  readonly labels: readonly string[];
  readonly code: string | null;
  /** Null where the period is not in the header. */
  readonly period: TablePeriod | null;
  readonly unitCode: string | undefined;
  readonly marks: readonly string[];
  /** Joined, for rules and messages. */
  readonly pathText: string;
}

export interface HeadingContext {
  readonly units: UnitNames;
  readonly periods: PeriodRules;
  readonly dictionary: LabelDictionary | undefined;
  readonly knownMarks: ReadonlySet<string>;
}

/** Reads every column; what is not understood is a finding, and the column is left out. */
export function readHeadings(
  columns: readonly ValueColumn[],
  declaration: TableDeclaration,
  context: HeadingContext,
  complain: Complain,
): Heading[] {
  const headings: Heading[] = [];
  let carried: TablePeriod | null = null;
  for (const column of columns) {
    const read = readPath(column.path, declaration, context);
    const at = column.path.at(-1);
    const pathText = column.path.map(({ text }) => text).join(' > ');
    let period = read.period;
    if (declaration.period.from === 'header' && at !== undefined) {
      if (period === null && declaration.period.carry) period = carried;
      if (period === null) {
        const hint = 'declare it under header.ignore if it holds no values of a period';
        complain('period-missing', `“${shortened(pathText)}” names no period`, at, hint);
        continue;
      }
      carried = period;
      if (!isExpectedPeriod(period, declaration, at, complain)) continue;
    }
    const labelText = read.labels.join(' > ');
    const code = codeOf(labelText, context.dictionary, at, complain);
    if (code === undefined) continue;
    headings.push({ ...column, ...read, period, code, pathText });
  }
  return headings;
}

interface ReadPath {
  readonly labels: readonly string[];
  readonly period: TablePeriod | null;
  readonly unitCode: string | undefined;
  readonly marks: readonly string[];
}

function readPath(
  path: readonly GridCell[],
  { period: rule, unit }: TableDeclaration,
  { units, periods, knownMarks }: HeadingContext,
): ReadPath {
  const findsUnits = unit.from.includes('header');
  const marks: string[] = [];
  const labels: string[] = [];
  const texts: string[] = [];
  let period: ReadPeriod | undefined;
  let unitCode: string | undefined;
  for (const { text: printed } of path) {
    const { text, marks: own } = splitMarks(printed, knownMarks);
    marks.push(...own);
    if (rule.from === 'header') {
      const read = parseTablePeriod(text, periods) ?? joined(text, period, periods);
      if (read !== undefined) {
        period = read;
        continue;
      }
    }
    const whole = findsUnits ? units.whole(text) : undefined;
    if (whole !== undefined) unitCode = whole;
    else labels.push(text);
    texts.push(text);
  }
  // The lowest title is the nearest: `…, total, units` over `share, %`.
  if (findsUnits && unitCode === undefined) {
    unitCode = texts.reduceRight<string | undefined>((found, text) => found ?? units.within(text), undefined);
  }
  return { labels, period: period?.period ?? null, unitCode, marks };
}

/** `I квартал` under `2024 год`. */
function joined(text: string, above: ReadPeriod | undefined, rules: PeriodRules): ReadPeriod | undefined {
  return above?.period.kind === 'year' ? parseTablePeriod(`${text} ${above.period.code}`, rules) : undefined;
}

/** False, with a finding, for a period of a kind that the table should not have: a year-to-date column among years. */
export function isExpectedPeriod(
  period: TablePeriod,
  { period: { kinds } }: TableDeclaration,
  at: GridCell,
  complain: Complain,
): boolean {
  if (kinds.includes(period.kind)) return true;
  const message = `“${shortened(at.text)}” is a ${period.kind} (${period.code}), where the table has ${kinds.join(', ')}`;
  complain('period-mismatch', message, at, 'declare it under period.kinds, or leave it out');
  return false;
}

/** Null where no dictionary is declared; undefined, with a finding, where it does not know the label. */
export function codeOf(
  label: string,
  dictionary: LabelDictionary | undefined,
  at: { readonly row: number; readonly column: number } | undefined,
  complain: Complain,
): string | null | undefined {
  if (dictionary === undefined) return null;
  const code = dictionary.codeOf(label);
  if (code !== undefined) return code;
  const near = dictionary.nearest(label);
  const reason = dictionary.whyUnknown?.(label);
  const hint =
    reason !== undefined
      ? reason
      : near.length > 0
        ? `did you mean ${near.map((one) => `“${one}”`).join(', ')}?`
        : 'declare it';
  complain('label-unknown', `“${shortened(label)}” is no declared label`, at, hint);
  return undefined;
}
