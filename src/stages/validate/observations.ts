/**
 * Stage 2 for observations, as a stream: located rows → rows that keep the contract, block by block. A row with an
 * error is quarantined whole. Nothing is kept of a block that was handed on.
 */
import type { FindingList } from '../../model/finding-list.ts';
import { issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import { observationContract } from '../../sources/observation-contract.ts';
import {
  type MatchedObservationLayout,
  matchObservationLayout,
  type ObservationLayout,
} from '../../sources/observation-layout.ts';

/** Rows, the header first: of a sheet, or from memory. A plain iterable is not awaited row by row. */
export type ObservationRows = Iterable<LocatedRow> | AsyncIterable<LocatedRow>;

/** So many rows are a millisecond's work: how long others wait, and how little lies in memory. */
const BLOCK_ROWS = 512;

export interface ObservationValidator {
  /** Known once the first block has been handed out; null where the header is not that of the layout. */
  matched(): MatchedObservationLayout | null;
  blocks(rows: ObservationRows): AsyncGenerator<readonly LocatedRow[]>;
  count(): StageCount;
}

/** Validates one sheet. Throws what its source throws (`ReadFault`) and `too-many-rows-refused`. */
export function validateObservations(layout: ObservationLayout, findings: FindingList): ObservationValidator {
  let matched: MatchedObservationLayout | null = null;
  let rowsIn = 0;
  let rowsOut = 0;
  return {
    matched: () => matched,
    count: () =>
      stageCount('validate', 'rows → records', {
        in: rowsIn,
        out: rowsOut,
        quarantined: rowsIn - rowsOut,
      }),
    async *blocks(rows) {
      let check: ReturnType<typeof observationContract> | undefined;
      for await (const block of blocksOf(rows)) {
        const valid: LocatedRow[] = [];
        for (const row of block) {
          if (check === undefined) {
            const match = matchObservationLayout(row, layout);
            match.issues.forEach(findings.add);
            if (!match.matched) return;
            matched = match.matched;
            check = observationContract(match.matched);
            continue;
          }
          rowsIn += 1;
          const found = check(row);
          if (found.length === 0) valid.push(row);
          else findings.quarantine(row, found);
        }
        rowsOut += valid.length;
        yield valid;
      }
      if (check === undefined) findings.add(issue('file-empty', 'the file holds no rows'));
    },
  };
}

async function* blocksOf(rows: ObservationRows): AsyncGenerator<readonly LocatedRow[]> {
  let block: LocatedRow[] = [];
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) {
      if (block.push(row) < BLOCK_ROWS) continue;
      yield block;
      block = [];
    }
  } else {
    for (const row of rows) {
      if (block.push(row) < BLOCK_ROWS) continue;
      yield block;
      block = [];
    }
  }
  if (block.length > 0) yield block;
}
