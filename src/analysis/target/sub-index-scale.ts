/** The values that a country's sub-index can take in an edition: whole points where they are known, else printable ones. */
import { stepsOfScore } from '../../composite/exact/lattice.ts';
import { decimalScale, pointScale, type Scale } from '../../composite/target/scale.ts';
import { multiply, type Rational, rational, roundTo, toNumber } from '../../model/rational.ts';
import type { SubIndexCode } from '../../model/survey.ts';
import type { Contender, Standings } from './standings.ts';

export interface SubIndexScale {
  readonly code: SubIndexCode;
  /** In the values that the rank is taken on. */
  readonly scale: Scale;
  /** A step as it is published. */
  printedAt(step: bigint): Rational;
  /** Decimals of what is printed. */
  readonly decimals: number;
  /** Points above the lowest member, where a score is a share of a range of points; null: it is not. */
  readonly points: PointUnits | null;
}

export interface PointUnits {
  readonly today: number;
  readonly range: number;
  pointsAt(step: bigint): number;
}

/** A score off the lattice of its edition has no points: then its scale is that of the printed decimals. */
export function subIndexScale(
  { method }: Standings,
  { published }: Contender,
  code: SubIndexCode,
): SubIndexScale {
  const { lattice, precision } = method.indices[code];
  const value = published[code];
  const decimals = method.egdi.inputDecimals?.value[code] ?? precision.value.decimals;
  const today = lattice && value ? stepsOfScore(value, lattice.value, precision.value) : undefined;
  if (lattice === null || today === undefined) {
    const scale = decimalScale(decimals);
    return { code, scale, printedAt: scale.valueAt, decimals, points: null };
  }
  const isExact = method.egdi.rankBasis.value.kind === 'unrounded-with-exact-osi';
  const printed = pointScale(lattice.value, precision.value);
  const pointsAt = (step: bigint) => toNumber(multiply(rational(step), lattice.value.step));
  return {
    code,
    scale: isExact ? pointScale(lattice.value, null) : printed,
    printedAt: (step) => roundTo(printed.valueAt(step), precision.value.decimals),
    decimals: precision.value.decimals,
    points: { today: pointsAt(today), range: toNumber(lattice.value.range), pointsAt },
  };
}
