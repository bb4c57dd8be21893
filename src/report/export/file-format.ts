/** The formats of `egdi export` and what their writers have in common. */
import type { ExportColumn } from './column-kind.ts';
import type { PackageFacts } from './package-facts.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'parquet', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface FormatOptions {
  /** CSV: a byte order mark, by which Excel knows UTF-8. */
  readonly bom: boolean;
  /** CSV: an apostrophe before text that a spreadsheet would take for a formula. */
  readonly formulaGuard: boolean;
}

export interface FileTarget extends FormatOptions {
  readonly path: string;
  readonly columns: readonly ExportColumn[];
  /** What the file says about itself, where its format can. */
  readonly about: AboutFile;
}

export interface AboutFile {
  readonly name: string;
  readonly description: string | null;
  readonly columnDescriptions: ReadonlyMap<string, string>;
  readonly facts: PackageFacts;
}

/** Takes rows batch by batch; the file is whole when `finish` has returned. */
export interface FileWriter {
  write(rows: readonly (readonly unknown[])[]): Promise<void>;
  finish(): Promise<void>;
  /** Lets go of the file after a failure. */
  abandon(): Promise<void>;
}
