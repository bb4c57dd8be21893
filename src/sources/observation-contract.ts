/**
 * The contract of a table of observations: what each cell of a row may hold before anything is made of it. Every
 * finding is collected, with its cell. A table has millions of rows and few distinct indicators, countries, periods
 * and marks, so each text is checked by its zod type once and remembered; only values are looked at one by one.
 */
import { z } from 'zod';
import { parseDecimal } from '../model/decimal.ts';
import { type Issue, type IssueCode, issue } from '../model/issue.ts';
import type { CellFlag, LocatedRow } from '../model/located.ts';
import { type Frequency, parsePeriod } from '../model/observation.ts';
import { markOf } from './flag-marks.ts';
import type { MatchedTable, RowField, TableRules, ValueColumn } from './matched-table.ts';

/** More digits than any published statistic has; also keeps `1e999` from becoming a thousand digits. */
export const MAX_VALUE_DIGITS = 60;
/** Distinct texts of a column that are remembered before starting afresh. */
const REMEMBERED_TEXTS = 10_000;
const LONGEST_REMEMBERED = 200;
const LONGEST_SHOWN = 60;

/** Accepted without a closer look: nearly every value that is printed. A subset of what `valueType` accepts. */
const PLAIN_VALUE = /^-?\d{1,20}(?:\.\d{1,30})?$/;
const ZERO = /^0(?:\.0+)?$/;
const GROUPED_VALUE = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

const FLAG_CODES: Readonly<Record<CellFlag, IssueCode>> = {
  'formula-without-value': 'formula-without-value',
  'error-value': 'cell-error-value',
  date: 'cell-unexpected-type',
  boolean: 'cell-unexpected-type',
  'lone-text': 'csv-malformed',
};

/** The findings about a row; none where it keeps the contract. */
export type ObservationContract = (row: LocatedRow) => readonly Issue[];

interface Problem {
  readonly code: IssueCode;
  readonly message: string;
}

const NONE: readonly Issue[] = [];
const EMPTY: Problem = { code: 'cell-missing', message: 'the cell is empty' };
const STRAY: Problem = { code: 'column-unexpected', message: 'a text under no header' };

/** A number as printed → one without thousands separators, where the table has them; anything else as it is. */
export function withoutGrouping(text: string, numbers: TableRules['numbers']): string {
  return numbers === 'grouped' && GROUPED_VALUE.test(text) ? text.replaceAll(',', '') : text;
}

