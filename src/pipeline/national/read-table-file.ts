/**
 * A workbook or text file of statistical tables → what each declared table in it says. A file is known by what it holds;
 * sheets that no declaration reads are named, and a cell that two declarations read belongs to neither.
 */
import { basename } from 'node:path';
import { formatCell } from '../../model/cell.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../model/finding-list.ts';
import { type Issue, issue, ReadFault } from '../../model/issue.ts';
import type { NationalObservation } from '../../model/national-observation.ts';
import { stageCount } from '../../model/stage.ts';
import type { DocumentReader } from '../../readers/read-document.ts';
import { createRecordSink } from '../../sources/national/record-sink.ts';
import { tableSource, takeSheet } from '../../sources/national/statistical-table.ts';
import { meantSheets } from '../../sources/tables/choose-sheets.ts';
import { printedRule } from '../../sources/tables/load-declaration.ts';
import { readGrids, readTables, type TableReading } from '../../sources/tables/read-table.ts';
import type { LoadableTable } from '../../sources/tables/table-declaration.ts';
import type { TableGrid } from '../../sources/tables/table-grid.ts';
import type { LoadedFile } from '../../stages/load.ts';
import { normaliseNational } from '../../stages/normalise/national.ts';
import type { NationalFilePart } from '../run/load-national-files.ts';

/** Sheets that a finding names; a bulletin has some fifty. */
const MOST_NAMED = 60;

export interface FittingTables {
  readonly format: string;
  readonly grids: readonly TableGrid[];
  readonly tables: readonly LoadableTable[];
}

/**
 * The sheets of a file and the declared tables that find theirs among them.
 * @throws ReadFault where the file cannot be read, or `file-unknown` where no table fits
 */
export async function findTables(
  path: string,
  declared: readonly LoadableTable[],
  reader: DocumentReader,
  note: (found: Issue) => void,
): Promise<FittingTables> {
  const document = await reader.read(path, note);
  const grids = await readGrids(document);
  const tables = declared.filter(({ sheets }) => meantSheets(grids, sheets).length > 0);
  if (tables.length > 0) return { format: document.format, grids, tables };
  const named = grids.filter(({ rows }) => rows.length > 0).map(({ name }) => name);
  const sheets = named.some((name) => name !== null) ? `: ${namesOf(named)}` : '';
  throw new ReadFault(
    issue('file-unknown', `no declared table or series is in ${basename(path)}${sheets}`, {
      hint: `egdi inspect ${basename(path)} --draft begins a declaration; load it with egdi run national --table`,
    }),
  );
}

/** What the tables of one file say, normalised; and what of the file they do not read. */
export function readTableFile(
  file: LoadedFile,
  { grids, tables }: FittingTables,
): { readonly parts: readonly NationalFilePart[]; readonly issues: readonly Issue[] } {
  const readings = tables.map((table) => ({
    table,
    reading: readTables(grids, table, { file: file.path, sha256: file.sha256 }),
  }));
  const shared = sharedCells(readings);
  const parts = readings.map(({ table, reading }) => partOf(file, table, reading));
  return { parts, issues: [...shared, ...unreadSheets(grids, tables)].map((one) => about(file, one)) };
}

function partOf(file: LoadedFile, table: LoadableTable, reading: TableReading): NationalFilePart {
  const findings = createFindingList(
    { file: file.path, sha256: file.sha256, sheet: null },
    () => sink.header(),
    DEFAULT_FINDING_LIMITS,
  );
  const sink = createRecordSink(findings);
  for (const found of reading.issues) findings.add(found);
  for (const sheet of reading.tables) takeSheet(sheet, table, sink);
  const normaliser = normaliseNational(tableSource(table), findings);
  const observations: NationalObservation[] = normaliser.observations(sink.take());
  normaliser.finish();
  const cellCount = reading.tables.reduce((sum, one) => sum + one.cellCount, 0);
  const recordCount = reading.tables.reduce((sum, one) => sum + one.records.length, 0);
  const cells = { in: cellCount, out: recordCount, quarantined: cellCount - recordCount };
  return {
    file,
    sheet: null,
    layoutId: table.id,
    rowsRead: new Set(
      reading.tables.flatMap(({ sheet, records }) => records.map(({ cell }) => `${sheet} ${cell.row}`)),
    ).size,
    observations,
    findings,
    addsPeriods: !['header', 'rows'].includes(table.period.from),
    counts: [stageCount('validate', 'cells → table records', cells), sink.count(), normaliser.count()],
  };
}

/** Two tables on one sheet are common; one cell in two tables is a contradiction of their declarations. */
function sharedCells(
  readings: readonly { readonly table: LoadableTable; readonly reading: TableReading }[],
): Issue[] {
  const owners = new Map<string, string>();
  const issues = new Map<string, Issue>();
  for (const { table, reading } of readings) {
    for (const { cell } of reading.tables.flatMap(({ records }) => records)) {
      const place = formatCell(cell);
      const owner = owners.get(place);
      if (owner === undefined) owners.set(place, table.id);
      else if (owner !== table.id && !issues.has(`${owner} ${table.id}`)) {
        const message = `the tables ${owner} and ${table.id} both read this cell`;
        const hint = 'narrow sheets.title, begin or rows.end of one of them';
        issues.set(`${owner} ${table.id}`, issue('sheet-ambiguous', message, { cell, hint }));
      }
    }
  }
  return [...issues.values()];
}

/** Nothing of a workbook is passed over in silence. */
function unreadSheets(grids: readonly TableGrid[], tables: readonly LoadableTable[]): Issue[] {
  const read = new Set(tables.flatMap(({ sheets }) => meantSheets(grids, sheets)));
  const asideRules = tables.flatMap(({ load }) => load.aside.map(printedRule));
  const unread = grids.filter((grid) => grid.rows.length > 0 && !read.has(grid));
  const aside = unread.filter(({ name }) => asideRules.some((rule) => rule((name ?? '').trim())));
  const undeclared = unread.filter((grid) => !aside.includes(grid));
  const counted = (of: readonly TableGrid[]): string =>
    `${of.length} of ${grids.length} sheets ${of.length === 1 ? 'is' : 'are'}`;
  return [
    ...(aside.length === 0
      ? []
      : [
          issue(
            'sheet-ignored',
            `${counted(aside)} declared to hold no table: ${namesOf(aside.map(({ name }) => name))}`,
          ),
        ]),
    ...(undeclared.length === 0
      ? []
      : [
          issue(
            'sheet-undeclared',
            `${counted(undeclared)} read by no declared table: ${namesOf(undeclared.map(({ name }) => name))}`,
            { hint: 'egdi inspect FILE --sheet NAME --draft begins a declaration' },
          ),
        ]),
  ];
}

function namesOf(names: readonly (string | null)[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `“${(name ?? '').trim()}”`);
  return [...shown, ...(names.length > MOST_NAMED ? [`and ${names.length - MOST_NAMED} more`] : [])].join(
    ', ',
  );
}

function about({ path, sha256 }: LoadedFile, found: Issue): Issue {
  return { ...found, file: path, sha256 };
}
