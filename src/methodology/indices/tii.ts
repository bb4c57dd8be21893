/** The Telecommunication Infrastructure Index: its series and their construction, one block for each group of editions. */
import { type Rational, rational } from '../../model/rational.ts';
import type { Basis, Direction, GroupNode, IndicatorNode, Step } from '../definition.ts';
import { type Rule, rule, unknownRule } from '../rule.ts';
import {
  ARITHMETIC,
  type Construction,
  MIN_MAXED,
  MORE_IS_BETTER,
  NO_VALUE_WHEN_INCOMPLETE,
  NOT_NORMALISED,
  OVER_MEMBERS_WITH_VALUE,
  ROOT_WEIGHT,
  Z_SCORE_STEPS,
} from './node-parts.ts';

const PER_100 = 'per 100 inhabitants';
const PER_1000 = 'per 1,000 inhabitants';
const TABLE_A1 = 'UN E-Government Survey 2022, p. 197, Table A.1';

/** What all series of an edition have in common. */
interface Common {
  readonly unit: string;
  readonly weight: Rule<Rational | null>;
  readonly steps: Rule<readonly Step[] | null>;
  readonly direction?: Rule<Direction>;
  readonly publisher?: string | null;
}

function series(
  names: Readonly<Record<string, string>>,
  { direction = MORE_IS_BETTER, publisher = 'ITU', ...rules }: Common,
): IndicatorNode[] {
  return Object.entries(names).map(([code, name]) => ({
    kind: 'indicator',
    code,
    name,
    direction,
    publisher,
    ...rules,
  }));
}

function tii(
  children: readonly IndicatorNode[],
  childrenBasis: Basis,
  rest: Pick<GroupNode, 'steps' | 'aggregation'>,
): GroupNode {
  return {
    kind: 'group',
    code: 'TII',
    name: 'Telecommunication Infrastructure Index',
    weight: ROOT_WEIGHT,
    children,
    childrenBasis,
    missing: NO_VALUE_WHEN_INCOMPLETE,
    ...rest,
  };
}

const SCALING_UNKNOWN: Rule<null> = unknownRule(
  'scaled to 0–1 between extremes of the countries (recalled, page not verified); the extremes used are unknown',
);
const BETWEEN_EXTREMES = rule(
  'members-with-value',
  'recalled',
  'extremes of the countries, page not verified',
) satisfies Construction['referenceSet'];

const WEIGHTS_2003 = 'recalled, page not verified';
const TENTHS = (tenths: number): Rule<Rational> => rule(rational(tenths, 10), 'recalled', WEIGHTS_2003);

export const TII_2003: Construction = {
  tree: tii(
    [
      ...series(
        { personal_computers: 'Personal computers' },
        { unit: PER_1000, weight: TENTHS(2), steps: SCALING_UNKNOWN, publisher: null },
      ),
      ...series(
        { internet_users: 'Internet users', telephone_lines: 'Telephone lines' },
        { unit: PER_1000, weight: TENTHS(2), steps: SCALING_UNKNOWN },
      ),
      ...series(
        { online_population: 'Online population' },
        { unit: 'percent', weight: TENTHS(2), steps: SCALING_UNKNOWN, publisher: null },
      ),
      ...series(
        { mobile_phones: 'Mobile phones' },
        { unit: PER_1000, weight: TENTHS(1), steps: SCALING_UNKNOWN },
      ),
      ...series(
        { television_sets: 'Television sets' },
        { unit: PER_1000, weight: TENTHS(1), steps: SCALING_UNKNOWN, publisher: null },
      ),
    ],
    {
      evidence: 'stated',
      source: `“six primary indices” (ICTlogy); ${TABLE_A1} lists all but television sets`,
    },
    {
      aggregation: rule(
        ARITHMETIC,
        'stated',
        'ICTlogy: “composite weighted average index of six primary indices”',
      ),
      steps: NOT_NORMALISED,
    },
  ),
  referenceSet: BETWEEN_EXTREMES,
  construction: rule(
    'weighted mean of indicators scaled between their extremes; no final min–max; scaling constants unknown',
    'recalled',
    'UN E-Government Survey 2022, Table A.1 (components); weights and scaling recalled, page not verified',
  ),
};

const UNPAN_2008 =
  'UNPAN news on the 2008 Survey: “Each index represents 20 per cent of the overall telecommunication infrastructure index”';

const SERIES_2008 = {
  internet_users: 'Internet users',
  personal_computers: 'Personal computers',
  main_telephone_lines: 'Main telephone lines',
  mobile_cellular: 'Mobile-cellular subscriptions',
  fixed_broadband: 'Fixed-broadband subscriptions',
};

function tii2008(weight: Rule<Rational>): GroupNode {
  return tii(
    series(SERIES_2008, { unit: PER_100, weight, steps: SCALING_UNKNOWN }).map((node) =>
      node.code === 'personal_computers' ? { ...node, publisher: null } : node,
    ),
    { evidence: 'stated', source: TABLE_A1 },
    { aggregation: rule(ARITHMETIC, 'stated', UNPAN_2008), steps: NOT_NORMALISED },
  );
}

const CONSTRUCTION_2008 = rule(
  'mean of five indicators scaled between their extremes; no final min–max; scaling constants unknown',
  'stated',
  UNPAN_2008,
);

export const TII_2008: Construction = {
  tree: tii2008(rule(rational(2, 10), 'stated', UNPAN_2008)),
  referenceSet: BETWEEN_EXTREMES,
  construction: CONSTRUCTION_2008,
};

