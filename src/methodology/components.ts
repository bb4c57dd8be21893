/** The series that TII, HCI and, since 2022, OSI were made of, one block for each group of editions. */
import { type Component, type IndexMethod, rule } from './method.ts';

interface Construction {
  readonly components: readonly Component[];
  readonly construction: IndexMethod['construction'];
}

function equal(weight: string | null, unit: string, ids: readonly string[]): Component[] {
  return ids.map((id) => ({ id, unit, weight }));
}

export const TII_2003: Construction = {
  components: [
    ...equal('0.2', 'per 1,000 inhabitants', ['personal_computers', 'internet_users', 'telephone_lines']),
    { id: 'online_population', unit: 'percent', weight: '0.2' },
    ...equal('0.1', 'per 1,000 inhabitants', ['mobile_phones', 'television_sets']),
  ],
  construction: rule(
    'weighted mean of indicators scaled between their extremes; no final min–max; scaling constants unknown',
    'recalled',
    'UN E-Government Survey 2022, Table A.1 (components); weights and scaling recalled, page not verified',
  ),
};

export const TII_2008: Construction = {
  components: equal('0.2', 'per 100 inhabitants', [
    'internet_users',
    'personal_computers',
    'main_telephone_lines',
    'mobile_cellular',
    'fixed_broadband',
  ]),
  construction: rule(
    'mean of five indicators scaled between their extremes; no final min–max; scaling constants unknown',
    'stated',
    'UNPAN news on the 2008 Survey: “Each index represents 20 per cent of the overall telecommunication infrastructure index”',
  ),
};

const Z_SCORE_SOURCE =
  'annex of the 2016 Survey (z-score, min–max); Survey 2022, Table A.1 (components); range 0 to 1 in the published values';
const Z_SCORES = 'mean of z-scores (population standard deviation), then min–max over all members';

export const TII_2012: Construction = {
  components: equal('1/5', 'per 100 inhabitants', [
    'internet_users',
    'fixed_telephone',
    'mobile_cellular',
    'fixed_internet_subscriptions',
    'fixed_broadband',
  ]),
  construction: rule(Z_SCORES, 'data', Z_SCORE_SOURCE),
};

export const TII_2014: Construction = {
  components: equal('1/5', 'per 100 inhabitants', [
    'internet_users',
    'fixed_telephone',
    'mobile_cellular',
    'wireless_broadband',
    'fixed_broadband',
  ]),
  construction: rule(Z_SCORES, 'data', Z_SCORE_SOURCE),
};

export const TII_2018: Construction = {
  components: equal('1/5', 'per 100 inhabitants', [
    'internet_users',
    'fixed_telephone',
    'mobile_cellular',
    'active_mobile_broadband',
    'fixed_broadband',
  ]),
  construction: rule(Z_SCORES, 'data', Z_SCORE_SOURCE),
};

export const TII_2020: Construction = {
  components: equal('1/4', 'per 100 inhabitants', [
    'internet_users',
    'mobile_cellular',
    'active_mobile_broadband',
    'fixed_broadband',
  ]),
  construction: rule(
    `indicators capped at 120; ${Z_SCORES}`,
    'stated',
    'UN E-Government Survey 2022, p. 197: “a cut-off limit of 120 has been applied to TII components”',
  ),
};

export const TII_2024: Construction = {
  components: [
    ...equal(null, 'per 100 inhabitants', ['internet_users', 'mobile_cellular', 'active_mobile_broadband']),
    { id: 'affordability', unit: 'percent of GNI per capita', weight: null },
  ],
  construction: rule(
    'weights, cap and the transform of affordability are unknown',
    'unknown',
    'components: UN E-Government Survey 2024, Table 2.8, as quoted by a secondary source',
  ),
};

const LITERACY_AND_ENROLMENT: readonly Component[] = [
  { id: 'adult_literacy', unit: 'percent', weight: '2/3' },
  { id: 'gross_enrolment_ratio', unit: 'percent', weight: '1/3' },
];

export const HCI_2003: Construction = {
  components: LITERACY_AND_ENROLMENT,
  construction: rule(
    '(2/3 literacy + 1/3 enrolment) / 100, not normalised',
    'recalled',
    'UNDP education index of the time, page not verified',
  ),
};

export const HCI_2008: Construction = {
  components: LITERACY_AND_ENROLMENT,
  construction: rule(
    '(2/3 literacy + 1/3 enrolment) / 100, not normalised',
    'stated',
    'UNPAN news on the 2008 Survey: “two thirds weight given to the adult literacy rate”',
  ),
};

export const HCI_2012: Construction = {
  components: LITERACY_AND_ENROLMENT,
  construction: rule(
    `weighted ${Z_SCORES}`,
    'data',
    'regression on the two series; range 0 to 1 in the published values',
  ),
};

const SCHOOLING: readonly Component[] = [
  { id: 'adult_literacy', unit: 'percent', weight: '1/3' },
  { id: 'gross_enrolment_ratio', unit: 'percent', weight: '2/9' },
  { id: 'expected_years_of_schooling', unit: 'years', weight: '2/9' },
  { id: 'mean_years_of_schooling', unit: 'years', weight: '2/9' },
];

export const HCI_2014: Construction = {
  components: SCHOOLING,
  construction: rule(
    `weighted ${Z_SCORES}`,
    'stated',
    'a monograph quotes the weights 1/3, 2/9, 2/9, 2/9; Quality of Government data finder: four components',
  ),
};

export const HCI_2024: Construction = {
  components: [
    ...SCHOOLING.map((component) => ({ ...component, weight: null })),
    { id: 'e_government_literacy', unit: 'score', weight: null },
  ],
  construction: rule(
    'weights and the scoring of e-government literacy are unknown',
    'unknown',
    'components: public manual of the 2024 scoring model',
  ),
};

export const OSI_2022: Construction = {
  components: [
    { id: 'institutional_framework', unit: 'score', weight: '0.10' },
    { id: 'content_provision', unit: 'score', weight: '0.05' },
    { id: 'services_provision', unit: 'score', weight: '0.45' },
    { id: 'e_participation', unit: 'score', weight: '0.35' },
    { id: 'technology', unit: 'score', weight: '0.05' },
  ],
  construction: rule(
    'weighted sum of five sub-indices, then min–max; whether they are min–maxed first is unknown',
    'recalled_no_source',
    'UN E-Government Survey 2022, chapter 1 (five subcategories); weights recalled, no page found',
  ),
};
