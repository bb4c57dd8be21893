/** The values of a method's rules in words. */
import type {
  Aggregation,
  Imputation,
  IndexNode,
  IndicatorNode,
  MissingRule,
  Normalisation,
  Step,
} from '../../methodology/definition.ts';
import type { LevelRule, NotAssessedWhen, RankBasis } from '../../methodology/method.ts';
import { decimalText } from '../../model/decimal.ts';
import type { Precision } from '../../model/interval.ts';
import { compare, type Rational, reduce } from '../../model/rational.ts';
import type { ValueStatus } from '../../model/status.ts';

/** Exact, in lowest terms: `1/3`, `153`. */
export function fractionText(value: Rational): string {
  const { num, den } = reduce(value);
  return den === 1n ? String(num) : `${num}/${den}`;
}

/** `1/5 each`, or child by child: all as decimals where all end, otherwise as fractions. Null where one is unknown. */
export function weightsWords(children: readonly IndexNode[], aggregation: Aggregation | null): string | null {
  const weights = children.map(({ weight }) => weight.value);
  const known = weights.filter((weight) => weight !== null);
  const [first] = known;
  if (first === undefined || known.length < weights.length) return null;
  const equal = known.every((weight) => compare(weight, first) === 0);
  if (equal && aggregation?.method === 'sum' && fractionText(first) === '1') return 'none: points are added';
  if (equal) return children.length === 1 ? fractionText(first) : `${fractionText(first)} each`;
  const asDecimals = known.every(({ den }) => endsInHundredths(den));
  return children
    .map(({ code }, index) => {
      const weight = known[index] ?? first;
      return `${code} ${asDecimals ? decimalText(weight) : fractionText(weight)}`;
    })
    .join(', ');
}

function endsInHundredths(den: bigint): boolean {
  return 100n % den === 0n;
}

export function directionWords(indicators: readonly IndicatorNode[]): string | null {
  if (indicators.some(({ direction }) => direction.value === null)) return null;
  const less = indicators.filter(({ direction }) => direction.value === -1).map(({ code }) => code);
  if (less.length === 0) return 'more is better';
  return `less is better: ${less.join(', ')}${less.length < indicators.length ? '; of the others more' : ''}`;
}

type StepsOfEach = readonly (readonly Step[] | null)[];

/** Null where the steps of any indicator are unknown. */
export function capWords(indicators: readonly IndicatorNode[], steps: StepsOfEach): string | null {
  return ofEach(indicators, steps, (found) => {
    const caps = found.flatMap((step) => (step.kind === 'cap' ? [String(step.at)] : []));
    return caps.join(', ') || 'none';
  });
}

/** What the values are divided by, unit by unit; null where the steps of any indicator are unknown. */
export function denominatorWords(indicators: readonly IndicatorNode[], steps: StepsOfEach): string | null {
  return ofEach(
    indicators,
    steps,
    (found) => found.flatMap((step) => (step.kind === 'denominate' ? [step.by] : [])).join(', ') || 'none',
  );
}

/** The steps other than a cap and a denominator; null where those of any indicator are unknown. */
export function preparationWords(indicators: readonly IndicatorNode[], steps: StepsOfEach): string | null {
  return ofEach(indicators, steps, (found) => {
    const others = found.filter(({ kind }) => kind !== 'cap' && kind !== 'denominate');
    return others.length === 0 ? 'none' : stepsWords(others);
  });
}

/** One text where it is the same for all, otherwise grouped: `120: a, b; none: c`. */
function ofEach(
  indicators: readonly IndicatorNode[],
  steps: StepsOfEach,
  words: (steps: readonly Step[]) => string,
): string | null {
  const codes = new Map<string, string[]>();
  for (const [index, { code }] of indicators.entries()) {
    const found = steps[index] ?? null;
    if (found === null) return null;
    const text = words(found);
    codes.set(text, [...(codes.get(text) ?? []), code]);
  }
  const [only] = codes.keys();
  if (codes.size === 1 && only !== undefined) return only;
  return [...codes].map(([text, of]) => `${text}: ${of.join(', ')}`).join('; ');
}

