/** The EGDI recomputed from its published sub-indices by the edition's method. */
import { latticeScore, stepsOfScore } from '../../composite/exact/lattice.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { CompleteCountry, Figure } from '../../model/facts.ts';
import { type Interval, pointInterval, printedInterval, weightedInterval } from '../../model/interval.ts';
import { type Rational, roundTo, weightedSum, ZERO } from '../../model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';

export interface Recomputation {
  /** Exact, from the inputs as the edition's method takes them. */
  readonly score: Rational;
  /** Half-up at the decimals of the published score. */
  readonly rounded: Rational;
  /** All scores that the printed precision of the inputs allows. */
  readonly interval: Interval;
  /** What the rank is taken on. */
  readonly rankedOn: Rational;
  /** A sub-index that is not available entered the mean as zero. */
  readonly missingAsZero: boolean;
}

/** Recomputes every member that the edition assesses; the others are absent from the result. */
export function recomputeEgdi(
  countries: readonly CompleteCountry[],
  method: EditionMethod,
): Map<string, Recomputation> {
  const recomputed = new Map<string, Recomputation>();
  for (const country of countries) {
    const result = recomputeCountry(country, method);
    if (result) recomputed.set(country.iso3, result);
  }
  return recomputed;
}

function recomputeCountry({ figures }: CompleteCountry, method: EditionMethod): Recomputation | null {
  const { egdi, indices } = method;
  if (egdi.notAssessedWhen.value === 'osi-is-zero' && figures.OSI.value?.num === 0n) return null;
  if (egdi.notAssessedWhen.value === 'hci-is-missing' && figures.HCI.value === null) return null;
  const missing = SUB_INDEX_CODES.filter((code) => figures[code].value === null);
  if (missing.length > 0 && !egdi.missingCountsAsZero.value) return null;

  const weight = (code: SubIndexCode) => egdi.weights.value[code];
  const input = (code: SubIndexCode) => inputValue(figures[code], code, method);
  const score = weightedSum(SUB_INDEX_CODES.map((code) => [weight(code), input(code)]));
  const interval = weightedInterval(
    SUB_INDEX_CODES.map((code) => [weight(code), inputInterval(figures[code], code, method)]),
  );
  const rounded = roundTo(score, indices.EGDI.precision.value.decimals);
  const basis = egdi.rankBasis.value;
  const rankedOn =
    basis.kind === 'rounded'
      ? roundTo(score, basis.decimals)
      : weightedSum(
          SUB_INDEX_CODES.map((code) => [
            weight(code),
            code === 'OSI' ? exactOsi(figures.OSI, method) : input(code),
          ]),
        );
  return { score, rounded, interval, rankedOn, missingAsZero: missing.length > 0 };
}

function inputValue(figure: Figure, code: SubIndexCode, method: EditionMethod): Rational {
  const value = figure.value ?? ZERO;
  const decimals = method.egdi.inputDecimals?.value[code];
  return decimals === undefined ? value : roundTo(value, decimals);
}

/**
 * What the input may have been. As published, it is anything that prints so; where the method rounds its
 * inputs first, it is the rounded figure, either way up when the digits cut off are exactly one half.
 */
function inputInterval(figure: Figure, code: SubIndexCode, method: EditionMethod): Interval {
  if (figure.value === null) return pointInterval(ZERO);
  const decimals = method.egdi.inputDecimals?.value[code];
  if (decimals === undefined) return printedInterval(figure.value, method.indices[code].precision.value);
  return {
    low: roundTo(figure.value, decimals, 'half-down'),
    high: roundTo(figure.value, decimals, 'half-up'),
  };
}

/** OSI as the fraction of points behind it; the published figure where it is on no lattice. */
function exactOsi(figure: Figure, method: EditionMethod): Rational {
  const { lattice, precision } = method.indices.OSI;
  if (figure.value === null) return ZERO;
  const steps = lattice ? stepsOfScore(figure.value, lattice.value, precision.value) : undefined;
  return steps === undefined || !lattice
    ? figure.value
    : latticeScore(steps, lattice.value.step, lattice.value.range);
}
