/**
 * A file of indicator tables, opened: what each of its sheets is, by content. The head of a sheet is looked at and
 * given back, so that a table streams from its first row on.
 */
import { basename } from 'node:path';
import { type Issue, issue } from '../../model/issue.ts';
import type { FileFormat, LocatedRow } from '../../model/located.ts';
import type { DocumentReader } from '../../readers/read-document.ts';
import {
  type CodeList,
  type CodeListLayout,
  matchCodeList,
  readCodeList,
} from '../../sources/indicator-tables/code-list.ts';
import { type FoundTable, findTable, headRowsOf } from '../../sources/indicator-tables/find-table.ts';
import type { TableLayout } from '../../sources/indicator-tables/table-layout.ts';
import { observationContract } from '../../sources/observation-contract.ts';
import { isIgnored } from '../../stages/extract.ts';

/** Rows that may be looked at to tell two layouts with one header apart. */
const MOST_ROWS_PEEKED = 50_000;
/** Rows that are tried to see which series their numbers may be of. */
const ROWS_TRIED = 500;
/** Beginning of the hint that lists these series. */
export const FITTING = 'by its numbers it may be ';

export interface IndicatorLayouts {
  readonly layouts: readonly TableLayout[];
  readonly codeLists: readonly CodeListLayout[];
  /** Names that an archive may hold beside tables. */
  readonly ignoredFiles: readonly string[];
}

export interface OpenTable {
  readonly sheet: string | null;
  readonly found: FoundTable;
  /** All rows, the header included; may be read once. */
  readonly rows: AsyncIterable<LocatedRow>;
}

export interface OpenFile {
  readonly format: FileFormat;
  readonly tables: readonly OpenTable[];
  readonly codeLists: readonly CodeList[];
  readonly issues: readonly Issue[];
}

/**
 * Opens a file. `series`: what its values are of, for layouts that do not say it.
 * @throws ReadFault when it is no text and no workbook
 */
export async function openIndicatorFile(
  reader: DocumentReader,
  path: string,
  declared: IndicatorLayouts,
  series: string | null,
): Promise<OpenFile> {
  const { layouts, codeLists } = declared;
  const issues: Issue[] = [];
  const document = await reader.read(path, (found) => issues.push(found), {
    archives: true,
    loneTexts: true,
    encodingsOf: (head) =>
      (findTable(head, layouts, series).layout?.encodings ?? []).filter((name) => name !== 'utf-8'),
  });
  const tables: OpenTable[] = [];
  const lists: CodeList[] = [];
  const unknown: Issue[] = [];
  const isOneOfSeveral = document.sheets.length > 1;
  for (const { name: sheet, rows } of document.sheets) {
    if (document.format === 'csv' && sheet !== null && isIgnored(basename(sheet), declared.ignoredFiles)) {
      issues.push(issue('file-ignored', `${sheet} is declared not to be data`));
      continue;
    }
    const peeked = await peek(rows, headRowsOf(layouts));
    const { head, all } = peeked;
    const [first] = head;
    if (first === undefined) continue;
    const list = matchCodeList(first, codeLists);
    if (list?.about === 'remarks') {
      issues.push(inSheet(issue('sheet-ignored', `${list.title}: recognised, and not kept`), sheet));
      lists.push({ layout: list, texts: new Map(), names: new Map() });
      await all[Symbol.asyncIterator]().return?.();
      continue;
    }
    if (list !== undefined) {
      const listed: LocatedRow[] = [];
      for await (const row of all) listed.push(row);
      lists.push(readCodeList(listed, list));
      continue;
    }
    let search = findTable(head, layouts, series);
    // Rows in any order: the one that tells may be far down.
    while (search.isUndecided && head.length < MOST_ROWS_PEEKED && (await peeked.more(head.length)))
      search = findTable(head, layouts, series);
    if (search.found !== null) tables.push({ sheet, found: search.found, rows: all });
    else {
      const isUnsaid = search.issues.some(({ code }) => code === 'indicator-missing');
      const fitting = isUnsaid && (await peeked.more(ROWS_TRIED)) ? fittingSeries(head, search.layout) : [];
      const hint = fitting.length > 0 ? { hint: `${FITTING}${fitting.join(', ')}` } : {};
      unknown.push(
        ...search.issues.map((found) =>
          inSheet(found.code === 'indicator-missing' ? { ...found, ...hint } : found, sheet),
        ),
      );
    }
    if (search.found === null) await all[Symbol.asyncIterator]().return?.();
  }
  const isNoise = isOneOfSeveral && tables.length > 0;
  // A workbook has sheets of remarks; one whose header is nearly a table's is refused all the same.
  const ignored = unknown.filter(({ code }) => isNoise && code === 'layout-unknown');
  issues.push(
    ...unknown.filter((found) => !ignored.includes(found)),
    ...ignored.map(({ cell }) =>
      issue('sheet-ignored', 'a sheet without a known header', cell ? { cell } : {}),
    ),
  );
  return { format: document.format, tables, codeLists: lists, issues };
}

/** The series that a table does not name, and that its numbers may be of: a rate is no count, and none is above 100 %. */
function fittingSeries(head: readonly LocatedRow[], layout: TableLayout | null): readonly string[] {
  if (layout?.values.kind !== 'periods') return [];
  return Object.keys(layout.values.given ?? {}).filter((code) => {
    const { found } = findTable(head, [layout], code);
    if (found === null) return false;
    const check = observationContract(found.table);
    const rows = head.filter(({ row }) => row > found.headerEndsAt);
    return rows.every((row) => check(row).every((problem) => problem.code !== 'unit-mismatch'));
  });
}

function inSheet(found: Issue, sheet: string | null): Issue {
  return sheet === null || !found.cell ? found : { ...found, cell: { sheet, ...found.cell } };
}

interface Peeked {
  /** Grows when more is asked for. */
  readonly head: readonly LocatedRow[];
  readonly all: AsyncIterable<LocatedRow>;
  /** Looks at so many further rows; false where there are none. */
  more(count: number): Promise<boolean>;
}

/** The first rows, and all of them. */
async function peek(rows: AsyncIterable<LocatedRow>, count: number): Promise<Peeked> {
  const iterator = rows[Symbol.asyncIterator]();
  const head: LocatedRow[] = [];
  let isDone = false;
  const more = async (further: number): Promise<boolean> => {
    const before = head.length;
    while (!isDone && head.length < before + further) {
      const next = await iterator.next();
      if (next.done) isDone = true;
      else head.push(next.value);
    }
    return head.length > before;
  };
  await more(count);
  async function* all(): AsyncGenerator<LocatedRow> {
    try {
      yield* head;
      while (!isDone) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all(), more };
}
