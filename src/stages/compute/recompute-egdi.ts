/** The EGDI recomputed from its published sub-indices by the edition's method. */
import { egdiScore } from '../../composite/exact/egdi-score.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { CompleteCountry, Figure } from '../../model/facts.ts';
import { type Interval, pointInterval, printedInterval, weightedInterval } from '../../model/interval.ts';
import { type Rational, roundTo, ZERO } from '../../model/rational.ts';
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
  const { OSI, TII, HCI } = figures;
  const computed = egdiScore({ OSI: OSI.value, TII: TII.value, HCI: HCI.value }, method);
  if (computed === null) return null;
  const { score, rounded, rankedOn, missingAsZero } = computed;
  const interval = weightedInterval(
    SUB_INDEX_CODES.map((code) => [
      method.egdi.weights.value[code],
      inputInterval(figures[code], code, method),
    ]),
  );
  return { score, rounded, interval, rankedOn, missingAsZero };
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
