/** Rules and steps that the declarations of several indices share. */
import { rational } from '../../model/rational.ts';
import type {
  Aggregation,
  Direction,
  GroupNode,
  IndicatorNode,
  MissingRule,
  Normalisation,
  Step,
} from '../definition.ts';
import type { IndexMethod, ReferenceSet } from '../method.ts';
import { type Rule, rule } from '../rule.ts';

/** What an edition's file takes for an index of series: its declaration, and the same in words. */
export interface Construction {
  readonly construction: Rule<string>;
  readonly tree: GroupNode;
  readonly referenceSet: IndexMethod['referenceSet'];
}

const MIN_MAX: Normalisation = { method: 'min-max', low: 0, high: 1 };
/** z-scores with mean 0 and standard deviation 1, by the deviation of the population. */
const Z_SCORE: Normalisation = { method: 'z-score', ddof: 0, mean: 0, sd: 1 };

export const MIN_MAX_STEPS: readonly Step[] = [{ kind: 'normalise', normalisation: MIN_MAX }];
export const Z_SCORE_STEPS: readonly Step[] = [{ kind: 'normalise', normalisation: Z_SCORE }];

export const ROOT_WEIGHT: IndicatorNode['weight'] = rule(rational(1), 'stated', 'the whole of itself');

export const MORE_IS_BETTER: Rule<Direction> = rule(
  1,
  'stated',
  'every description of the index counts more of it as better',
);

export const ARITHMETIC: Aggregation = { method: 'arithmetic' };

/** 0 for the last and 1 for the first member. */
export const MIN_MAXED: Rule<readonly Step[]> = rule(
  MIN_MAX_STEPS,
  'data',
  'UN EGOVKB “Methodology”; the published values reach 0 and 1',
);

export const NOT_NORMALISED: Rule<readonly Step[]> = rule(
  [],
  'data',
  'the published values of the edition do not reach 1, and 0 only where there is no value',
);

export const NO_VALUE_WHEN_INCOMPLETE: Rule<MissingRule> = rule(
  { kind: 'no-value' },
  'inferred',
  'how the Survey fills gaps is described in part only; a country that lacks a component is not recomputed',
);

export const OVER_MEMBERS_WITH_VALUE: Rule<ReferenceSet> = rule(
  'members-with-value',
  'data',
  'UN EGOVKB “Methodology”: “relative to one another”; the extremes are values of member states',
);
