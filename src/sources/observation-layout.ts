/**
 * Layouts of long observation tables as data: one row per indicator, country and period. Finds the declared columns
 * in a header. sources/ knows layouts and no arithmetic.
 */
import { type Issue, issue } from '../model/issue.ts';
import type { CellText, LocatedRow } from '../model/located.ts';
import type { Indicator, MissingStatus } from '../model/observation.ts';

/** What a text of the status or flag column says. */
export interface ObservationMark {
  /** Why there is no value; absent where the mark says nothing about that. */
  readonly missing?: MissingStatus;
  readonly isEstimated?: true;
  readonly isPreliminary?: true;
}

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

/** A layout found in a header row. */
export interface MatchedObservationLayout {
  readonly layout: ObservationLayout;
  readonly header: readonly CellText[];
  /** 0-based column of each field; -1 where the layout does not have it. */
  readonly at: Readonly<Record<ObservationField, number>>;
  /** 0-based columns without a header, in which nothing may stand. */
  readonly nameless: readonly number[];
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
): { readonly matched: MatchedObservationLayout | null; readonly issues: readonly Issue[] } {
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
  const at = Object.fromEntries(
    FIELDS.map((field) => {
      const name = layout.columns[field];
      return [field, name === undefined ? -1 : names.indexOf(name)];
    }),
  ) as Record<ObservationField, number>;
  const nameless = names.flatMap((name, index) => (name === '' ? [index] : []));
  return { matched: { layout, header: header.cells, at, nameless }, issues };
}