/** The contract of a table whose columns were found. */
export function observationContract(table: MatchedTable): ObservationContract {
  const { rules, at, values, nameless, qualifiers, expected } = table;
  const checks = (['indicator', 'country', 'period', 'status'] as const)
    .filter((field) => at[field] >= 0)
    .map((field) => ({
      index: at[field],
      isRequired: field !== 'status',
      check: remembered(COLUMN_TYPES[field](rules)),
    }));
  const flagColumns = [...new Set(values.flatMap(({ flagsAt }) => (flagsAt >= 0 ? [flagsAt] : [])))];
  const missingBy = remembered((text) => markOf(text, rules));
  const checkFlags = remembered((text) =>
    missingBy(text) === undefined ? undeclaredFlags(text) : undefined,
  );
  const checkValue = problemOf(valueType(rules));
  const lengthOf = remembered((text): Frequency | undefined => parsePeriod(text)?.frequency);
  const fieldAt = fieldNames(table);
  const refusedNameless = rules.stray === 'refuse' ? nameless : [];
  const periodOfRow = values.some(({ period }) => period === null);

  // No closure is made for a row: there are millions, and nearly all are without a finding.
  const complain = (
    found: Issue[] | undefined,
    row: LocatedRow,
    problem: Problem,
    index: number,
  ): Issue[] => {
    const name = fieldAt.get(index) ?? 'row';
    const cell = { row: row.row, column: index + 1 };
    const one = issue(problem.code, `${name}: ${problem.message}`, { cell });
    if (found === undefined) return [one];
    found.push(one);
    return found;
  };

  function checkCells(row: LocatedRow): Issue[] | undefined {
    const { cells } = row;
    let found: Issue[] | undefined;
    if (row.flags !== undefined) {
      for (const [column, flag] of row.flags) {
        if (flag !== 'lone-text' && !fieldAt.has(column - 1)) continue;
        const message = flag === 'lone-text' ? 'one text where a row is expected' : `a cell with ${flag}`;
        found = complain(found, row, { code: FLAG_CODES[flag], message }, column - 1);
      }
    }
    for (const index of refusedNameless) {
      if (cells[index]?.trim()) found = complain(found, row, STRAY, index);
    }
    for (const { index, isRequired, check } of checks) {
      const text = cells[index];
      if (text === null || text === undefined) {
        if (isRequired) found = complain(found, row, EMPTY, index);
        continue;
      }
      const problem = check(text.trim());
      if (problem) found = complain(found, row, problem, index);
    }
    for (const index of qualifiers) {
      if (!cells[index]?.trim()) found = complain(found, row, EMPTY, index);
    }
    for (const { index, texts } of expected) {
      const text = cells[index]?.trim() ?? '';
      if (!texts.has(text)) found = complain(found, row, unexpectedText(text, texts), index);
    }
    for (const index of flagColumns) {
      const text = cells[index];
      if (text === null || text === undefined) continue;
      const problem = checkFlags(text.trim());
      if (problem) found = complain(found, row, problem, index);
    }
    for (const column of values) {
      const text = cells[column.index];
      if (text === null || text === undefined) continue;
      const problem = valueProblem(text, column);
      if (problem !== undefined) found = complain(found, row, problem, column.index);
    }
    return found;
  }

  function valueProblem(text: string, { atMost, wholeBelow }: ValueColumn): Problem | undefined {
    if (!PLAIN_VALUE.test(text)) {
      const trimmed = text.trim();
      if (trimmed === '') return undefined;
      const problem = checkValue(withoutGrouping(trimmed, rules.numbers));
      if (problem !== undefined || rules.markers.has(trimmed)) return problem;
    }
    if (atMost === null && wholeBelow === null) return undefined;
    const printed = withoutGrouping(text.trim(), rules.numbers);
    const size = Number(printed);
    if (atMost !== null && size > atMost) return notOfUnit(text, `is above ${atMost}`);
    return wholeBelow !== null && size < wholeBelow && !Number.isInteger(size)
      ? notOfUnit(text, `is below ${wholeBelow} and no whole number`)
      : undefined;
  }

  function checkTogether(row: LocatedRow): Issue[] | undefined {
    const { cells } = row;
    let found: Issue[] | undefined;
    const code = at.indicator < 0 ? '' : (cells[at.indicator]?.trim() ?? '');
    const indicator =
      rules.indicators.get(rules.renamed.get(code)?.now ?? code) ??
      (at.indicator < 0 ? values[0]?.indicator : undefined);
    if (periodOfRow) {
      const length = lengthOf(cells[at.period]?.trim() ?? '');
      const expected = indicator?.frequency ?? rules.open?.frequency;
      if (length !== expected) {
        const message = `a ${length}, where the indicator has a ${expected}`;
        found = complain(found, row, { code: 'period-mismatch', message }, at.period);
      }
    }
    if (at.unit >= 0 && indicator !== undefined && cells[at.unit]?.trim() !== indicator?.unit) {
      const message = `“${shown(cells[at.unit] ?? '')}”, where the indicator is declared in “${indicator?.unit}”`;
      found = complain(found, row, { code: 'unit-mismatch', message }, at.unit);
    }
    const range = indicator == null ? undefined : rules.ranges?.get(indicator.indicatorCode);
    if (range !== undefined) {
      for (const { index } of values) {
        const text = cells[index]?.trim() ?? '';
        const size = Number(withoutGrouping(text, rules.numbers));
        if (text === '' || (size >= range.atLeast && size <= range.atMost) || Number.isNaN(size)) continue;
        const why = `is not within ${range.atLeast} to ${range.atMost} ${indicator?.unit}`;
        found = complain(found, row, notOfUnit(text, why), index);
      }
    }
    const ofRow = at.status < 0 ? undefined : missingBy(cells[at.status]?.trim() ?? '')?.missing;
    if (ofRow === undefined && flagColumns.length === 0 && rules.blankMeans !== null) return found;
    for (const { index, flagsAt } of values) {
      const value = cells[index]?.trim() ?? '';
      const says = ofRow ?? (flagsAt < 0 ? undefined : missingBy(cells[flagsAt]?.trim() ?? '')?.missing);
      if (value === '' && says === undefined && rules.blankMeans === null) {
        found = complain(found, row, EMPTY, index);
      }
      // A publisher may print the zero that it marks as nil.
      const isNilZero = says === 'nil' && ZERO.test(value);
      if (says !== undefined && value !== '' && !isNilZero && rules.markers.get(value) !== says) {
        const message = `“${shown(value)}”, and the status is ${says}`;
        found = complain(found, row, { code: 'status-contradiction', message }, index);
      }
    }
    return found;
  }

  return (row) => checkCells(row) ?? checkTogether(row) ?? NONE;
}

function notOfUnit(text: string, why: string): Problem {
  return { code: 'unit-mismatch', message: `“${shown(text)}” ${why}: not in the unit of its indicator` };
}

function unexpectedText(text: string, texts: ReadonlySet<string>): Problem {
  const known = [...texts].map((one) => `“${one}”`).join(', ');
  return { code: 'text-unexpected', message: `“${shown(text)}” stands where only ${known} may` };
}

function undeclaredFlags(text: string): Problem {
  return { code: 'status-unknown', message: `“${shown(text)}” is no declared status or flag` };
}