export const TII_2010: Construction = {
  ...TII_2008,
  tree: tii2008(rule(rational(2, 10), 'recalled', 'as in 2008; page of the 2010 Survey not verified')),
};

const Z_SCORE_SOURCE =
  'annex of the 2016 Survey (z-score, min–max); Survey 2022, Table A.1 (components); range 0 to 1 in the published values';
const Z_SCORES = 'mean of z-scores (population standard deviation), then min–max over all members';

/** The published values fit z-scores of uncapped series best; population or sample cancels in the min–max. */
const UNCAPPED_Z_SCORES: Rule<readonly Step[]> = rule(
  Z_SCORE_STEPS,
  'data',
  'annex of the 2016 Survey: “standard deviation of the population”; capped series fit the published values worse',
);

const CAPPED_Z_SCORES: Rule<readonly Step[]> = rule(
  [{ kind: 'cap', at: 120 }, ...Z_SCORE_STEPS],
  'stated',
  'UN E-Government Survey 2022, p. 197: “a cut-off limit of 120 has been applied to TII components”; z-scores: annex of the 2016 Survey',
);

const MEAN_OF_Z_SCORES = rule(
  ARITHMETIC,
  'stated',
  'described as an arithmetic average of the components',
) satisfies GroupNode['aggregation'];

function tiiOfZScores(
  names: Readonly<Record<string, string>>,
  weight: Rule<Rational>,
  steps: Rule<readonly Step[]>,
): GroupNode {
  return tii(
    series(names, { unit: PER_100, weight, steps }),
    { evidence: 'stated', source: TABLE_A1 },
    { aggregation: MEAN_OF_Z_SCORES, steps: MIN_MAXED },
  );
}

const FIFTHS_RECALLED = rule(rational(1, 5), 'recalled', '“arithmetic average”, page not verified');

export const TII_2012: Construction = {
  tree: tiiOfZScores(
    {
      internet_users: 'Internet users',
      fixed_telephone: 'Fixed-telephone subscriptions',
      mobile_cellular: 'Mobile-cellular subscriptions',
      fixed_internet_subscriptions: 'Fixed Internet subscriptions',
      fixed_broadband: 'Fixed-broadband subscriptions',
    },
    FIFTHS_RECALLED,
    UNCAPPED_Z_SCORES,
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(Z_SCORES, 'data', Z_SCORE_SOURCE),
};

export const TII_2014: Construction = {
  tree: tiiOfZScores(
    {
      internet_users: 'Internet users',
      fixed_telephone: 'Fixed-telephone subscriptions',
      mobile_cellular: 'Mobile-cellular subscriptions',
      wireless_broadband: 'Wireless-broadband subscriptions',
      fixed_broadband: 'Fixed-broadband subscriptions',
    },
    FIFTHS_RECALLED,
    UNCAPPED_Z_SCORES,
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(Z_SCORES, 'data', Z_SCORE_SOURCE),
};

export const TII_2018: Construction = {
  tree: tiiOfZScores(
    {
      internet_users: 'Internet users',
      fixed_telephone: 'Fixed-telephone subscriptions',
      mobile_cellular: 'Mobile-cellular subscriptions',
      active_mobile_broadband: 'Active mobile-broadband subscriptions',
      fixed_broadband: 'Fixed-broadband subscriptions',
    },
    rule(
      rational(1, 5),
      'stated',
      'a description of the 2018 method: “arithmetic average of 5 indicators”; the published values give the five series equal effect',
    ),
    UNCAPPED_Z_SCORES,
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(Z_SCORES, 'data', Z_SCORE_SOURCE),
};

export const TII_2020: Construction = {
  tree: tiiOfZScores(
    {
      internet_users: 'Internet users',
      mobile_cellular: 'Mobile-cellular subscriptions',
      active_mobile_broadband: 'Active mobile-broadband subscriptions',
      fixed_broadband: 'Fixed-broadband subscriptions',
    },
    rule(
      rational(1, 4),
      'stated',
      'Quality of Government data finder: “arithmetic average composite of four indicators”',
    ),
    CAPPED_Z_SCORES,
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(
    `indicators capped at 120; ${Z_SCORES}`,
    'stated',
    'UN E-Government Survey 2022, p. 197: “a cut-off limit of 120 has been applied to TII components”',
  ),
};

const SOURCE_2024 = 'UN E-Government Survey 2024, Table 2.8, as quoted by a secondary source';
const WEIGHTS_2024 = unknownRule('weights of the components of 2024: no source found');

export const TII_2024: Construction = {
  tree: tii(
    [
      ...series(
        {
          internet_users: 'Internet users',
          mobile_cellular: 'Mobile-cellular subscriptions',
          active_mobile_broadband: 'Active mobile-broadband subscriptions',
        },
        {
          unit: PER_100,
          weight: WEIGHTS_2024,
          steps: unknownRule('whether the cap of 120 was kept in 2024 is unknown'),
        },
      ),
      ...series(
        { affordability: 'Affordability: price of mobile data and voice, high consumption' },
        {
          unit: 'percent of GNI per capita',
          weight: WEIGHTS_2024,
          steps: unknownRule('how the price basket is turned into a score is unknown'),
          direction: rule(-1, 'inferred', 'a price: less is better; how it was reversed is unknown'),
        },
      ),
    ],
    { evidence: 'stated', source: SOURCE_2024 },
    { aggregation: rule(ARITHMETIC, 'inferred', 'as in the editions before'), steps: MIN_MAXED },
  ),
  referenceSet: OVER_MEMBERS_WITH_VALUE,
  construction: rule(
    'weights, cap and the transform of affordability are unknown',
    'unknown',
    `components: ${SOURCE_2024}`,
  ),
};
