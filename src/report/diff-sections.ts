/** The tables of a diff, whatever they are printed as. */
import { describeKey, type FactKey, type ReleaseDiff } from '../warehouse/releases/release-diff.ts';
import { type Column, grouped } from './text.ts';

export interface Section {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Rows beyond the limit. */
  readonly more: number;
}

const LONGEST_CELL = 48;

/** Sections that have something to say; figures, moves and cells are cut at the limit. */
export function diffSections(diff: ReleaseDiff, limit: number): Section[] {
  return [
    partitionSection(diff),
    summarySection(diff),
    rankSection(diff, limit),
    figureSection(diff, limit),
    cellSection(diff, limit),
  ].filter(({ rows }) => rows.length > 0);
}

function partitionSection({ partitions }: ReleaseDiff): Section {
  return {
    title: 'Partitions',
    columns: [
      { title: 'table' },
      { title: 'partition' },
      { title: 'is' },
      ...['added', 'removed', 'changed'].map((title) => ({ title, align: 'right' as const })),
    ],
    rows: partitions.map((one) => [
      one.tableName,
      one.dataset === 'reference' ? '' : one.partitionKey,
      one.change,
      ...[one.rowsAdded, one.rowsRemoved, one.rowsChanged].map(grouped),
    ]),
    more: 0,
  };
}

function summarySection({ summaries }: ReleaseDiff): Section {
  return {
    title: 'Changed figures',
    columns: [
      { title: 'of' },
      { title: 'figure' },
      { title: 'count', align: 'right' },
      { title: 'largest change', align: 'right' },
      { title: 'relative', align: 'right' },
    ],
    rows: summaries.map((one) => [
      one.indexCode ?? one.indicatorCode ?? '',
      one.column,
      grouped(one.count),
      one.maxAbsoluteChange,
      percent(one.maxRelativeChange),
    ]),
    more: 0,
  };
}

function rankSection({ rankMoves }: ReleaseDiff, limit: number): Section {
  return cut('Rank moves', limit, {
    columns: [
      { title: 'what' },
      { title: 'rank' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      { title: 'places', align: 'right' },
    ],
    rows: rankMoves.map((one) => [
      describeKey(one),
      one.column,
      String(one.before),
      String(one.after),
      one.places > 0 ? `+${one.places}` : String(one.places),
    ]),
  });
}

function figureSection({ figures }: ReleaseDiff, limit: number): Section {
  return cut('Largest changes', limit, {
    columns: [
      { title: 'what' },
      { title: 'figure' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      { title: 'change', align: 'right' },
      { title: 'relative', align: 'right' },
    ],
    rows: figures.map((one) => [
      describeKey(one),
      one.column,
      one.before,
      one.after,
      one.change.startsWith('-') ? one.change : `+${one.change}`,
      percent(one.relativeChange),
    ]),
  });
}

function cellSection({ rows }: ReleaseDiff, limit: number): Section {
  return cut('Cells', limit, {
    columns: [
      { title: 'row' },
      { title: 'is' },
      { title: 'column' },
      { title: 'before' },
      { title: 'after' },
    ],
    rows: rows.flatMap((row) => {
      const name = rowName(row);
      if (row.cells.length === 0) return [[name, row.change, '', '', '']];
      return row.cells.map((cell) => [name, row.change, cell.column, shown(cell.before), shown(cell.after)]);
    }),
  });
}

/** Scores are named by their key alone, as everywhere; rows of other tables say which. */
function rowName(key: FactKey): string {
  return key.tableName === 'fact_index_score' ? describeKey(key) : `${key.tableName} ${describeKey(key)}`;
}

function cut(title: string, limit: number, { columns, rows }: Pick<Section, 'columns' | 'rows'>): Section {
  return { title, columns, rows: rows.slice(0, limit), more: Math.max(0, rows.length - limit) };
}

/** `0.013163` → `1.32 %`. */
function percent(share: string | null): string {
  return share === null ? '' : `${(Number(share) * 100).toFixed(2)} %`;
}

function shown(text: string | null): string {
  if (text === null) return '–';
  return text.length <= LONGEST_CELL ? text : `${text.slice(0, LONGEST_CELL - 1)}…`;
}