/** What the columns are called in findings: the field, and for values under periods the header. */
function fieldNames({ at, values, header, qualifiers, expected }: MatchedTable): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const { index } of expected) names.set(index, header[index]?.trim() ?? 'column');
  for (const index of qualifiers) names.set(index, header[index]?.trim() ?? 'qualifier');
  for (const { flagsAt } of values) if (flagsAt >= 0) names.set(flagsAt, 'flags');
  for (const { index, period } of values) {
    names.set(index, period === null ? 'value' : `value of ${header[index]?.trim() ?? period}`);
  }
  for (const field of Object.keys(at) as RowField[]) if (at[field] >= 0) names.set(at[field], field);
  return names;
}

const COLUMN_TYPES: Record<
  'indicator' | 'country' | 'period' | 'status',
  (rules: TableRules) => (text: string) => Problem | undefined
> = {
  indicator: (rules) =>
    problemOf(
      rules.open === null
        ? oneOf(
            new Set([...rules.indicators.keys(), ...rules.renamed.keys()]),
            'indicator-unknown',
            'no declared indicator',
          )
        : textThat(
            (text) => text !== '' && text.length <= LONGEST_REMEMBERED && !/[\s\p{Cc}]/u.test(text),
            'indicator-unknown',
            'no code of an indicator',
          ),
    ),
  country: (rules) =>
    problemOf(
      rules.countryBy === 'iso3'
        ? textThat(
            (text) =>
              /^[A-Z]{3}$/.test(text) ||
              rules.leftOut.has(text) ||
              rules.countryAliases.has(text) ||
              rules.leftOutPatterns.some(({ pattern }) => pattern.test(text)),
            'code-unknown',
            'no alpha-3 country code',
          )
        : textThat(
            (text) => text !== '' && text.length <= LONGEST_REMEMBERED,
            rules.countryBy === 'name' ? 'name-unknown' : 'code-unknown',
            rules.countryBy === 'name' ? 'no country name' : 'no country code',
          ),
    ),
  period: () =>
    problemOf(
      textThat(
        (text) => parsePeriod(text) !== undefined,
        'period-unknown',
        'no year, quarter (2018-Q2) or month (2018-07)',
      ),
    ),
  status: (rules) =>
    problemOf(oneOf(new Set(['', ...rules.marks.keys()]), 'status-unknown', 'no declared status or flag')),
};

/** What may stand in a value column: a declared marker, or a number that can be read exactly. */
export function valueType(rules: {
  readonly markers: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>;
}): z.ZodType {
  const markers = new Set(rules.markers instanceof Map ? rules.markers.keys() : Object.keys(rules.markers));
  return z.string().check(({ value, issues }) => {
    const complain = (code: IssueCode, message: string) =>
      issues.push({ code: 'custom', message, params: { issue: code }, input: value });
    if (markers.has(value)) return;
    if (value.length > MAX_VALUE_DIGITS + 10) {
      complain('value-out-of-range', `${value.length} characters`);
      return;
    }
    const decimal = parseDecimal(value);
    if (!decimal) {
      const hint = /^[+-]?\d+,\d+$/.test(value)
        ? 'has a decimal comma'
        : 'is no number and no declared marker';
      complain('value-not-a-number', `“${shown(value)}” ${hint}`);
      return;
    }
    const { num, den } = decimal.value;
    if (num.toString().length > MAX_VALUE_DIGITS || den.toString().length > MAX_VALUE_DIGITS) {
      complain('value-out-of-range', `${shown(value)} has more than ${MAX_VALUE_DIGITS} digits`);
    }
  });
}

function oneOf(known: ReadonlySet<string>, code: IssueCode, what: string): z.ZodType {
  return textThat((text) => known.has(text), code, what);
}

function textThat(holds: (text: string) => boolean, code: IssueCode, what: string): z.ZodType {
  return z.string().check(({ value, issues }) => {
    if (holds(value)) return;
    issues.push({
      code: 'custom',
      message: `“${shown(value)}” is ${what}`,
      params: { issue: code },
      input: value,
    });
  });
}

function problemOf(type: z.ZodType): (text: string) => Problem | undefined {
  return (text) => {
    const [problem] = type.safeParse(text).error?.issues ?? [];
    if (problem === undefined) return undefined;
    const code = problem.code === 'custom' ? (problem.params?.issue as IssueCode) : 'value-not-a-number';
    return { code, message: problem.message };
  };
}

/** Remembers what a function of a text returned, for so many texts; most often it is asked for the last one again. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  let lastText: string | undefined;
  let lastAnswer: T | undefined;
  return (text) => {
    if (text === lastText) return lastAnswer as T;
    let answer = known.get(text);
    if (answer === undefined && !known.has(text)) {
      answer = ask(text);
      if (text.length > LONGEST_REMEMBERED) return answer;
      if (known.size >= REMEMBERED_TEXTS) known.clear();
      known.set(text, answer);
    }
    lastText = text;
    lastAnswer = answer;
    return answer as T;
  };
}

function shown(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
