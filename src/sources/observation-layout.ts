/**
 * Layouts of long observation tables as data: one row per indicator, country and period. Finds the declared columns
 * in a header. sources/ knows layouts and no arithmetic.
 */
import { type Issue, issue } from '../model/issue.ts';
import type { LocatedRow } from '../model/located.ts';
import type { Indicator, MissingStatus } from '../model/observation.ts';
import type { MatchedTable, ObservationMark } from './matched-table.ts';

export type ObservationField = 'indicator' | 'country' | 'period' | 'value' | 'unit' | 'status' | 'flags';

export interface ObservationLayout {
  readonly id: string;
  readonly title: string;
  /** Header text of each field, exact after trimming. */
  readonly columns: Readonly<Record<'indicator' | 'country' | 'period' | 'value', string>> &
    Partial<Readonly<Record<'unit' | 'status' | 'flags', string>>>;
  /** Columns that may stand in the file and are not read. */
  readonly ignoredColumns: readonly string[];
  readonly countryBy: 'iso3' | 'name';
  /** Indicators by the text that the file prints for them. */
  readonly indicators: Readonly<Record<string, Indicator>>;
  /** Texts that stand in the place of a value: `..`, `-`, `…`, `x`. */
  readonly markers: Readonly<Record<string, MissingStatus>>;
  /** What an empty value means; null where the layout always prints something. */
  readonly blankMeans: MissingStatus | null;
  /** Texts of the status and flag columns. */
  readonly marks: Readonly<Record<string, ObservationMark>>;
}

const FIELDS: readonly ObservationField[] = [
  'indicator',
  'country',
  'period',
  'value',
  'unit',
  'status',
  'flags',
];

/** Finds the columns of the layout by name; what is missing, unexpected or there twice refuses the table. */
export function matchObservationLayout(
  header: LocatedRow,
  layout: ObservationLayout,
): { readonly matched: MatchedTable | null; readonly issues: readonly Issue[] } {
  const names = header.cells.map((text) => (text ?? '').trim());
  const declared = Object.values(layout.columns);
  const known = new Set([...declared, ...layout.ignoredColumns]);
  const cell = (index?: number) => ({
    cell: { row: header.row, ...(index === undefined ? {} : { column: index + 1 }) },
  });
  const issues: Issue[] = declared
    .filter((name) => !names.includes(name))
    .map((name) =>
      issue('column-missing', `column “${name}” of layout ${layout.id} is not in the header`, cell()),
    );
  names.forEach((name, index) => {
    if (name === '') return;
    const shown = name.slice(0, 100);
    if (!known.has(name)) {
      issues.push(
        issue('column-unexpected', `layout ${layout.id} has no column “${shown}”`, {
          ...cell(index),
          hint: 'declare it under ignoredColumns if it is not needed',
        }),
      );
    }
    if (names.indexOf(name) < index)
      issues.push(issue('column-duplicate', `two columns are named “${shown}”`, cell(index)));
  });
  if (issues.length > 0) return { matched: null, issues };
  const { value, ...found } = Object.fromEntries(
    FIELDS.map((field) => {
      const name = layout.columns[field];
      return [field, name === undefined ? -1 : names.indexOf(name)];
    }),
  ) as Record<ObservationField, number>;
  const at = { ...found, countryName: -1 };
  const nameless = names.flatMap((name, index) => (name === '' ? [index] : []));
  const matched: MatchedTable = {
    rules: {
      id: layout.id,
      countryBy: layout.countryBy,
      countryAliases: new Map(),
      leftOut: new Map(),
      leftOutPatterns: [],
      indicators: new Map(Object.entries(layout.indicators)),
      open: null,
      renamed: new Map(),
      markers: new Map(Object.entries(layout.markers)),
      blankMeans: layout.blankMeans,
      marks: new Map(Object.entries(layout.marks)),
      flagSeparator: null,
      numbers: 'plain',
      stray: 'refuse',
    },
    header: header.cells,
    at,
    values: [{ ...VALUE_OF_ROW, index: value, flagsAt: at.flags }],
    qualifiers: [],
    totals: new Set(),
    expected: [],
    nameless,
    ambiguousWithout: null,
    footers: [],
    preamble: new Map(),
  };
  return { matched, issues };
}

/** A value about which the row says everything. */
export const VALUE_OF_ROW = {
  indicator: null,
  period: null,
  notesAt: [],
  mark: null,
  markText: null,
  atMost: null,
  wholeBelow: null,
} as const;
