/** Where a country would stand with given sub-indices. */
import type { EditionMethod } from '../../methodology/method.ts';
import { decimalText } from '../../model/decimal.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { compare, type Rational, rational, subtract, toNumber } from '../../model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { contenderOf, standingsOf } from './standings.ts';
import { type SubIndexScale, subIndexScale } from './sub-index-scale.ts';
import { type InputToday, inputToday, type WhatIfBase, whatIfBase } from './what-if.ts';

export interface SetValues extends WhatIfBase {
  readonly kind: 'set';
  readonly changes: readonly (InputToday & {
    readonly to: number;
    readonly change: number;
    /** The nearest whole points below and above, where the value asked for is none; null: it is one, or has no points. */
    readonly betweenPoints: readonly [below: PointValue, above: PointValue] | null;
  })[];
  readonly outcome: Outcome;
}

export interface PointValue {
  readonly points: number;
  readonly value: number;
}

/**
 * @param values what the sub-indices are set to, 0 to 1
 * @throws EgdiError `value-out-of-range`, `not-a-member`, `not-assessed` (exit 2; the last also where the edition gives
 * no score to such values)
 * @throws ComputationRefused `rule-unknown` where the edition's rank rule is not known
 */
export function setValues(
  figures: EditionFigures,
  method: EditionMethod,
  asked: { readonly iso3: string; readonly values: ReadonlyMap<SubIndexCode, Rational> },
): SetValues {
  const standings = standingsOf(figures, method);
  const country = contenderOf(standings, figures, asked.iso3);
  const values = { ...country.published };
  const changes = SUB_INDEX_CODES.filter((code) => asked.values.has(code)).map((code) => {
    const value = asked.values.get(code) ?? rational(0);
    requireShare(code, value);
    values[code] = value;
    return {
      ...inputToday(standings, country, code),
      to: toNumber(value),
      change: toNumber(subtract(value, country.computed.inputs[code])),
      betweenPoints: betweenPoints(subIndexScale(standings, country, code), value),
    };
  });
  return {
    kind: 'set',
    ...whatIfBase(
      figures,
      standings,
      country,
      new Map(changes.map(({ code, change }) => [code, change > 0 ? 'up' : 'down'])),
    ),
    changes,
    outcome: outcomeOf(standings, country, values),
  };
}

function betweenPoints(
  { scale, printedAt, points }: SubIndexScale,
  wanted: Rational,
): readonly [PointValue, PointValue] | null {
  if (points === null) return null;
  const above = scale.stepAtLeast(wanted);
  const isPoint = [above, above - 1n].some((step) => step >= 0n && compare(printedAt(step), wanted) === 0);
  if (isPoint) return null;
  const at = (step: bigint) => ({ points: points.pointsAt(step), value: toNumber(printedAt(step)) });
  return [at(above - 1n), at(above)];
}

function requireShare(code: SubIndexCode, value: Rational): void {
  if (value.num >= 0n && compare(value, rational(1)) <= 0) return;
  throw new EgdiError('value-out-of-range', `${code} cannot be ${decimalText(value)}`, {
    exitCode: EXIT.usage,
    hint: 'a sub-index lies between 0 and 1',
  });
}
