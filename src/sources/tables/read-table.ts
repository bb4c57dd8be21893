/**
 * Statistical tables by their declaration: sheets of a workbook → one record per cell. Everything that is not
 * understood is found in one pass, each with its cell; a table with an error yields no records at all.
 */
import { createFindingList, DEFAULT_FINDING_LIMITS, type FindingList } from '../../model/finding-list.ts';
import { type Issue, issue } from '../../model/issue.ts';
import type { LocatedDocument } from '../../model/located.ts';
import { chooseSheets } from './choose-sheets.ts';
import { readCover } from './cover-page.ts';
import { type NamedDictionaries, openDictionary } from './label-dictionary.ts';
import { dictionariesFor } from './region-labels.ts';
import { findBands } from './table-bands.ts';
import { readCells } from './table-cells.ts';
import { findColumns } from './table-columns.ts';
import type { TableDeclaration } from './table-declaration.ts';
import type { Complain } from './table-findings.ts';
import { readGrid, type TableGrid } from './table-grid.ts';
import { readHeadings } from './table-headings.ts';
import { findPeriods, type PeriodRules, type ReadPeriod } from './table-period.ts';
import type { TableRecord } from './table-record.ts';
import { collectNotes, readRows } from './table-rows.ts';
import { checkTotals, type TotalCount } from './table-totals.ts';
import { unitNames } from './table-units.ts';

export interface TableContext {
  /** Path as given, for messages. */
  readonly file: string;
  readonly sha256?: string;
  /** Dictionaries that declarations may name; by default the regions of their country. */
  readonly dictionaries?: NamedDictionaries;
  /** All sheets of the file where only some are read: the cover is one of them. */
  readonly book?: readonly TableGrid[];
}

export interface SheetTable {
  readonly sheet: string | null;
  /** Texts above the header. */
  readonly titles: readonly string[];
  /** Empty where a finding about the sheet is an error. */
  readonly records: readonly TableRecord[];
  /** Cells in the area of values, blank ones included. */
  readonly cellCount: number;
  readonly notes: ReadonlyMap<string, string>;
  readonly totals: TotalCount;
  readonly isRefused: boolean;
}

export interface TableReading {
  readonly tables: readonly SheetTable[];
  readonly issues: readonly Issue[];
  readonly isRefused: boolean;
}

/** All sheets of a document, to be read by one or several declarations. */
export async function readGrids(document: LocatedDocument): Promise<TableGrid[]> {
  const grids: TableGrid[] = [];
  for (const sheet of document.sheets) grids.push(await readGrid(sheet));
  return grids;
}

/** @throws EgdiError `dictionary-unknown` */
export function readTables(
  grids: readonly TableGrid[],
  declaration: TableDeclaration,
  context: TableContext,
): TableReading {
  const about = (sheet: string | null): FindingList =>
    createFindingList(
      { file: context.file, sha256: context.sha256 ?? '', sheet },
      () => [],
      DEFAULT_FINDING_LIMITS,
    );
  const choice = about(null);
  const chosen = chooseSheets(grids, declaration, complainTo(choice));
  const issues: Issue[] = [...choice.issues()];
  const tables: SheetTable[] = [];
  for (const grid of chosen) {
    const findings = about(grid.name);
    const read = readSheet(grid, context.book ?? grids, declaration, context, complainTo(findings));
    const isRefused = findings.hasErrors();
    const records = isRefused ? [] : read.records;
    // What is missing from a refused table would only be missing from its totals again.
    const totals = checkTotals(records, declaration, complainTo(findings));
    tables.push({ ...read, sheet: grid.name, isRefused, records, totals });
    issues.push(...findings.issues());
  }
  return {
    tables,
    issues: context.sha256 === undefined ? issues.map(({ sha256: _, ...rest }) => rest) : issues,
    isRefused: choice.hasErrors() || tables.some((table) => table.isRefused),
  };
}

