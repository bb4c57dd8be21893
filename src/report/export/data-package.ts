/**
 * The description that goes with exported files: a Frictionless Data Package, version 1 of the specification
 * (specs.frictionlessdata.io). Pure.
 */

import type { ContractForeignKey } from '../../warehouse/queries/reporting-contract.ts';
import type { ColumnKind, ExportColumn } from './column-kind.ts';
import type { ExportFormat, FormatOptions } from './file-format.ts';
import { FORMULA_GUARD_NOTE, guardFormula } from './formula-guard.ts';
import type { PackageFacts } from './package-facts.ts';

export interface PackagedFile {
  readonly name: string;
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly description: string | null;
  readonly columns: readonly ExportColumn[];
  readonly columnDescriptions: ReadonlyMap<string, string>;
  readonly nullable: ReadonlyMap<string, boolean>;
  readonly grain: readonly string[];
  readonly foreignKeys: readonly ContractForeignKey[];
  /** The table of reporting that it is; null for views of history and statements. */
  readonly table: string | null;
}

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const FIELD_TYPES: Readonly<Record<ColumnKind, string>> = {
  integer: 'integer',
  bigint: 'integer',
  decimal: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'date',
  instant: 'datetime',
  bytes: 'string',
  text: 'string',
};

/** The content of `datapackage.json`. */
export function describePackage(
  files: readonly PackagedFile[],
  facts: PackageFacts,
  format: ExportFormat,
  options: FormatOptions,
): Record<string, unknown> {
  const { release, createdAt, sourceFiles } = facts;
  const isTabular = format === 'csv' || format === 'json';
  const licences = [...new Set(sourceFiles.map(({ licence }) => licence ?? 'not stated'))];
  return {
    profile: isTabular ? 'tabular-data-package' : 'data-package',
    name: release === null ? 'egdi' : `egdi-release-${release.releaseNo}`,
    title: 'UN E-Government Survey, published and recomputed',
    created: createdAt.toISOString(),
    ...(release === null ? {} : { version: String(release.releaseNo) }),
    ...(licences.length === 0
      ? {}
      : { licenses: licences.map((title) => ({ name: slug(title), title: `${title} (of the sources)` })) }),
    ...(sourceFiles.length === 0
      ? {}
      : {
          sources: sourceFiles.map(({ publisher, title, file_name: fileName, url }) => ({
            title: `${publisher}: ${title} (${fileName})`,
            ...(url !== null && /^https?:/.test(url) ? { path: url } : {}),
          })),
        }),
    resources: files.map((file) => describeResource(file, files, format, options)),
    egdi: {
      release_no: release?.releaseNo ?? null,
      published_at: release?.publishedAt ?? null,
      contract_version: facts.contractVersion,
      program_version: facts.programVersion,
      ...(format === 'csv' ? { formula_guard: options.formulaGuard ? FORMULA_GUARD_NOTE : 'off' } : {}),
    },
  };
}

function describeResource(
  file: PackagedFile,
  all: readonly PackagedFile[],
  format: ExportFormat,
  options: FormatOptions,
): Record<string, unknown> {
  const isTabular = format === 'csv' || format === 'json';
  const fieldName = (name: string) => (format === 'csv' && options.formulaGuard ? guardFormula(name) : name);
  const foreignKeys = file.foreignKeys.flatMap(({ columns, refersTo }) => {
    const target = all.find(({ table }) => table === refersTo.table);
    if (target === undefined) return [];
    const resource = target === file ? '' : target.name;
    return [{ fields: columns, reference: { resource, fields: refersTo.columns } }];
  });
  return {
    profile: isTabular ? 'tabular-data-resource' : 'data-resource',
    name: file.name,
    path: file.path,
    ...(file.description === null ? {} : { description: file.description }),
    format,
    mediatype: MEDIA_TYPES[format],
    ...(isTabular ? { encoding: 'utf-8' } : {}),
    bytes: file.bytes,
    hash: `sha256:${file.sha256}`,
    rows: file.rows,
    ...(format === 'csv'
      ? {
          dialect: {
            delimiter: ',',
            lineTerminator: '\r\n',
            quoteChar: '"',
            doubleQuote: true,
            header: true,
          },
        }
      : {}),
    schema: {
      fields: file.columns.map((column) => ({
        name: fieldName(column.name),
        type: FIELD_TYPES[column.kind],
        // Fractions of a second are beyond the default form.
        ...(column.kind === 'instant' ? { format: 'any' } : {}),
        title: titleOf(column.name),
        ...(file.columnDescriptions.has(column.name)
          ? { description: file.columnDescriptions.get(column.name) }
          : {}),
        ...(file.nullable.get(column.name) === false ? { constraints: { required: true } } : {}),
      })),
      missingValues: [''],
      ...(file.grain.length === 0 ? {} : { primaryKey: file.grain }),
      ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    },
  };
}

/** `rank_published` → `Rank published`. */
function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A name in the letters that the specification allows. */
function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9._]+/g, '-')
      .replace(/^-|-$/g, '') || 'other'
  );
}
