/** The Human Capital Index: its series and their construction, one block for each group of editions. */
import { type Rational, rational } from '../../model/rational.ts';
import type { GroupNode, IndicatorNode, Step } from '../definition.ts';
import { type Rule, rule, unknownRule } from '../rule.ts';
import {
  ARITHMETIC,
  type Construction,
  MIN_MAXED,
  MORE_IS_BETTER,
  NO_VALUE_WHEN_INCOMPLETE,
  OVER_MEMBERS_WITH_VALUE,
  ROOT_WEIGHT,
  Z_SCORE_STEPS,
} from './node-parts.ts';

const SERIES = {
  adult_literacy: ['Adult literacy', 'percent', 'UNESCO UIS'],
  gross_enrolment_ratio: ['Gross enrolment ratio, all levels', 'percent', 'UNESCO UIS'],
  expected_years_of_schooling: ['Expected years of schooling', 'years', 'UNESCO UIS, UNDP'],
  mean_years_of_schooling: ['Mean years of schooling', 'years', 'UNDP, UNESCO UIS'],
  e_government_literacy: ['E-government literacy', 'score', 'UN DESA'],
} as const;

function series(code: keyof typeof SERIES, rules: Pick<IndicatorNode, 'weight' | 'steps'>): IndicatorNode {
  const [name, unit, publisher] = SERIES[code];
  return { kind: 'indicator', code, name, unit, direction: MORE_IS_BETTER, publisher, ...rules };
}

function hci(
  children: readonly IndicatorNode[],
  rest: Pick<GroupNode, 'childrenBasis' | 'steps' | 'aggregation'>,
): GroupNode {
  return {
    kind: 'group',
    code: 'HCI',
    name: 'Human Capital Index',
    weight: ROOT_WEIGHT,
    children,
    missing: NO_VALUE_WHEN_INCOMPLETE,
    ...rest,
  };
}

function literacyAndEnrolment(
  known: (value: Rational) => Rule<Rational>,
  steps: Rule<readonly Step[]>,
): readonly IndicatorNode[] {
  return [
    series('adult_literacy', { weight: known(rational(2, 3)), steps }),
    series('gross_enrolment_ratio', { weight: known(rational(1, 3)), steps }),
  ];
}

const PER_CENT_TO_SHARE: Rule<readonly Step[]> = rule(
  [{ kind: 'divide', by: 100 }],
  'data',
  'range of the published values; education index of UNDP of the time',
);
/** The education index of the Human Development Reports of the time. */
const NOT_RELATIVE: Rule<readonly Step[]> = rule(
  [],
  'data',
  'the best published value of 2010 is 0.99866 and none is 0: no min–max',
);

const EDUCATION_INDEX = 'UNDP education index of the time, page not verified';

export const HCI_2003: Construction = {
  tree: hci(
    literacyAndEnrolment((value) => rule(value, 'recalled', EDUCATION_INDEX), PER_CENT_TO_SHARE),
    {
      childrenBasis: { evidence: 'recalled', source: EDUCATION_INDEX },
      aggregation: rule(ARITHMETIC, 'recalled', EDUCATION_INDEX),
      steps: NOT_RELATIVE,
    },
  ),
  referenceSet: null,
  construction: rule('(2/3 literacy + 1/3 enrolment) / 100, not normalised', 'recalled', EDUCATION_INDEX),
};

const UNPAN_2008 =
  'UNPAN news on the 2008 Survey: “two thirds weight given to the adult literacy rate and one third to the gross enrolment ratio”';

export const HCI_2008: Construction = {
  tree: hci(
    literacyAndEnrolment((value) => rule(value, 'stated', UNPAN_2008), PER_CENT_TO_SHARE),
    {
      childrenBasis: { evidence: 'stated', source: UNPAN_2008 },
      aggregation: rule(ARITHMETIC, 'stated', UNPAN_2008),
      steps: NOT_RELATIVE,
    },
  ),
  referenceSet: null,
  construction: rule(
    '(2/3 literacy + 1/3 enrolment) / 100, not normalised',
    'stated',
    'UNPAN news on the 2008 Survey: “two thirds weight given to the adult literacy rate”',
  ),
};

const Z_SCORES = 'weighted mean of z-scores (population standard deviation), then min–max over all members';
const Z_SCORED: Rule<readonly Step[]> = rule(
  Z_SCORE_STEPS,
  'stated',
  'annex of the 2016 Survey: z-scores with the “standard deviation of the population”; no cap on the enrolment ratio',
);
const REGRESSION_2012 =
  'of the published values on the two series: 2/3 and 1/3 on z-scores fit 112 of 117 members within 0.0006';

export const HCI_2012: Construction = {
  tree: hci(
    literacyAndEnrolment(
      (value) => rule(value, 'data', `regression ${REGRESSION_2012}`),
      rule(Z_SCORE_STEPS, 'data', `regression ${REGRESSION_2012}; enrolment above 100 is not capped`),
    ),
    {
      childrenBasis: {
        evidence: 'data',
        source: 'years of schooling have coefficient 0 in the published values',
      },
      aggregation: rule(ARITHMETIC, 'data', `regression ${REGRESSION_2012}`),
      steps: MIN_MAXED,
    },
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(Z_SCORES, 'data', 'regression on the two series; range 0 to 1 in the published values'),
};

const MONOGRAPH = 'a monograph on the 2016 Survey quotes the weights 1/3, 2/9, 2/9, 2/9';

const SCHOOLING = [
  ['adult_literacy', rational(1, 3)],
  ['gross_enrolment_ratio', rational(2, 9)],
  ['expected_years_of_schooling', rational(2, 9)],
  ['mean_years_of_schooling', rational(2, 9)],
] as const;

export const HCI_2014: Construction = {
  tree: hci(
    SCHOOLING.map(([code, weight]) =>
      series(code, { weight: rule(weight, 'stated', MONOGRAPH), steps: Z_SCORED }),
    ),
    {
      childrenBasis: { evidence: 'stated', source: 'Quality of Government data finder: four components' },
      aggregation: rule(ARITHMETIC, 'stated', MONOGRAPH),
      steps: MIN_MAXED,
    },
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(
    Z_SCORES,
    'stated',
    'a monograph quotes the weights 1/3, 2/9, 2/9, 2/9; Quality of Government data finder: four components',
  ),
};

const WEIGHTS_2024 = unknownRule('weights of the components of 2024: no source found');
const SOURCE_2024 = 'public manual of the 2024 scoring model';

export const HCI_2024: Construction = {
  tree: hci(
    [
      ...SCHOOLING.map(([code]) => series(code, { weight: WEIGHTS_2024, steps: Z_SCORED })),
      series('e_government_literacy', {
        weight: WEIGHTS_2024,
        steps: unknownRule('how e-government literacy is scored is unknown'),
      }),
    ],
    {
      childrenBasis: { evidence: 'stated', source: SOURCE_2024 },
      aggregation: rule(ARITHMETIC, 'inferred', 'as in the editions before'),
      steps: MIN_MAXED,
    },
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(
    'weights and the scoring of e-government literacy are unknown',
    'unknown',
    `components: ${SOURCE_2024}`,
  ),
};
