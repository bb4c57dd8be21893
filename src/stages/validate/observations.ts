/**
 * Stage 2 for observations, as a stream: located rows → rows that keep the contract, block by block. A row with an
 * error is quarantined whole. Nothing is kept of a block that was handed on.
 */
import { columnLetters } from '../../model/cell.ts';
import type { FindingList } from '../../model/finding-list.ts';
import { issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import type { MatchedTable } from '../../sources/matched-table.ts';
import { type ObservationContract, observationContract } from '../../sources/observation-contract.ts';
import { type DeclaredTables, headerFinder } from '../../sources/observation-header.ts';
import type { ObservationLayout } from '../../sources/observation-layout.ts';

/** Rows, the header first: of a sheet, or from memory. A plain iterable is not awaited row by row. */
export type ObservationRows = Iterable<LocatedRow> | AsyncIterable<LocatedRow>;

/** So many cells are a millisecond's work: how long others wait, and how little lies in memory. */
const BLOCK_CELLS = 8192;
const BLOCK_ROWS = 512;

export interface ObservationValidator {
  /** Known once the first block has been handed out; null where the header is not that of the layout. */
  matched(): MatchedTable | null;
  blocks(rows: ObservationRows): AsyncGenerator<readonly LocatedRow[]>;
  count(): StageCount;
}

/** Validates one sheet. Throws what its source throws (`ReadFault`) and `too-many-rows-refused`. */
export function validateObservations(
  layout: ObservationLayout | DeclaredTables,
  findings: FindingList,
): ObservationValidator {
  const finder = headerFinder(layout);
  let matched: MatchedTable | null = null;
  let rowsIn = 0;
  let rowsOut = 0;
  let rowsBelow = 0;
  return {
    matched: () => matched,
    count: () =>
      stageCount('validate', 'rows → records', {
        in: rowsIn,
        out: rowsOut,
        excluded: rowsBelow,
        quarantined: rowsIn - rowsOut - rowsBelow,
      }),
    async *blocks(rows) {
      let check: ObservationContract | undefined;
      let stray: StrayCells | undefined;
      let isBelow = false;
      const head: LocatedRow[] = [];

      /** Finds the header in what was gathered; false where there is none that is known. */
      const begin = (): boolean => {
        const { table, headerEndsAt, issues } = finder.find(head);
        issues.forEach(findings.add);
        if (table === null) return false;
        matched = table;
        check = observationContract(table);
        if (table.rules.stray === 'report') stray = strayCells(table.nameless);
        head.splice(0, head.findLastIndex(({ row }) => row <= headerEndsAt) + 1);
        return true;
      };
      const validOf = (block: readonly LocatedRow[]): LocatedRow[] => {
        const valid: LocatedRow[] = [];
        for (const row of block) {
          rowsIn += 1;
          isBelow ||= matched !== null && matched.footers.length > 0 && isFooter(row, matched.footers);
          if (isBelow) {
            rowsBelow += 1;
            continue;
          }
          const ambiguous = matched?.ambiguousWithout;
          if (ambiguous && !row.cells[ambiguous.index]?.trim()) {
            const cell = { row: row.row, column: ambiguous.index + 1 };
            findings.quarantine(row, [issue('row-ambiguous', ambiguous.why, { cell })]);
            continue;
          }
          stray?.see(row);
          const found = (check as ObservationContract)(row);
          if (found.length === 0) valid.push(row);
          else findings.quarantine(row, found);
        }
        rowsOut += valid.length;
        return valid;
      };

      for await (const block of blocksOf(rows, finder.headRows)) {
        if (check !== undefined) {
          yield validOf(block);
          continue;
        }
        head.push(...block);
        if (head.length < finder.headRows) continue;
        if (!begin()) return;
        yield validOf(head);
      }
      if (check === undefined) {
        if (head.length === 0) findings.add(issue('file-empty', 'the file holds no rows'));
        else if (begin()) yield validOf(head);
      }
      if (check !== undefined && rowsIn === 0)
        findings.add(issue('file-empty', 'the table has a header and no rows below it'));
      stray?.tell(findings);
    },
  };
}

function isFooter({ cells }: LocatedRow, footers: readonly string[]): boolean {
  const first = cells[0]?.trim();
  return first !== undefined && footers.some((footer) => first.startsWith(footer));
}

interface StrayCells {
  see(row: LocatedRow): void;
  tell(findings: FindingList): void;
}

/** Counts texts under no header: one finding for each column. */
function strayCells(nameless: readonly number[]): StrayCells {
  const counts = new Map<number, { count: number; readonly row: number; readonly text: string }>();
  return {
    see({ row, cells }) {
      for (const index of nameless) {
        const text = cells[index]?.trim();
        if (!text) continue;
        const known = counts.get(index);
        if (known) known.count += 1;
        else counts.set(index, { count: 1, row, text: text.slice(0, 60) });
      }
    },
    tell(findings) {
      for (const [index, { count, row, text }] of counts) {
        const message = `column ${columnLetters(index + 1)} has no header and ${count} texts, the first “${text}”; not read`;
        findings.add(issue('cell-stray', message, { cell: { row, column: index + 1 } }));
      }
    },
  };
}

async function* blocksOf(rows: ObservationRows, headRows: number): AsyncGenerator<readonly LocatedRow[]> {
  let block: LocatedRow[] = [];
  // The head is seen as a whole; blocks of wide rows are shorter.
  let size = Math.max(1, headRows);
  const next = () => {
    const full = block;
    block = [];
    const width = full.reduce((most, { cells }) => Math.max(most, cells.length), 1);
    size = Math.max(16, Math.min(BLOCK_ROWS, Math.ceil(BLOCK_CELLS / width)));
    return full;
  };
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) if (block.push(row) >= size) yield next();
  } else {
    for (const row of rows) if (block.push(row) >= size) yield next();
  }
  if (block.length > 0) yield block;
}
