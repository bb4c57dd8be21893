/**
 * Layouts of source files as data: which header cell holds what. The adapters in this folder turn located
 * rows into records by these declarations; they know layouts and no arithmetic. sources/ may import model,
 * runtime, reference, methodology, readers and warehouse.
 */
import type { IndexCode } from '../model/survey.ts';

/** What a column of a survey table can hold. */
export type SurveyField = 'edition' | 'name' | 'iso3' | 'egdiRank' | IndexCode;

interface LayoutBase {
  readonly id: string;
  readonly title: string;
  /** Order of preference among the sources of one edition; lower is preferred. */
  readonly precedence: number;
  /** Cross-checks are compared with the primary and never loaded as such. */
  readonly crossCheckOnly: boolean;
  /** Columns that may stand in the file and are not read. */
  readonly ignoredColumns: readonly string[];
}

/** One row per country (and edition): the official export and its relatives. */
export interface SurveyTableLayout extends LayoutBase {
  readonly adapter: 'survey-table';
  /** Header text of each field, exact after trimming. */
  readonly columns: Partial<Readonly<Record<SurveyField, string>>>;
  /** Columns that check the row when they are there: a country code beside the name. */
  readonly optionalColumns: Partial<Readonly<Record<'iso3' | 'name', string>>>;
  readonly keyedBy: 'name' | 'iso3';
  /** Where the edition stands: in its column, or in the file name or the --edition parameter. */
  readonly editionFrom: 'column' | 'file-name';
}

/** One file per index, ISO3 rows × edition columns. */
export interface WidePanelLayout extends LayoutBase {
  readonly adapter: 'wide-panel';
  readonly iso3Column: string;
  readonly indicatorColumn: string;
  /** Indicator codes as printed → index. */
  readonly indicators: Readonly<Record<string, IndexCode>>;
}

export type LayoutDeclaration = SurveyTableLayout | WidePanelLayout;

/** The header cells that a layout requires. */
export function requiredColumns(layout: LayoutDeclaration): readonly string[] {
  return layout.adapter === 'survey-table'
    ? Object.values(layout.columns)
    : [layout.iso3Column, layout.indicatorColumn];
}

/** Every header cell that a layout knows, required or not. */
export function knownColumns(layout: LayoutDeclaration): readonly string[] {
  const optional = layout.adapter === 'survey-table' ? Object.values(layout.optionalColumns) : [];
  return [...requiredColumns(layout), ...optional, ...layout.ignoredColumns];
}