function complainTo(findings: FindingList): Complain {
  return (code, message, at, hint) =>
    findings.add(
      issue(code, message, {
        ...(at === undefined
          ? {}
          : { cell: { row: at.row, ...(at.column === undefined ? {} : { column: at.column }) } }),
        ...(hint === undefined ? {} : { hint }),
      }),
    );
}

type ReadSheet = Omit<SheetTable, 'sheet' | 'isRefused' | 'totals'>;

function readSheet(
  grid: TableGrid,
  grids: readonly TableGrid[],
  declaration: TableDeclaration,
  { dictionaries = dictionariesFor(declaration) }: TableContext,
  complain: Complain,
): ReadSheet {
  const { header, rows, period, unit } = declaration;
  const periods: PeriodRules = {
    special: new Map(Object.entries(period.special)),
    quarters: period.quarters,
  };
  const units = unitNames(unit.names);
  const labelDictionaries = rows.labels.map(({ codes }) => openDictionary(codes, dictionaries));
  const sectionDictionaries = rows.sections.map(({ codes }) => openDictionary(codes, dictionaries));
  const known = labelDictionaries.filter((dictionary) => dictionary !== undefined);
  const nothing: ReadSheet = {
    titles: [],
    records: [],
    cellCount: 0,
    notes: new Map(),
  };

  const bands = findBands(grid, declaration, { units, periods, labelDictionaries: known }, complain);
  if (bands === undefined) return nothing;
  const titles = bands.titles.flatMap(({ cells }) => cells.map(({ text }) => text));
  const notes = collectNotes(bands);
  const knownMarks = new Set(notes.keys());
  const columns = findColumns(grid, bands, declaration, complain);
  if (columns === undefined) return { ...nothing, titles, notes };
  const headings = readHeadings(
    columns.values,
    declaration,
    { units, periods, dictionary: openDictionary(header.codes, dictionaries), knownMarks },
    complain,
  );
  if (headings.length === 0) {
    const at = bands.header[0] ?? bands.body[0];
    complain('header-missing', 'no column holds values', at && { row: at.row });
  }
  const data = readRows(
    grid,
    bands.body,
    declaration,
    {
      periods,
      labelDictionaries,
      sectionDictionaries,
      labelColumns: columns.labels,
      attributeColumns: columns.attributes,
      periodColumn: columns.period,
      valueColumns: new Set(columns.values.map(({ column }) => column)),
      knownMarks,
    },
    complain,
  );
  const tablePeriod = sheetPeriod(grid, grids, titles, declaration, periods, complain);
  const { records, cellCount } = readCells(
    { grid, bands, headings, data, titles, units, notes, tablePeriod },
    declaration,
    complain,
  );
  return { titles, records, cellCount, notes };
}

/** The one period of a table that does not print periods beside its values. */
function sheetPeriod(
  grid: TableGrid,
  grids: readonly TableGrid[],
  titles: readonly string[],
  { period }: TableDeclaration,
  rules: PeriodRules,
  complain: Complain,
): ReadPeriod | null {
  if (period.from === 'header' || period.from === 'rows') return null;
  const texts =
    period.from === 'declared'
      ? [period.is ?? '']
      : period.from === 'title'
        ? titles
        : period.from === 'sheet'
          ? [grid.name ?? '']
          : [readCover(grids).period ?? ''];
  const found = texts.flatMap((text) => findPeriods(text, rules));
  const expected = found.filter((read) => period.kinds.includes(read.period.kind));
  const codes = new Set(expected.map((read) => read.period.code));
  const [first] = expected;
  if (first !== undefined && codes.size === 1) return first;
  const at = grid.rows[0] && { row: grid.rows[0].row };
  const where = `the ${period.from === 'declared' ? 'declaration' : period.from}`;
  if (codes.size > 1) {
    complain('period-missing', `${where} names several periods: ${[...codes].join(', ')}`, at);
  } else if (found[0] !== undefined) {
    const { kind, code } = found[0].period;
    complain(
      'period-mismatch',
      `${where} names a ${kind} (${code}), where the table has ${period.kinds.join(', ')}`,
      at,
    );
  } else complain('period-missing', `${where} names no period`, at);
  return null;
}
