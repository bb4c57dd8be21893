/** Correlations of many columns at once, and those that an analyst looks at twice. */
import { type Correlation, type CorrelationMethod, correlate } from './correlation.ts';

/** Columns by code, all of the same units. */
export type Columns = ReadonlyMap<string, Float64Array>;

export interface PairCorrelation extends Correlation {
  readonly first: string;
  readonly second: string;
}

/** Every column of `first` with every column of `second`, in that order. */
export function correlateColumns(
  first: Columns,
  second: Columns = first,
  method: CorrelationMethod = 'pearson',
): PairCorrelation[] {
  return [...first].flatMap(([code, column]) =>
    [...second].map(([other, values]) => ({
      first: code,
      second: other,
      ...correlate(column, values, method),
    })),
  );
}

export interface FlaggedCorrelation extends PairCorrelation {
  readonly flag: 'high' | 'low';
}

/**
 * Pairs of columns correlated above `high` (they measure much the same) or below `low` (they work against each other
 * in one group); each pair once, in the order of the columns. Coefficients are strictly beyond the bounds.
 */
export function correlationFlags(
  columns: Columns,
  { high, low }: { readonly high: number; readonly low: number },
  method: CorrelationMethod = 'pearson',
): FlaggedCorrelation[] {
  const codes = [...columns.keys()];
  return correlateColumns(columns, columns, method)
    .filter(({ first, second }) => codes.indexOf(first) < codes.indexOf(second))
    .flatMap((pair): FlaggedCorrelation[] => {
      if (pair.coefficient > high) return [{ ...pair, flag: 'high' }];
      return pair.coefficient < low ? [{ ...pair, flag: 'low' }] : [];
    });
}

/**
 * Indicators that follow the size of the units: columns correlated with a denominator (population, GDP) beyond
 * `threshold` in either direction, which a value per head or per unit of GDP might suit better.
 */
export function correlationsWithDenominators(
  columns: Columns,
  denominators: Columns,
  threshold: number,
): PairCorrelation[] {
  return correlateColumns(columns, denominators).filter(
    ({ coefficient }) => Math.abs(coefficient) > threshold,
  );
}
