/**
 * What differs between two states of the facts: rows, cells, ranks and figures. Pure, over rows, so that a release can
 * be compared with another one and with drafts that are in no database yet. Owned by warehouse/; imports model/.
 */
import type { DatasetName } from '../versions/datasets.ts';
import {
  type FigureChange,
  type FigureSummary,
  figureChanges,
  type RankMove,
  rankMoves,
  summariseFigures,
} from './figure-changes.ts';
import { comparableRows, type FactKey, type KeyedRow, keyText } from './keyed-rows.ts';
import type { PartitionRows } from './partition-rows.ts';

export type { FigureChange, FigureSummary, RankMove } from './figure-changes.ts';
export type { FactKey } from './keyed-rows.ts';
export { type PartitionRows, partitionRows, readPartitionRows } from './partition-rows.ts';

export type ChangeKind = 'added' | 'removed' | 'changed';

/** One value that differs. */
export interface CellChange {
  readonly column: string;
  readonly before: string | null;
  readonly after: string | null;
  /** True: what a source printed. False: a figure that we derive from it, or a word of the reference data. */
  readonly isSourceFigure: boolean;
}

export interface RowChange extends FactKey {
  readonly change: ChangeKind;
  /** Of a row that was added or removed: the figures that its source printed. */
  readonly cells: readonly CellChange[];
}

export interface PartitionChange {
  readonly dataset: DatasetName;
  readonly partitionKey: string;
  readonly tableName: string;
  readonly change: ChangeKind;
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  readonly rowsChanged: number;
}

export interface DiffFilter {
  readonly index?: string | undefined;
  /** ISO3 code. */
  readonly country?: string | undefined;
}

/**
 * Rows are in the order of their keys, rank moves the largest first, figures by kind and size. Changes against the previous edition
 * follow from these figures and are not listed.
 */
export interface ReleaseDiff {
  /** Whether nothing differs, within the filter. */
  readonly isEmpty: boolean;
  readonly partitions: readonly PartitionChange[];
  readonly rows: readonly RowChange[];
  readonly rankMoves: readonly RankMove[];
  readonly figures: readonly FigureChange[];
  /** By table, index or indicator, and figure. */
  readonly summaries: readonly FigureSummary[];
}

const SOURCE_FIGURES: ReadonlySet<string> = new Set([
  'score_published',
  'rank_published',
  'value_status',
  'value',
  'is_estimated',
  'is_preliminary',
  'is_negligible',
  'value_bound',
  'unit',
  'mean_published',
]);

/**
 * Compares two states. Only partitions that differ need to be given; one that is on one side only was added or
 * removed. With a filter, rows without an index (or country) are left out.
 */
export function diffPartitions(
  before: readonly PartitionRows[],
  after: readonly PartitionRows[],
  filter: DiffFilter = {},
): ReleaseDiff {
  const old = byPartition(before);
  const now = byPartition(after);
  const partitions: PartitionChange[] = [];
  const rows: RowChange[] = [];
  const changed: (readonly [KeyedRow, KeyedRow])[] = [];
  for (const name of [...new Set([...old.keys(), ...now.keys()])].sort(scoresFirst)) {
    const oldPartition = old.get(name);
    const newPartition = now.get(name);
    const { dataset, partitionKey } = (newPartition ?? oldPartition) as PartitionRows;
    const oldRows = comparableRows(oldPartition, filter);
    const newRows = comparableRows(newPartition, filter);
    const found: RowChange[] = [];
    for (const key of [...new Set([...oldRows.rows.keys(), ...newRows.rows.keys()])].sort()) {
      const oldRow = oldRows.rows.get(key);
      const newRow = newRows.rows.get(key);
      const change = rowChange(oldRow, newRow);
      if (change === undefined) continue;
      found.push(change);
      if (oldRow && newRow) changed.push([oldRow, newRow]);
    }
    if (found.length === 0) continue;
    const count = (kind: ChangeKind) => found.filter(({ change }) => change === kind).length;
    partitions.push({
      dataset,
      partitionKey,
      tableName: newRows.tableName ?? oldRows.tableName ?? partitionKey,
      change: oldPartition === undefined ? 'added' : newPartition === undefined ? 'removed' : 'changed',
      rowsAdded: count('added'),
      rowsRemoved: count('removed'),
      rowsChanged: count('changed'),
    });
    rows.push(...found);
  }
  const figures = figureChanges(changed);
  return {
    isEmpty: rows.length === 0,
    partitions,
    rows,
    rankMoves: rankMoves(changed),
    figures,
    summaries: summariseFigures(figures),
  };
}

/** `KAZ 2018 EGDI`: the key of a row in the words of its table. */
export function describeKey(key: FactKey): string {
  return keyText(key);
}

const DATASET_ORDER = ['score', 'observation', 'national_observation', 'group_score', 'reference'];

/** What a source printed before what follows from it. */
function scoresFirst(a: string, b: string): number {
  const place = (name: string) => DATASET_ORDER.indexOf(name.slice(0, name.indexOf('\t')));
  return place(a) - place(b) || (a < b ? -1 : 1);
}

function byPartition(partitions: readonly PartitionRows[]): Map<string, PartitionRows> {
  return new Map(
    partitions.map((partition) => [`${partition.dataset}\t${partition.partitionKey}`, partition]),
  );
}

function rowChange(before: KeyedRow | undefined, after: KeyedRow | undefined): RowChange | undefined {
  const some = (after ?? before) as KeyedRow;
  const columns = [...new Set([...(before?.cells.keys() ?? []), ...(after?.cells.keys() ?? [])])];
  const cells = columns
    .map(
      (column): CellChange => ({
        column,
        before: before?.cells.get(column) ?? null,
        after: after?.cells.get(column) ?? null,
        isSourceFigure: SOURCE_FIGURES.has(column),
      }),
    )
    .filter((cell) => cell.before !== cell.after);
  if (before !== undefined && after !== undefined) {
    return cells.length === 0 ? undefined : { ...some.key, change: 'changed', cells };
  }
  return {
    ...some.key,
    change: before === undefined ? 'added' : 'removed',
    cells: cells.filter(({ isSourceFigure }) => isSourceFigure),
  };
}
