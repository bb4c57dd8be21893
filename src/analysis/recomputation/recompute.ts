/**
 * A sub-index from raw components, by the declared method of its edition: which score each country gets, which inputs
 * it lacks, and the frame that it was measured in. It reads published values for comparison and to close the gaps of
 * others, and never changes one.
 */
import { ComputationRefused } from '../../composite/refusal.ts';
import { columnOf, type IndicatorTable } from '../../composite/table.ts';
import { applySteps } from '../../composite/tree/apply-steps.ts';
import { compileIndex } from '../../composite/tree/compile.ts';
import { evaluateIndex } from '../../composite/tree/evaluate.ts';
import type { Step } from '../../methodology/definition.ts';
import { isCircular, type Treatment } from '../../model/recomputation.ts';
import { closeGaps, type InputMap } from './close-gaps.ts';
import { type Frame, frameColumn } from './frame.ts';
import type { RecomputableIndex } from './recomputable-index.ts';

export interface RecomputationInput {
  readonly index: RecomputableIndex;
  /** Raw components in the units that the registry declares, NaN: missing. Its units are the members of the edition. */
  readonly table: IndicatorTable;
  /** Published values of the index, as long as the units; NaN: none, and the country takes no part. */
  readonly published: Float64Array;
  /** Inputs that are assumed by declaration, by component and country; used by `gaps-closed-assumed` only. */
  readonly assumed?: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface RecomputedUnit {
  readonly iso3: string;
  readonly published: number;
  /** Null: the treatment gives it no score. */
  readonly recomputed: number | null;
  /** Whether all inputs are really there. Only then does an error say something. */
  readonly isObserved: boolean;
  /** Components without an observed value. */
  readonly missing: readonly string[];
}

export interface Recomputation {
  readonly treatment: Treatment;
  /** Countries with a published value, in the order of the table. */
  readonly units: readonly RecomputedUnit[];
  readonly frame: Frame;
  /** Through which missing inputs were solved; null: none were. */
  readonly map: InputMap | null;
}

/**
 * The treatments that an index and its inputs allow, the most telling first. Where no country is measured against
 * others, gaps of others change nothing.
 */
export function treatmentsOf({ index, assumed }: Pick<RecomputationInput, 'index' | 'assumed'>): Treatment[] {
  if (!index.isRelative) return ['complete-cases'];
  const isAssumed = assumed !== undefined && [...assumed.values()].some(({ size }) => size > 0);
  return [
    'gaps-closed',
    ...(isAssumed ? (['gaps-closed-assumed'] as const) : []),
    'complete-cases',
    'gaps-mean',
    'available',
  ];
}

/**
 * Recomputes all countries under one treatment. The order of countries changes nothing, not even a rounding.
 * @throws ComputationRefused `indicator-unknown` where the table lacks a component, `values-too-few` and
 * `values-constant` where there is nothing to measure against, and what `closeGaps` refuses
 */
export function recompute(input: RecomputationInput, treatment: Treatment): Recomputation {
  const { index } = input;
  if (!treatmentsOf(input).includes(treatment)) {
    throw new ComputationRefused('rule-invalid', index.tree.code, `“${treatment}” has no meaning for it`);
  }
  const members = takingPart(input);
  if (members.units.length === 0) {
    throw new ComputationRefused('values-too-few', index.tree.code, 'no country has a published value');
  }
  const { columns, missing } = members;
  const observed = members.units.flatMap((_, unit) => (missing[unit]?.length === 0 ? [unit] : []));
  const scored = evaluate(members, index, treatment, observed, columns, input.assumed);
  const rowOf = new Map(members.units.map((iso3, row) => [iso3, row]));
  const units = input.table.units.flatMap((iso3): RecomputedUnit[] => {
    const row = rowOf.get(iso3);
    if (row === undefined) return [];
    const score = scored.scores.get(iso3) ?? Number.NaN;
    const own = missing[row] ?? [];
    return [
      {
        iso3,
        published: members.published[row] as number,
        recomputed: Number.isNaN(score) ? null : score,
        isObserved: own.length === 0,
        missing: own,
      },
    ];
  });
  return { treatment, units, frame: scored.frame, map: scored.map };
}

interface Members {
  /** In the order of their codes: sums do not depend on the order given. */
  readonly units: readonly string[];
  readonly published: Float64Array;
  /** Prepared: capped. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly missing: readonly (readonly string[])[];
}

function takingPart({ index, table, published }: RecomputationInput): Members {
  if (published.length !== table.units.length)
    throw new RangeError('units and published values differ in number');
  const rows = table.units
    .map((iso3, row) => ({ iso3, row }))
    .filter(({ row }) => !Number.isNaN(published[row]))
    .sort((a, b) => (a.iso3 < b.iso3 ? -1 : 1));
  const take = (values: Float64Array) => Float64Array.from(rows, ({ row }) => values[row] as number);
  const units = rows.map(({ iso3 }) => iso3);
  const columns = new Map(
    index.components.map(({ code, preparation }) => {
      const values = take(columnOf(table, code));
      return [
        code,
        applySteps({ code, steps: preparation, direction: 1 }, values, { units, columns: new Map() }).scores,
      ];
    }),
  );
  const missing = rows.map((_, row) =>
    [...columns].flatMap(([code, values]) => (Number.isNaN(values[row]) ? [code] : [])),
  );
  return { units, published: take(published), columns, missing };
}

function evaluate(
  { units, published }: Members,
  index: RecomputableIndex,
  treatment: Treatment,
  observed: readonly number[],
  columns: ReadonlyMap<string, Float64Array>,
  assumed: RecomputationInput['assumed'],
): { scores: Map<string, number>; frame: Frame; map: InputMap | null } {
  let kept = units.map((_, unit) => unit);
  let inputs = columns;
  let map: InputMap | null = null;
  if (treatment === 'complete-cases') kept = [...observed];
  if (isCircular(treatment)) {
    const given =
      treatment === 'gaps-closed' ? columns : withAssumed(columns, units, index, assumed ?? new Map());
    ({ columns: inputs, map } = closeGaps(given, published, observed, index.tree.code));
  }
  const table: IndicatorTable = {
    units: kept.map((unit) => units[unit] as string),
    columns: new Map(
      [...inputs].map(([code, values]) => [code, Float64Array.from(kept, (unit) => values[unit] as number)]),
    ),
  };
  const impute: readonly Step[] =
    treatment === 'gaps-mean' ? [{ kind: 'impute', imputation: { method: 'mean', within: null } }] : [];
  const compiled = compileIndex(index.tree, {
    steps: new Map(
      index.components.map(({ code, normalisation }) => [
        code,
        [...impute, ...(normalisation === null ? [] : [{ kind: 'normalise' as const, normalisation }])],
      ]),
    ),
    missing: new Map([
      [index.tree.code, treatment === 'available' ? { kind: 'available', atLeast: 0 } : { kind: 'no-value' }],
    ]),
  });
  if (kept.length === 0) {
    throw new ComputationRefused('values-too-few', index.tree.code, 'no country has all inputs');
  }
  const { root, nodes } = evaluateIndex(compiled, table);
  const measured = (code: string): Float64Array => {
    const values = nodes.get(code)?.values ?? new Float64Array();
    if (treatment !== 'gaps-mean') return values;
    const { mean } = frameColumn(values);
    return values.map((value) => (Number.isNaN(value) ? mean : value));
  };
  return {
    scores: new Map(table.units.map((iso3, unit) => [iso3, root.scores[unit] as number])),
    frame: {
      components: new Map(index.components.map(({ code }) => [code, frameColumn(measured(code))])),
      composite: frameColumn(root.values),
    },
    map,
  };
}

function withAssumed(
  columns: ReadonlyMap<string, Float64Array>,
  units: readonly string[],
  { components }: RecomputableIndex,
  assumed: ReadonlyMap<string, ReadonlyMap<string, number>>,
): ReadonlyMap<string, Float64Array> {
  return new Map(
    components.map(({ code, preparation }) => {
      const values = columns.get(code) ?? new Float64Array();
      const given = Float64Array.from(units, (iso3) => assumed.get(code)?.get(iso3) ?? Number.NaN);
      const { scores } = applySteps({ code, steps: preparation, direction: 1 }, given, {
        units,
        columns: new Map(),
      });
      return [code, values.map((value, unit) => (Number.isNaN(value) ? (scores[unit] as number) : value))];
    }),
  );
}
