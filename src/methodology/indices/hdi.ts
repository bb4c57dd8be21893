/**
 * The Human Development Index of UNDP: fixed goalposts instead of the extremes of the year, so that scores of
 * different years compare; the geometric mean of three dimensions.
 */
import { rational } from '../../model/rational.ts';
import type { GroupNode, IndexNode, IndicatorNode, Step } from '../definition.ts';
import { rule } from '../rule.ts';
import { ARITHMETIC, MORE_IS_BETTER, ROOT_WEIGHT } from './node-parts.ts';

const NOTES = 'UNDP, Human Development Report, technical note 1';
const THIRD = rule(rational(1, 3), 'stated', `${NOTES}: dimensions of equal weight`);
const HALF = rule(rational(1, 2), 'stated', `${NOTES}: arithmetic mean of the two education indices`);
const WHOLE = rule(rational(1), 'stated', `${NOTES}: one indicator makes the dimension`);
const NO_STEPS = rule([], 'stated', NOTES) satisfies GroupNode['steps'];
const ALL_NEEDED = rule(
  { kind: 'no-value' },
  'stated',
  `${NOTES}: no HDI for countries without all indicators`,
) satisfies GroupNode['missing'];

function goalposts(lower: number, upper: number): Step {
  return { kind: 'normalise', normalisation: { method: 'goalposts', lower, upper, scale: 1 } };
}

function indicator(
  code: string,
  name: string,
  unit: string,
  publisher: string,
  weight: IndicatorNode['weight'],
  steps: readonly Step[],
): IndicatorNode {
  return {
    kind: 'indicator',
    code,
    name,
    unit,
    publisher,
    weight,
    direction: MORE_IS_BETTER,
    steps: rule(steps, 'stated', `${NOTES}: goalposts`),
  };
}

function dimension(code: string, name: string, children: readonly IndexNode[]): GroupNode {
  return {
    kind: 'group',
    code,
    name,
    weight: THIRD,
    children,
    aggregation: rule(ARITHMETIC, 'stated', NOTES),
    missing: ALL_NEEDED,
    steps: NO_STEPS,
  };
}

const NATURAL_LOG: Step = { kind: 'log' };

export const HDI: GroupNode = {
  kind: 'group',
  code: 'HDI',
  name: 'Human Development Index',
  weight: ROOT_WEIGHT,
  childrenBasis: { evidence: 'stated', source: NOTES },
  children: [
    dimension('health', 'Long and healthy life', [
      indicator('life_expectancy', 'Life expectancy at birth', 'years', 'UN DESA', WHOLE, [
        goalposts(20, 85),
      ]),
    ]),
    dimension('education', 'Knowledge', [
      indicator('expected_years_of_schooling', 'Expected years of schooling', 'years', 'UNESCO UIS', HALF, [
        goalposts(0, 18),
      ]),
      indicator('mean_years_of_schooling', 'Mean years of schooling', 'years', 'UNESCO UIS', HALF, [
        goalposts(0, 15),
      ]),
    ]),
    dimension('standard_of_living', 'Decent standard of living', [
      indicator(
        'gni_per_capita',
        'Gross national income per capita',
        'PPP $',
        'World Bank, IMF, UN Statistics Division',
        WHOLE,
        [NATURAL_LOG, goalposts(Math.log(100), Math.log(75_000))],
      ),
    ]),
  ],
  aggregation: rule({ method: 'geometric' }, 'stated', `${NOTES}: geometric mean of the dimensions`),
  missing: ALL_NEEDED,
  steps: NO_STEPS,
};