export function stepsWords(steps: readonly Step[]): string {
  return steps.map(stepWords).join(', then ');
}

function stepWords(step: Step): string {
  switch (step.kind) {
    case 'denominate':
      return `divided by ${step.by}`;
    case 'impute':
      return imputationWords(step.imputation);
    case 'cap':
      return `capped at ${step.at}`;
    case 'log':
      return step.transform === undefined || step.transform.formula === 'natural'
        ? 'natural logarithm'
        : `logarithm (${step.transform.formula})`;
    case 'divide':
      return `divided by ${step.by}`;
    case 'treat': {
      const { skewness, kurtosis, maxWinsorised, otherwise } = step.treatment;
      const rest = otherwise === 'log' ? ', else logarithm' : '';
      return `outliers (skewness ${skewness}, kurtosis ${kurtosis}): up to ${maxWinsorised} winsorised${rest}`;
    }
    case 'normalise':
      return normalisationWords(step.normalisation);
  }
}

function imputationWords({ method, within }: Imputation): string {
  return `gaps filled by the ${method}${within === null ? '' : ` within ${within}`}`;
}

export function normalisationWords(normalisation: Normalisation): string {
  switch (normalisation.method) {
    case 'z-score': {
      const { ddof, mean, sd } = normalisation;
      const scale = mean === 0 && sd === 1 ? '' : `, mean ${mean} and deviation ${sd}`;
      return `z-score (standard deviation of the ${ddof === 0 ? 'population' : 'sample'}, ddof ${ddof}${scale})`;
    }
    case 'min-max':
      return `min–max to ${normalisation.low}–${normalisation.high}`;
    case 'goalposts':
      return `goalposts ${shortNumber(normalisation.lower)}–${shortNumber(normalisation.upper)}`;
    case 'rank':
    case 'borda':
    case 'percentile-rank':
      return `${normalisation.method.replace('-', ' ')} (ties: ${normalisation.ties})`;
    case 'distance-to-reference':
      return `distance to ${normalisation.unit}`;
    case 'distance-to-target':
      return `distance to the target ${normalisation.target}${normalisation.cap ? ', at most 1' : ''}`;
    case 'scaled':
      return `scaled from ${normalisation.low}–${normalisation.high} to 0–100`;
    default:
      return normalisation.method.replaceAll('-', ' ');
  }
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(5)));
}

export function aggregationWords(aggregation: Aggregation): string {
  switch (aggregation.method) {
    case 'sum':
      return 'sum';
    case 'copeland':
      return 'pairwise comparisons (Copeland)';
    case 'generalised':
      return `generalised mean, exponent ${aggregation.exponent}`;
    default:
      return `${aggregation.method} mean`;
  }
}

export function missingWords(rule: MissingRule): string {
  if (rule.kind === 'as-zero') return 'it counts as zero';
  if (rule.kind === 'no-value') return 'no value';
  return rule.atLeast === 0
    ? 'the others, weights rescaled'
    : `the others, weights rescaled, if at least ${rule.atLeast * 100} % are there`;
}

export const NOT_ASSESSED_WORDS: Readonly<Record<NotAssessedWhen, string>> = {
  'osi-is-zero': 'members whose OSI is 0',
  'hci-is-missing': 'members without an HCI',
  never: 'nobody: every member is assessed',
};

export function rankBasisWords(basis: RankBasis): string {
  return basis.kind === 'rounded'
    ? `the score rounded to ${basis.decimals} decimals`
    : 'the unrounded score, with the exact OSI of its points';
}

export function printWords({ decimals, mode }: Precision): string {
  return `${decimals} decimals, ${mode === 'truncate' ? 'cut off' : 'rounded'}`;
}

export function statusWords(status: ValueStatus): string {
  return status === 'observed' ? 'zero, as observed' : status.replaceAll('_', ' ');
}

export function levelWords({ thresholds, usedByEdition }: LevelRule): string {
  const bounds = thresholds
    .map(({ group, min }) => `${group.replace('_', ' ')} from ${decimalText(min)}`)
    .join(', ');
  return usedByEdition ? bounds : `${bounds}; applied in retrospect`;
}
