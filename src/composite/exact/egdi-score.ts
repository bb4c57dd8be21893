/** The EGDI of one member from its sub-indices by the edition's method, exactly. */
import type { EditionMethod } from '../../methodology/method.ts';
import { type Rational, roundTo, weightedSum, ZERO } from '../../model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import { latticeScore, stepsOfScore } from './lattice.ts';

/** Sub-indices as published; null: not available. */
export type SubIndexValues = Readonly<Record<SubIndexCode, Rational | null>>;

export interface EgdiScore {
  /** What the mean is taken of: rounded first where the method does so, zero where a missing one counts so. */
  readonly inputs: Readonly<Record<SubIndexCode, Rational>>;
  /** The same, with the exact OSI of its points where ranks are taken on it. */
  readonly rankInputs: Readonly<Record<SubIndexCode, Rational>>;
  /** Weighted mean of the inputs. */
  readonly score: Rational;
  /** Half-up at the decimals of the published score. */
  readonly rounded: Rational;
  /** What the rank is taken on. */
  readonly rankedOn: Rational;
  /** A sub-index that is not available entered the mean as zero. */
  readonly missingAsZero: boolean;
}

/** Null for a member that the edition does not assess. */
export function egdiScore(values: SubIndexValues, method: EditionMethod): EgdiScore | null {
  const { egdi, indices } = method;
  if (egdi.notAssessedWhen.value === 'osi-is-zero' && values.OSI?.num === 0n) return null;
  if (egdi.notAssessedWhen.value === 'hci-is-missing' && values.HCI === null) return null;
  const isIncomplete = SUB_INDEX_CODES.some((code) => values[code] === null);
  if (isIncomplete && !egdi.missingCountsAsZero.value) return null;

  const inputs = {
    OSI: inputOf('OSI', values, method),
    TII: inputOf('TII', values, method),
    HCI: inputOf('HCI', values, method),
  };
  const score = egdiMean(inputs, method);
  const basis = egdi.rankBasis.value;
  const rankInputs = basis.kind === 'rounded' ? inputs : { ...inputs, OSI: exactOsi(values.OSI, method) };
  return {
    inputs,
    rankInputs,
    score,
    rounded: roundTo(score, indices.EGDI.precision.value.decimals),
    rankedOn: basis.kind === 'rounded' ? roundTo(score, basis.decimals) : egdiMean(rankInputs, method),
    missingAsZero: isIncomplete,
  };
}

/** Σ weight × input, by the weights of the edition. */
function egdiMean(inputs: Readonly<Record<SubIndexCode, Rational>>, { egdi }: EditionMethod): Rational {
  return weightedSum(SUB_INDEX_CODES.map((code) => [egdi.weights.value[code], inputs[code]]));
}

function inputOf(code: SubIndexCode, values: SubIndexValues, { egdi }: EditionMethod): Rational {
  const value = values[code] ?? ZERO;
  const decimals = egdi.inputDecimals?.value[code];
  return decimals === undefined ? value : roundTo(value, decimals);
}

/** OSI as the fraction of points behind it; the published figure where it is on no lattice. */
function exactOsi(value: Rational | null, method: EditionMethod): Rational {
  const { lattice, precision } = method.indices.OSI;
  if (value === null) return ZERO;
  const steps = lattice ? stepsOfScore(value, lattice.value, precision.value) : undefined;
  return steps === undefined || !lattice
    ? value
    : latticeScore(steps, lattice.value.step, lattice.value.range);
}
