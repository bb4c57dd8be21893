/** The formula of an EGDI with its inputs put in, by the weights and rules that the release states. */
import { parseDecimal } from '../model/decimal.ts';
import { add, divide, multiply, type Rational, rational, roundTo, toFixed, ZERO } from '../model/rational.ts';
import { inputDecimalsOf, weightOf } from '../warehouse/queries/figure-explanation.ts';
import type { Explanation, Figure } from '../warehouse/queries/figure-explanation-types.ts';

export interface FormulaTerm {
  readonly indexCode: string;
  /** As the methodology states it: `1/3`, `0.34`. */
  readonly weight: string;
  /** The input as the method takes it; `0` where missing counts as zero. */
  readonly input: string | null;
  readonly isMissingAsZero: boolean;
  /** Weight × input, 15 decimals. */
  readonly product: string | null;
}

export interface Formula {
  /** `EGDI = 1/3 × 0.8681 (OSI) + … = 0.75973…` */
  readonly text: string;
  readonly terms: readonly FormulaTerm[];
  /** 15 decimals; null where nothing was computed. */
  readonly result: string | null;
}

/** Null for an index that is not recomputed from inputs, and where the method is unknown. */
export function formulaOf({ figure, inputs }: Explanation): Formula | null {
  const { methodology, scoreRecomputed, scoreDecimals } = figure;
  if (inputs.length === 0 || methodology.weights === null) return null;
  const terms = inputs.map((input) => termOf(input, figure));
  const isComputed = scoreRecomputed !== null && terms.every(({ product }) => product !== null);
  const result = isComputed ? toFixed(inputsSum(terms), 15) : null;
  const shown =
    result === null ? 'not computed' : shortDecimal(result, Math.max(5, (scoreDecimals ?? 0) + 1));
  const sum = terms.map((term, index) => termText(term, inputs[index])).join(' + ');
  return { text: `${figure.indexCode} = ${sum} = ${shown}`, terms, result };
}

function termOf(input: Figure, figure: Figure): FormulaTerm {
  const { methodology } = figure;
  const { indexCode, scorePublished, scoreDecimals } = input;
  const weight = weightOf(methodology, indexCode) ?? '?';
  const isMissingAsZero =
    scorePublished === null && figure.componentMissingAsZero && figure.scoreRecomputed !== null;
  const decimals = inputDecimalsOf(methodology, indexCode);
  const value = scorePublished === null ? undefined : exact(scorePublished);
  const taken = value !== undefined && decimals !== null ? roundTo(value, decimals) : value;
  const size = isMissingAsZero ? ZERO : taken;
  return {
    indexCode,
    weight,
    input: isMissingAsZero
      ? '0'
      : taken === undefined
        ? null
        : atLeastDecimals(toFixed(taken, 15), decimals ?? scoreDecimals ?? 0),
    isMissingAsZero,
    product: size === undefined ? null : toFixed(multiply(fraction(weight), size), 15),
  };
}

function inputsSum(terms: readonly FormulaTerm[]): Rational {
  return terms.reduce(
    (sum, { weight, input }) => add(sum, multiply(fraction(weight), exact(input ?? '0'))),
    ZERO,
  );
}

function termText(term: FormulaTerm, input: Figure | undefined): string {
  const status = input === undefined ? '' : statusWords(input.valueStatus);
  if (term.isMissingAsZero) return `${term.weight} × 0 (${term.indexCode}: ${status}, counted as zero)`;
  if (term.input === null) return `${term.weight} × ? (${term.indexCode}: ${status})`;
  return `${term.weight} × ${term.input} (${term.indexCode})`;
}

export function statusWords(valueStatus: string): string {
  return valueStatus.replaceAll('_', ' ');
}

/** `1/3` or `0.34`, exactly. */
function fraction(text: string): Rational {
  const [numerator = '', denominator = '1'] = text.split('/');
  return divide(exact(numerator), exact(denominator));
}

function exact(text: string): Rational {
  return parseDecimal(text)?.value ?? rational(0);
}

/** `0.86810` at 4 → `0.8681`; digits beyond that are never cut off. */
export function atLeastDecimals(text: string, decimals: number): string {
  const [whole = '', digits = ''] = text.split('.');
  const kept = digits.replace(/0+$/, '').padEnd(Math.min(decimals, digits.length), '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/**
 * A long decimal cut for reading: `0.759733333333333` at 5 → `0.75973…`. One that ends soon is shown whole, and a
 * small one with two digits that say something: `-0.000033…`.
 */
export function shortDecimal(text: string, decimals: number): string {
  const plain = atLeastDecimals(text, 0);
  const [whole = '', digits = ''] = plain.split('.');
  if (digits.length <= decimals + 2) return plain;
  const firstDigit = /^-?0$/.test(whole) ? digits.search(/[1-9]/) : 0;
  return `${whole}.${digits.slice(0, Math.max(decimals, firstDigit + 2))}…`;
}
