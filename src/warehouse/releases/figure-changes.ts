/** Ranks that moved and figures that changed between two states of a row. Exact arithmetic. Owned by warehouse/; pure. */
import { decimalText, parseDecimal } from '../../model/decimal.ts';
import { abs, compare, divide, type Rational, subtract, toFixed } from '../../model/rational.ts';
import type { FactKey, KeyedRow } from './keyed-rows.ts';

/** A rank that is another one now. */
export interface RankMove extends FactKey {
  /** The published rank of the EGDI; otherwise the competition rank of the published score. */
  readonly column: string;
  readonly before: number;
  readonly after: number;
  /** Places gained; negative: places lost. */
  readonly places: number;
}

/** A figure that is another one now; one that appears or disappears is in the rows. */
export interface FigureChange extends FactKey {
  readonly column: string;
  readonly before: string;
  readonly after: string;
  /** After minus before. */
  readonly change: string;
  /** Size of the change by the size of the figure before, 6 decimals; null when that is zero. */
  readonly relativeChange: string | null;
}

export interface FigureSummary {
  readonly tableName: string;
  readonly indexCode: string | null;
  readonly indicatorCode: string | null;
  readonly column: string;
  readonly count: number;
  readonly maxAbsoluteChange: string;
  /** Null where every figure was zero before. */
  readonly maxRelativeChange: string | null;
}

type Pair = readonly [before: KeyedRow, after: KeyedRow];

const FIGURES = ['score_published', 'score_recomputed', 'mean_published', 'mean_published_rule', 'value'];
const RELATIVE_DECIMALS = 6;

/** The largest move first. */
export function rankMoves(pairs: readonly Pair[]): RankMove[] {
  const moves = pairs.flatMap(([old, now]): RankMove[] => {
    const column = now.key.indexCode === 'EGDI' ? 'rank_published' : 'rank_competition';
    const before = old.cells.get(column) ?? null;
    const after = now.cells.get(column) ?? null;
    if (before === null || after === null || before === after) return [];
    const places = Number(before) - Number(after);
    return [{ ...now.key, column, before: Number(before), after: Number(after), places }];
  });
  return moves.sort((a, b) => Math.abs(b.places) - Math.abs(a.places));
}

/** Published scores first, then what is derived from them; the largest change of each first. */
export function figureChanges(pairs: readonly Pair[]): FigureChange[] {
  const changes = pairs.flatMap(([old, now]) =>
    FIGURES.flatMap((column) => {
      const before = old.cells.get(column) ?? null;
      const after = now.cells.get(column) ?? null;
      const from = before === null ? undefined : parseDecimal(before)?.value;
      const to = after === null ? undefined : parseDecimal(after)?.value;
      if (before === null || after === null || before === after || !from || !to) return [];
      const difference = subtract(to, from);
      const relative = from.num === 0n ? null : divide(abs(difference), abs(from));
      return [{ found: { ...now.key, column, before, after }, difference, relative }];
    }),
  );
  return changes
    .sort(
      (a, b) =>
        FIGURES.indexOf(a.found.column) - FIGURES.indexOf(b.found.column) ||
        compare(abs(b.difference), abs(a.difference)),
    )
    .map(({ found, difference, relative }) => ({
      ...found,
      change: decimalText(difference),
      relativeChange: relative === null ? null : toFixed(relative, RELATIVE_DECIMALS),
    }));
}

/** How many figures of each kind changed, and by how much at most. */
export function summariseFigures(changes: readonly FigureChange[]): FigureSummary[] {
  const groups = new Map<string, FigureChange[]>();
  for (const change of changes) {
    const { tableName, indexCode, indicatorCode, column } = change;
    const name = [tableName, FIGURES.indexOf(column), indexCode, indicatorCode].join('\t');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [change]);
    else group.push(change);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...rest]]): FigureSummary[] => {
      if (first === undefined) return [];
      const { tableName, indexCode, indicatorCode, column } = first;
      const all = [first, ...rest];
      return [
        {
          tableName,
          indexCode,
          indicatorCode,
          column,
          count: all.length,
          maxAbsoluteChange: first.change.replace(/^-/, ''),
          maxRelativeChange: largest(all.map(({ relativeChange }) => relativeChange)),
        },
      ];
    });
}

function largest(texts: readonly (string | null)[]): string | null {
  let found: { readonly text: string; readonly value: Rational } | undefined;
  for (const text of texts) {
    const value = text === null ? undefined : parseDecimal(text)?.value;
    if (text === null || value === undefined) continue;
    if (found === undefined || compare(value, found.value) > 0) found = { text, value };
  }
  return found?.text ?? null;
}
