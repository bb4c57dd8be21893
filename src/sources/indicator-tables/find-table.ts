/**
 * Which layout a table has, by its content: the rows down to the header are held against the declared layouts. One
 * that is nearly a known layout is refused column by column, one that is far from all of them as a whole.
 */
import { type Issue, issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import type { MatchedTable } from '../matched-table.ts';
import { headerRowsOf, matchBlocks } from './match-blocks.ts';
import { type HeaderMatch, matchColumns } from './match-columns.ts';
import type { TableLayout } from './table-layout.ts';

/** Below this, a row has nothing to do with a layout. */
const NEARLY = 0.5;

export interface FoundTable {
  readonly layout: TableLayout;
  readonly table: MatchedTable;
  /** Number of the row in which the header ends. */
  readonly headerEndsAt: number;
}

export interface TableSearch {
  readonly found: FoundTable | null;
  /** The layout that the table has or nearly has. */
  readonly layout: TableLayout | null;
  readonly issues: readonly Issue[];
}

/** Rows that have to be seen to know which of the layouts a table has. */
export function headRowsOf(layouts: readonly TableLayout[]): number {
  return Math.max(...layouts.map((layout) => layout.headerWithin + headerRowsOf(layout)));
}

/** Looks for the header in the first rows. `given`: the series of a table that does not name it. */
export function findTable(
  head: readonly LocatedRow[],
  layouts: readonly TableLayout[],
  given: string | null,
): TableSearch {
  let best: { readonly match: HeaderMatch; readonly layout: TableLayout; readonly end: number } | undefined;
  for (const layout of layouts) {
    for (const candidate of candidates(head, layout, given)) {
      if (best === undefined || isBetter(candidate.match, best.match)) best = { ...candidate, layout };
    }
  }
  if (best === undefined || best.match.share < NEARLY) {
    const [first] = head;
    const shown = (first?.cells ?? []).filter((text) => text !== null).join(', ');
    const message = `no declared layout has the header “${shown.length > 160 ? `${shown.slice(0, 157)}…` : shown}”`;
    const hint = `known layouts: ${layouts.map(({ id }) => id).join(', ')}; a new one is a declaration`;
    return {
      found: null,
      layout: null,
      issues: [issue('layout-unknown', message, { cell: { row: first?.row ?? 1 }, hint })],
    };
  }
  const { match, layout, end } = best;
  if (match.matched === null) return { found: null, layout, issues: match.issues };
  return { found: { layout, table: match.matched, headerEndsAt: end }, layout, issues: [] };
}

/** A match before none, then the larger share, then the layout that explains more of the header. */
function isBetter(one: HeaderMatch, other: HeaderMatch): boolean {
  const [a, b] = [one.matched === null ? 0 : 1, other.matched === null ? 0 : 1];
  if (a !== b) return a > b;
  return one.share !== other.share ? one.share > other.share : one.explained > other.explained;
}

function* candidates(
  head: readonly LocatedRow[],
  layout: TableLayout,
  given: string | null,
): Generator<{ readonly match: HeaderMatch; readonly end: number }> {
  const preamble = new Map<string, string>();
  const size = headerRowsOf(layout);
  for (const [position, row] of head.slice(0, layout.headerWithin).entries()) {
    const rows = head.slice(position, position + size);
    const match =
      size === 1
        ? matchColumns(row, layout, given, new Map(preamble))
        : matchBlocks(rows, layout, new Map(preamble));
    if (match.share > 0) yield { match, end: rows.at(-1)?.row ?? row.row };
    const [label, text] = row.cells;
    if (label && text) preamble.set(label.trim(), text.trim());
  }
}
