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

/** Up to this, a row has nothing to do with a layout: one of two things that it needs may be there by chance. */
const BY_CHANCE = 0.5;
/** Nine times what the widest known table has. */
const MOST_COLUMNS = 10_000;
/** Findings about one header that are told one by one. */
const MOST_FINDINGS = 50;

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
  /** Whether further rows may tell which of several layouts with this header it is. */
  readonly isUndecided: boolean;
}

interface Candidate {
  readonly match: HeaderMatch;
  readonly layout: TableLayout;
  /** Number of the row in which the header ends. */
  readonly end: number;
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
  const tooWide = head.find(({ cells }) => cells.length > MOST_COLUMNS);
  if (tooWide !== undefined) {
    const message = `the row has ${tooWide.cells.length} columns; the limit is ${MOST_COLUMNS}`;
    const issues = [issue('column-unexpected', message, { cell: { row: tooWide.row } })];
    return { found: null, layout: null, issues, isUndecided: false };
  }
  let best: Candidate | undefined;
  let equals: Candidate[] = [];
  for (const layout of layouts) {
    for (const { match, end } of candidates(head, layout, given)) {
      const candidate = { match, layout, end };
      if (best === undefined || isBetter(match, best.match)) {
        best = candidate;
        equals = [candidate];
      } else if (end === best.end && !isBetter(best.match, match)) equals.push(candidate);
    }
  }
  if (best === undefined || best.match.share <= BY_CHANCE) return unknownTable(head, layouts);
  if (best.match.matched === null)
    return { found: null, layout: best.layout, issues: firstOf(best.match.issues), isUndecided: false };
  const told = equals.length > 1 ? equals.filter((one) => isTold(one, head)) : equals;
  // Without texts to tell them apart, the layout that is declared first is meant.
  const isOpen = equals.some(({ layout }) => layout.toldBy !== null) && told.length !== 1;
  if (isOpen) return { ...sharedHeader(equals, told, best), isUndecided: told.length === 0 };
  const { match, layout, end } = told[0] ?? best;
  if (match.matched === null) throw new Error('equals of a match are matches');
  const found = { layout, table: match.matched, headerEndsAt: end };
  return { found, layout, issues: [], isUndecided: false };
}

/** The first findings, and how many more there are: a wide header may be wrong in each of its cells. */
function firstOf(issues: readonly Issue[]): readonly Issue[] {
  const more = issues.length - MOST_FINDINGS;
  if (more <= 0) return issues;
  const message = `${more} more findings about the header are counted and not kept`;
  return [...issues.slice(0, MOST_FINDINGS), issue('findings-not-kept', message)];
}

function unknownTable(head: readonly LocatedRow[], layouts: readonly TableLayout[]): TableSearch {
  const [first] = head;
  const shown = (first?.cells ?? []).filter((text) => text !== null).join(', ');
  const message = `no declared layout has the header “${shown.length > 160 ? `${shown.slice(0, 157)}…` : shown}”`;
  const known = layouts.map(({ id }) => id).join(', ');
  const hint = `egdi inspect FILE shows what is in it; known layouts: ${known}; a new one is a declaration`;
  const cell = { row: first?.row ?? 1 };
  const issues = [issue('layout-unknown', message, { cell, hint })];
  return { found: null, layout: null, issues, isUndecided: false };
}

/** Whether one of the rows below the header has a text that only this layout has. */
function isTold({ layout: { toldBy }, match, end }: Candidate, head: readonly LocatedRow[]): boolean {
  if (toldBy === null || match.matched === null) return false;
  const index = match.matched.header.findIndex((text) => text?.trim() === toldBy.column);
  const texts = new Set(toldBy.texts);
  return head.some(({ row, cells }) => row > end && texts.has(cells[index]?.trim() ?? ''));
}

/** One header of several layouts, and rows that belong to none of them alone. */
function sharedHeader(
  equals: readonly Candidate[],
  told: readonly Candidate[],
  { layout, end }: Candidate,
): Omit<TableSearch, 'isUndecided'> {
  const names = (several: readonly Candidate[]) => several.map((one) => one.layout.id).join(' and ');
  const message =
    told.length > 1
      ? `the rows have texts that only ${names(told)} have, each alone`
      : `the header is that of ${names(equals)}, and no row has a text that tells which`;
  const hint = equals
    .flatMap((one) =>
      one.layout.toldBy ? [`${one.layout.id} has ${one.layout.toldBy.texts.slice(0, 5).join(', ')} …`] : [],
    )
    .join('; ');
  return { found: null, layout, issues: [issue('layout-ambiguous', message, { cell: { row: end }, hint })] };
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
