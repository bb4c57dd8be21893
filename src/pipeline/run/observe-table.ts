/** One table as a stream: located rows → rows that keep the contract → observations, block by block, nothing kept. */
import type { FindingList } from '../../model/finding-list.ts';
import type { Indicator, Observation } from '../../model/observation.ts';
import type { StageCount } from '../../model/stage.ts';
import type { MatchedTable } from '../../sources/matched-table.ts';
import type { DeclaredTables } from '../../sources/observation-header.ts';
import type { ObservationLayout } from '../../sources/observation-layout.ts';
import {
  normaliseObservations,
  type ObservationNames,
  type ObservationNormaliser,
} from '../../stages/normalise/observations.ts';
import { type ObservationRows, validateObservations } from '../../stages/validate/observations.ts';

export interface TableToObserve {
  readonly rows: ObservationRows;
  /** The layout of the table, or those that it may have. */
  readonly layout: ObservationLayout | DeclaredTables;
  readonly countries: ObservationNames;
}

export interface ObservedTable {
  /** Known once the first block has come; null where the header is that of no layout. */
  matched(): MatchedTable | null;
  readonly blocks: AsyncIterable<readonly Observation[]>;
  /** What the observations are of, by code. */
  indicators(): ReadonlyMap<string, Indicator>;
  /** Of the stages, once all blocks have come. */
  counts(): readonly StageCount[];
}

/** Throws, while blocks are taken, what its source throws (`ReadFault`), and `too-many-rows-refused`. */
export function observeTable(
  { rows, layout, countries }: TableToObserve,
  findings: FindingList,
  signal?: AbortSignal,
): ObservedTable {
  const validator = validateObservations(layout, findings);
  let normaliser: ObservationNormaliser | undefined;
  async function* blocks(): AsyncGenerator<readonly Observation[]> {
    for await (const valid of validator.blocks(rows)) {
      signal?.throwIfAborted();
      const matched = validator.matched();
      if (matched === null) return;
      normaliser ??= normaliseObservations(matched, countries, findings);
      yield normaliser.observations(valid);
    }
  }
  return {
    matched: () => validator.matched(),
    blocks: blocks(),
    indicators: () => normaliser?.indicators() ?? new Map(),
    counts: () => [validator.count(), ...(normaliser ? [normaliser.count()] : [])],
  };
}
