/** How the header of a table is found: that of one long layout in the first row, or of any of the declared tables. */
import type { Issue } from '../model/issue.ts';
import type { LocatedRow } from '../model/located.ts';
import { findTable, headRowsOf } from './indicator-tables/find-table.ts';
import type { TableLayout } from './indicator-tables/table-layout.ts';
import type { MatchedTable } from './matched-table.ts';
import { matchObservationLayout, type ObservationLayout } from './observation-layout.ts';

/** Tables that a file may be: one of several layouts, told by content. */
export interface DeclaredTables {
  readonly layouts: readonly TableLayout[];
  /** The series that whoever brings the file says it holds, for layouts that do not name theirs. */
  readonly series: string | null;
}

export interface FoundHeader {
  readonly table: MatchedTable | null;
  /** Number of the row in which the header ends. */
  readonly headerEndsAt: number;
  readonly issues: readonly Issue[];
}

export interface HeaderFinder {
  /** Rows that it wants to see, if there are so many. */
  readonly headRows: number;
  find(head: readonly LocatedRow[]): FoundHeader;
}

export function headerFinder(layout: ObservationLayout | DeclaredTables): HeaderFinder {
  if ('layouts' in layout) {
    const { layouts, series } = layout;
    return {
      headRows: headRowsOf(layouts),
      find(head) {
        const { found, issues } = findTable(head, layouts, series);
        return { table: found?.table ?? null, headerEndsAt: found?.headerEndsAt ?? 0, issues };
      },
    };
  }
  return {
    headRows: 1,
    find([first]) {
      if (first === undefined) return { table: null, headerEndsAt: 0, issues: [] };
      const { matched, issues } = matchObservationLayout(first, layout);
      return { table: matched, headerEndsAt: first.row, issues };
    },
  };
}
