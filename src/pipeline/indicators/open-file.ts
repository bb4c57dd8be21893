/**
 * A file of indicator tables, opened: what each of its sheets is, by content. The head of a sheet is looked at and
 * given back, so that a table streams from its first row on.
 */
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

export interface IndicatorLayouts {
  readonly layouts: readonly TableLayout[];
  readonly codeLists: readonly CodeListLayout[];
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
    encodingsOf: (head) =>
      (findTable(head, layouts, series).layout?.encodings ?? []).filter((name) => name !== 'utf-8'),
  });
  const tables: OpenTable[] = [];
  const lists: CodeList[] = [];
  const unknown: Issue[] = [];
  const isOneOfSeveral = document.sheets.length > 1;
  for (const { name: sheet, rows } of document.sheets) {
    const { head, all } = await peek(rows, headRowsOf(layouts));
    const [first] = head;
    if (first === undefined) continue;
    const list = matchCodeList(first, codeLists);
    if (list !== undefined) {
      const listed: LocatedRow[] = [];
      for await (const row of all) listed.push(row);
      lists.push(readCodeList(listed, list));
      continue;
    }
    const search = findTable(head, layouts, series);
    if (search.found !== null) tables.push({ sheet, found: search.found, rows: all });
    else unknown.push(...search.issues.map((found) => inSheet(found, sheet)));
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

function inSheet(found: Issue, sheet: string | null): Issue {
  return sheet === null || !found.cell ? found : { ...found, cell: { sheet, ...found.cell } };
}

/** The first rows, and all of them. */
async function peek(
  rows: AsyncIterable<LocatedRow>,
  count: number,
): Promise<{ readonly head: readonly LocatedRow[]; readonly all: AsyncIterable<LocatedRow> }> {
  const iterator = rows[Symbol.asyncIterator]();
  const head: LocatedRow[] = [];
  let isDone = false;
  while (head.length < count) {
    const next = await iterator.next();
    if (next.done) {
      isDone = true;
      break;
    }
    head.push(next.value);
  }
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
  return { head, all: all() };
}
