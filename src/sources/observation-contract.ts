/**
 * The contract of a long observation table: what each cell of a row may hold before anything is made of it. Every
 * finding is collected, with its cell. A table has millions of rows and few distinct indicators, countries, periods
 * and marks, so each text is checked by its zod type once and remembered; only values are looked at one by one.
 */
import { z } from 'zod';
import { parseDecimal } from '../model/decimal.ts';
import { type Issue, type IssueCode, issue } from '../model/issue.ts';
import type { CellFlag, LocatedRow } from '../model/located.ts';
import { type Frequency, parsePeriod } from '../model/observation.ts';
import type { MatchedObservationLayout, ObservationField, ObservationLayout } from './observation-layout.ts';

/** More digits than any published statistic has; also keeps `1e999` from becoming a thousand digits. */
export const MAX_VALUE_DIGITS = 60;
/** Distinct texts of a column that are remembered before starting afresh. */
const REMEMBERED_TEXTS = 10_000;
const LONGEST_REMEMBERED = 200;
const LONGEST_SHOWN = 60;

/** Accepted without a closer look: nearly every value that is printed. A subset of what `valueType` accepts. */
const PLAIN_VALUE = /^-?\d{1,20}(?:\.\d{1,30})?$/;

const FLAG_CODES: Readonly<Record<CellFlag, IssueCode>> = {
  'formula-without-value': 'formula-without-value',
  'error-value': 'cell-error-value',
  date: 'cell-unexpected-type',
  boolean: 'cell-unexpected-type',
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

/** The contract of a layout whose columns were found. */
export function observationContract({ layout, at, nameless }: MatchedObservationLayout): ObservationContract {
  const checks = (['indicator', 'country', 'period', 'status', 'flags'] as const)
    .filter((field) => at[field] >= 0)
    .map((field) => ({
      index: at[field],
      isRequired: field === 'indicator' || field === 'country' || field === 'period',
      check: remembered(COLUMN_TYPES[field](layout)),
    }));
  const checkValue = problemOf(valueType(layout));
  const indicators = new Map(Object.entries(layout.indicators));
  const lengthOf = remembered((text): Frequency | undefined => parsePeriod(text)?.frequency);
  const marks = new Map(Object.entries(layout.marks));
  const fieldAt = new Map((Object.keys(at) as ObservationField[]).map((field) => [at[field], field]));

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
        if (!fieldAt.has(column - 1)) continue;
        found = complain(found, row, { code: FLAG_CODES[flag], message: `a cell with ${flag}` }, column - 1);
      }
    }
    for (const index of nameless) {
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
    const value = cells[at.value]?.trim() ?? '';
    if (value !== '' && !PLAIN_VALUE.test(value)) {
      const problem = checkValue(value);
      if (problem) found = complain(found, row, problem, at.value);
    }
    return found;
  }

  function checkTogether(row: LocatedRow): Issue[] | undefined {
    const { cells } = row;
    let found: Issue[] | undefined;
    const length = lengthOf(cells[at.period]?.trim() ?? '');
    const indicator = indicators.get(cells[at.indicator]?.trim() ?? '');
    if (length !== indicator?.frequency) {
      const message = `a ${length}, where the indicator has a ${indicator?.frequency}`;
      found = complain(found, row, { code: 'period-mismatch', message }, at.period);
    }
    if (at.unit >= 0 && cells[at.unit]?.trim() !== indicator?.unit) {
      const message = `“${shown(cells[at.unit] ?? '')}”, where the indicator is declared in “${indicator?.unit}”`;
      found = complain(found, row, { code: 'unit-mismatch', message }, at.unit);
    }
    const value = cells[at.value]?.trim() ?? '';
    const says =
      (at.status < 0 ? undefined : marks.get(cells[at.status]?.trim() ?? '')?.missing) ??
      (at.flags < 0 ? undefined : marks.get(cells[at.flags]?.trim() ?? '')?.missing);
    if (value === '' && says === undefined && layout.blankMeans === null) {
      found = complain(found, row, EMPTY, at.value);
    }
    if (says !== undefined && value !== '' && layout.markers[value] !== says) {
      const message = `“${shown(value)}”, and the status is ${says}`;
      found = complain(found, row, { code: 'status-contradiction', message }, at.value);
    }
    return found;
  }

  return (row) => checkCells(row) ?? checkTogether(row) ?? NONE;
}

type ColumnType = (layout: ObservationLayout) => (text: string) => Problem | undefined;

const COLUMN_TYPES: Readonly<Record<'indicator' | 'country' | 'period' | 'status' | 'flags', ColumnType>> = {
  indicator: (layout) =>
    problemOf(oneOf(new Set(Object.keys(layout.indicators)), 'indicator-unknown', 'no declared indicator')),
  country: (layout) =>
    problemOf(
      layout.countryBy === 'iso3'
        ? textThat((text) => /^[A-Z]{3}$/.test(text), 'code-unknown', 'no alpha-3 country code')
        : textThat(
            (text) => text !== '' && text.length <= LONGEST_REMEMBERED,
            'name-unknown',
            'no country name',
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
  status: (layout) => problemOf(markType(layout)),
  flags: (layout) => problemOf(markType(layout)),
};

function markType(layout: ObservationLayout): z.ZodType {
  return oneOf(new Set(['', ...Object.keys(layout.marks)]), 'status-unknown', 'no declared status or flag');
}

/** What may stand in the value column: a declared marker, or a number that can be read exactly. */
export function valueType(layout: ObservationLayout): z.ZodType {
  const markers = new Set(Object.keys(layout.markers));
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
