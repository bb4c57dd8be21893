/**
 * The Online Service Index and the E-Participation Index: sums of points of a questionnaire, whose single questions
 * are not published; since 2022 the OSI is made of five sub-indices.
 */
import { type Rational, rational } from '../../model/rational.ts';
import type { GroupNode, IndicatorNode } from '../definition.ts';
import { type Rule, rule, unknownRule } from '../rule.ts';
import {
  ARITHMETIC,
  type Construction,
  MIN_MAXED,
  MORE_IS_BETTER,
  NO_VALUE_WHEN_INCOMPLETE,
  OVER_MEMBERS_WITH_VALUE,
  ROOT_WEIGHT,
} from './node-parts.ts';

const PUBLISHER = 'UN DESA';
const ON_THE_LATTICE = 'every member lies on the lattice of an unweighted sum of points';
const COUNTED_ONCE: Rule<Rational> = rule(rational(1), 'data', ON_THE_LATTICE);

function points(code: string, name: string): IndicatorNode {
  return {
    kind: 'indicator',
    code,
    name,
    unit: 'points',
    publisher: PUBLISHER,
    weight: COUNTED_ONCE,
    direction: MORE_IS_BETTER,
    steps: rule([], 'data', ON_THE_LATTICE),
  };
}

function pointTree(
  code: 'OSI' | 'EPI',
  name: string,
  { children, childrenBasis }: Pick<GroupNode, 'children' | 'childrenBasis'>,
): GroupNode {
  return {
    kind: 'group',
    code,
    name,
    weight: ROOT_WEIGHT,
    children,
    ...(childrenBasis && { childrenBasis }),
    aggregation: rule({ method: 'sum' }, 'data', ON_THE_LATTICE),
    missing: NO_VALUE_WHEN_INCOMPLETE,
    steps: MIN_MAXED,
  };
}

/** (points − minimum)/(maximum − minimum): the range of points is the lattice of the edition. */
export const OSI_POINTS: GroupNode = pointTree('OSI', 'Online Service Index', {
  children: [points('osi_points', 'Points of the questionnaire')],
  childrenBasis: { evidence: 'data', source: ON_THE_LATTICE },
});

export const EPI_POINTS: GroupNode = pointTree('EPI', 'E-Participation Index', {
  children: [
    points('e_information', 'Points for e-information'),
    points('e_consultation', 'Points for e-consultation'),
    points('e_decision_making', 'Points for e-decision-making'),
  ],
  childrenBasis: { evidence: 'stated', source: 'UN EGOVKB, page on the E-Participation Index: three levels' },
});

const NO_PAGE_FOUND = 'recalled, no page found; the values of 2022 and 2024 lie on no lattice of points';
const FIVE_SUBCATEGORIES =
  'UN E-Government Survey 2022, chapter 1: “for the first time, the Online Services Index … is broken down into five subcategories”';

function subIndex(code: string, name: string, hundredths: number): IndicatorNode {
  return {
    kind: 'indicator',
    code,
    name,
    unit: 'score',
    publisher: PUBLISHER,
    weight: rule(rational(hundredths, 100), 'recalled_no_source', NO_PAGE_FOUND),
    direction: MORE_IS_BETTER,
    steps: unknownRule('whether the sub-indices are min–maxed before they are weighted is unknown'),
  };
}

export const OSI_2022: Construction = {
  tree: {
    kind: 'group',
    code: 'OSI',
    name: 'Online Service Index',
    weight: ROOT_WEIGHT,
    children: [
      subIndex('institutional_framework', 'Institutional framework', 10),
      subIndex('content_provision', 'Content provision', 5),
      subIndex('services_provision', 'Services provision', 45),
      subIndex('e_participation', 'E-participation', 35),
      subIndex('technology', 'Technology', 5),
    ],
    childrenBasis: { evidence: 'stated', source: FIVE_SUBCATEGORIES },
    aggregation: rule(ARITHMETIC, 'recalled_no_source', NO_PAGE_FOUND),
    missing: NO_VALUE_WHEN_INCOMPLETE,
    steps: MIN_MAXED,
  },
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(
    'weighted sum of five sub-indices, then min–max; whether they are min–maxed first is unknown',
    'recalled_no_source',
    'UN E-Government Survey 2022, chapter 1 (five subcategories); weights recalled, no page found',
  ),
};
