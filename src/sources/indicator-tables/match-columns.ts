/** Finds the columns of an indicator table whose header is one row: by name, in any order. */
import { type Issue, type IssueCode, issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { parsePeriod } from '../../model/observation.ts';
import type { MatchedTable, OpenIndicators, ValueColumn } from '../matched-table.ts';
import { VALUE_OF_ROW } from '../observation-layout.ts';
import { rulesOf } from './layout-rules.ts';
import type { ColumnRole, TableLayout, TableSeries } from './table-layout.ts';

/** A row held against a layout. */
export interface HeaderMatch {
  readonly matched: MatchedTable | null;
  readonly issues: readonly Issue[];
  /** How much of what the layout requires the row has, 0 to 1. */
  readonly share: number;
  /** Header cells that the layout explains: of two layouts that match, the one that knows more is meant. */
  readonly explained: number;
}

interface FoundColumns {
  readonly values: readonly ValueColumn[];
  /** Headers that the values explain, or that are left out by declaration. */
  readonly explained: ReadonlySet<number>;
  /** Columns of texts about the values of a period, by its first day. */
  readonly notesOf: ReadonlyMap<string, readonly number[]>;
  readonly issues: readonly Issue[];
}

/** Roles that need no column. */
const NEVER_REQUIRED: ReadonlySet<ColumnRole> = new Set(['ignored', 'note', 'country-name']);

export function matchColumns(
  header: LocatedRow,
  layout: TableLayout,
  given: string | null,
  preamble: ReadonlyMap<string, string>,
): HeaderMatch {
  const names = header.cells.map((text) => (text ?? '').trim());
  const firstAt = new Map<string, number>();
  for (const [index, name] of names.entries()) if (!firstAt.has(name)) firstAt.set(name, index);
  const roles = new Map<number, ColumnRole>();
  names.forEach((name, index) => {
    if (name === '' && index > 0) return;
    const role = Object.hasOwn(layout.columns, name) ? layout.columns[name] : undefined;
    if (role !== undefined) roles.set(index, role);
  });
  const place = (index?: number) => ({
    cell: { row: header.row, ...(index === undefined ? {} : { column: index + 1 }) },
  });
  const issues: Issue[] = [];
  const complain = (code: IssueCode, message: string, index?: number, hint?: string): void =>
    void issues.push(issue(code, message, { ...place(index), ...(hint === undefined ? {} : { hint }) }));

  const optional = new Set<ColumnRole>(layout.optional);
  const required = [...new Set(Object.values(layout.columns))].filter(
    (role) => !NEVER_REQUIRED.has(role) && !optional.has(role),
  );
  const present = new Set(roles.values());
  const missing = required.filter((role) => !present.has(role));
  for (const role of missing) {
    const texts = Object.entries(layout.columns).flatMap(([name, of]) => (of === role ? [`“${name}”`] : []));
    complain('column-missing', `column ${texts.join(' or ')} of layout ${layout.id} is not in the header`);
  }
  const found = valueColumns(names, roles, layout, given, place);
  issues.push(...found.issues);
  names.forEach((name, index) => {
    if (name === '') return;
    const shown = name.slice(0, 100);
    if (!roles.has(index) && !found.explained.has(index)) {
      const hint = 'declare it as ignored if it is not needed';
      complain('column-unexpected', `layout ${layout.id} has no column “${shown}”`, index, hint);
    }
    if ((firstAt.get(name) ?? index) < index)
      complain('column-duplicate', `two columns are named “${shown}”`, index);
  });
  const share =
    (required.length - missing.length + (found.explained.size > 0 ? 1 : 0)) / (required.length + 1);
  const explained = roles.size + found.explained.size;
  if (issues.length > 0) return { matched: null, issues, share, explained };

  // In the order of the declaration: what a series is called must not depend on where its columns stand.
  const declared = Object.keys(layout.columns);
  const all = (role: ColumnRole) =>
    [...roles]
      .filter(([, of]) => of === role)
      .map(([index]) => index)
      .sort((a, b) => declared.indexOf(names[a] ?? '') - declared.indexOf(names[b] ?? ''));
  const at = (role: ColumnRole) => all(role)[0] ?? -1;
  const open: OpenIndicators | null =
    layout.open === null
      ? null
      : {
          ...layout.open,
          nameAt: at('indicator-name'),
          unitAt: at('indicator-unit'),
          descriptionAt: at('indicator-description'),
        };
  const notesAt = all('note');
  const flagsAt = at('flags');
  const ambiguousAt = layout.ambiguousWithout === null ? -1 : names.indexOf(layout.ambiguousWithout.column);
  const matched: MatchedTable = {
    rules: { ...rulesOf(layout), open },
    header: header.cells,
    at: {
      country: at('country'),
      countryName: at('country-name'),
      indicator: at('indicator'),
      period: at('period'),
      unit: at('unit'),
      status: at('status'),
      flags: flagsAt,
    },
    values: found.values.map((column) => ({
      ...column,
      flagsAt,
      notesAt: [...notesAt, ...(found.notesOf.get(column.period ?? '') ?? [])],
    })),
    qualifiers: all('qualifier'),
    totals: new Set(layout.totals),
    expected: Object.entries(layout.expected).flatMap(([name, texts]) => {
      const index = names.indexOf(name);
      return index < 0 ? [] : [{ index, texts: new Set(texts) }];
    }),
    nameless: names.flatMap((name, index) => (name === '' && !roles.has(index) ? [index] : [])),
    ambiguousWithout:
      layout.ambiguousWithout === null ? null : { index: ambiguousAt, why: layout.ambiguousWithout.why },
    footers: layout.footers,
    preamble,
  };
  return { matched, issues, share, explained };
}

function valueColumns(
  names: readonly string[],
  roles: ReadonlyMap<number, ColumnRole>,
  { id, values, open, indicators }: TableLayout,
  given: string | null,
  place: (index?: number) => { readonly cell: { readonly row: number } },
): FoundColumns {
  const free = names.flatMap((name, index) => (name === '' || roles.has(index) ? [] : [{ name, index }]));
  const issues: Issue[] = [];
  const explained = new Set<number>();
  const columns: ValueColumn[] = [];
  const notesOf = new Map<string, number[]>();
  const add = (index: number, series: TableSeries | null, period: string | null): void => {
    explained.add(index);
    columns.push({ ...VALUE_OF_ROW, index, flagsAt: -1, period, ...columnOf(series) });
  };
  const ofFrequency = (index: number, text: string, frequency: string): string | undefined => {
    const period = parsePeriod(text);
    if (period === undefined) return undefined;
    if (period.frequency === frequency) return period.firstDay;
    const message = `“${text}” is a ${period.frequency}, where layout ${id} has a ${frequency}`;
    issues.push(issue('period-mismatch', message, place(index)));
    explained.add(index);
    return undefined;
  };

  switch (values.kind) {
    case 'single': {
      const [index] = [...roles].find(([, role]) => role === 'value') ?? [-1];
      if (index >= 0) add(index, values.series, null);
      break;
    }
    case 'columns':
      for (const { name, index } of free) {
        const series = ownOf(values.series, name);
        if (series !== undefined) add(index, series, null);
      }
      break;
    case 'periods': {
      const series = given === null ? undefined : ownOf(values.given ?? {}, given);
      const pattern = values.pattern === null ? null : new RegExp(values.pattern);
      const frequency =
        series?.indicator.frequency ?? open?.frequency ?? Object.values(indicators)[0]?.frequency ?? 'year';
      const notes = values.notes === undefined ? null : new RegExp(values.notes);
      for (const { name, index } of free) {
        const about = parsePeriod(notes?.exec(name)?.groups?.period ?? '')?.firstDay;
        if (about !== undefined) {
          notesOf.set(about, [...(notesOf.get(about) ?? []), index]);
          continue;
        }
        const text = pattern === null ? name : (pattern.exec(name)?.groups?.period ?? '');
        const period = ofFrequency(index, text, frequency);
        if (period !== undefined) add(index, series ?? null, period);
      }
      // A remark about a period without a value is an unknown header like any other.
      const periods = new Set(columns.map(({ period }) => period));
      for (const [about, indices] of notesOf)
        if (periods.has(about)) for (const index of indices) explained.add(index);
      if (values.given !== null && series === undefined && columns.length > 0) {
        const known = Object.keys(values.given).join(', ');
        const message =
          given === null
            ? 'nothing in the file says which series its values are of'
            : `“${given}” is no series of layout ${id}`;
        issues.push(issue('indicator-missing', message, { ...place(), hint: `the layout has ${known}` }));
      }
      break;
    }
    case 'suffixed': {
      const pattern = new RegExp(values.pattern);
      for (const { name, index } of free) {
        const { series: code = '', period: text = '' } = pattern.exec(name)?.groups ?? {};
        if (Object.hasOwn(values.leftOut, code)) {
          explained.add(index);
          continue;
        }
        const series = ownOf(values.series, code);
        if (series === undefined) continue;
        const period = ofFrequency(index, text, series.indicator.frequency);
        if (period !== undefined) add(index, series, period);
      }
      break;
    }
    case 'blocks':
      break;
  }
  if (columns.length === 0 && issues.length === 0) {
    issues.push(issue('column-missing', `layout ${id} needs a column of values`, place()));
  }
  return { values: columns, explained, notesOf, issues };
}

export function columnOf(
  series: TableSeries | null,
): Pick<ValueColumn, 'indicator' | 'atMost' | 'wholeBelow'> {
  return {
    indicator: series?.indicator ?? null,
    atMost: series?.atMost ?? null,
    wholeBelow: series?.wholeBelow ?? null,
  };
}

function ownOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
