/**
 * Availability of data and screening of units by it (OECD/JRC Handbook, step 2). A unit with too little data gets no
 * score rather than one that rests on a few indicators.
 */
import { ComputationRefused } from '../refusal.ts';
import { columnOf, type IndicatorTable } from '../table.ts';

export interface UnitAvailability {
  readonly unit: string;
  /** Counts over the indicators asked for. */
  readonly missing: number;
  readonly zero: number;
  readonly missingOrZero: number;
  /** Share of the indicators that have a value, 0 … 1. */
  readonly available: number;
  /** Share of the values that are not zero; NaN without any value. */
  readonly nonZero: number;
}

/** The shape of a tree of groups with indicators at the leaves; a `GroupNode` is one. */
export interface IndicatorGroup {
  readonly kind: 'group';
  readonly code: string;
  readonly children: readonly (IndicatorGroup | { readonly kind: 'indicator'; readonly code: string })[];
}

export interface ScreeningRule {
  /** Least share of indicators with a value; null: not asked for. */
  readonly minAvailable: number | null;
  /** Least share of values that are not zero; null: not asked for. */
  readonly minNonZero: number | null;
  /** Units in, whatever their data. */
  readonly include?: readonly string[];
  /** Units out, whatever their data. */
  readonly exclude?: readonly string[];
}

export interface ScreenedUnit extends UnitAvailability {
  readonly lowAvailable: boolean;
  /** A unit without any value has no share of zeros: true. */
  readonly lowNonZero: boolean;
  readonly included: boolean;
  /** Whether a list decided against or without the data. */
  readonly forced: boolean;
}

/**
 * How much data each unit has. Refuses an indicator the table does not have (`indicator-unknown`), and none at all.
 */
export function availabilityOfUnits(table: IndicatorTable, codes: readonly string[]): UnitAvailability[] {
  if (codes.length === 0)
    throw new ComputationRefused('indicator-unknown', 'screening', 'no indicator is asked for');
  const columns = codes.map((code) => columnOf(table, code));
  return table.units.map((unit, position) => {
    let missing = 0;
    let zero = 0;
    for (const column of columns) {
      if (Number.isNaN(column[position])) missing++;
      else if (column[position] === 0) zero++;
    }
    const available = columns.length - missing;
    return {
      unit,
      missing,
      zero,
      missingOrZero: missing + zero,
      available: available / columns.length,
      nonZero: (available - zero) / available,
    };
  });
}

/**
 * For each group of the tree, the root included, the share of the indicators anywhere below it that each unit has.
 * Refuses an indicator the table does not have (`indicator-unknown`).
 */
export function availabilityByGroup(table: IndicatorTable, root: IndicatorGroup): Map<string, Float64Array> {
  const shares = new Map<string, Float64Array>();
  const visit = (group: IndicatorGroup): string[] => {
    const codes = group.children.flatMap((child) => (child.kind === 'group' ? visit(child) : [child.code]));
    const units = availabilityOfUnits(table, codes);
    shares.set(
      group.code,
      Float64Array.from(units, ({ available }) => available),
    );
    return codes;
  };
  visit(root);
  return shares;
}

/**
 * Which units stay: those with at least the shares asked for, but for the lists. Refuses a listed unit that the table
 * does not have (`unit-unknown`), one on both lists and shares outside 0 … 1 (`rule-invalid`).
 */
export function screenUnits(
  table: IndicatorTable,
  codes: readonly string[],
  rule: ScreeningRule,
): ScreenedUnit[] {
  const include = knownUnits(table, rule.include);
  const exclude = knownUnits(table, rule.exclude);
  for (const unit of include)
    if (exclude.has(unit))
      throw new ComputationRefused('rule-invalid', 'screening', `${unit} is on both lists`);
  for (const share of [rule.minAvailable, rule.minNonZero])
    if (share !== null && !(share >= 0 && share <= 1))
      throw new ComputationRefused('rule-invalid', 'screening', `${share} is no share: 0 … 1`);
  return availabilityOfUnits(table, codes).map((found) => {
    const lowAvailable = rule.minAvailable !== null && found.available < rule.minAvailable;
    const lowNonZero = rule.minNonZero !== null && !(found.nonZero >= rule.minNonZero);
    const byData = !lowAvailable && !lowNonZero;
    const included = include.has(found.unit) || (byData && !exclude.has(found.unit));
    return { ...found, lowAvailable, lowNonZero, included, forced: included !== byData };
  });
}

/** The table with the given units only, in its order. */
export function keepUnits(table: IndicatorTable, kept: ReadonlySet<string>): IndicatorTable {
  const isKept = table.units.map((unit) => kept.has(unit));
  const pick = <T>(all: readonly T[]) => all.filter((_, position) => isKept[position]);
  return {
    units: pick(table.units),
    columns: new Map(
      [...table.columns].map(([code, column]) => [code, column.filter((_, position) => isKept[position])]),
    ),
    ...(table.groupings && {
      groupings: new Map([...table.groupings].map(([name, groups]) => [name, pick(groups)])),
    }),
  };
}

function knownUnits(table: IndicatorTable, units: readonly string[] = []): Set<string> {
  const known = new Set(table.units);
  for (const unit of units)
    if (!known.has(unit))
      throw new ComputationRefused('unit-unknown', 'screening', `the table has no unit ${unit}`);
  return new Set(units);
}
