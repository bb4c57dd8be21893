/** The series that TII and HCI were made of, edition group by edition group (methodology §3, §4). */
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
    '§3, §11.7',
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
    '§3: “Each index represents 20 per cent of the overall telecommunication infrastructure index” (UNPAN, 2008)',
  ),
};

const Z_SCORES = 'mean of z-scores (population standard deviation), then min–max over all members';

export const TII_2012: Construction = {
  components: equal('1/5', 'per 100 inhabitants', [
    'internet_users',
    'fixed_telephone',
    'mobile_cellular',
    'fixed_internet_subscriptions',
    'fixed_broadband',
  ]),
  construction: rule(Z_SCORES, 'data', '§1, §3'),
};

export const TII_2014: Construction = {
  components: equal('1/5', 'per 100 inhabitants', [
    'internet_users',
    'fixed_telephone',
    'mobile_cellular',
    'wireless_broadband',
    'fixed_broadband',
  ]),
  construction: rule(Z_SCORES, 'data', '§1, §3'),
};

export const TII_2018: Construction = {
  components: equal('1/5', 'per 100 inhabitants', [
    'internet_users',
    'fixed_telephone',
    'mobile_cellular',
    'active_mobile_broadband',
    'fixed_broadband',
  ]),
  construction: rule(Z_SCORES, 'data', '§1, §3'),
};

export const TII_2020: Construction = {
  components: equal('1/4', 'per 100 inhabitants', [
    'internet_users',
    'mobile_cellular',
    'active_mobile_broadband',
    'fixed_broadband',
  ]),
  construction: rule(`indicators capped at 120; ${Z_SCORES}`, 'stated', '§3: Survey 2022, p. 197'),
};

export const TII_2024: Construction = {
  components: [
    ...equal(null, 'per 100 inhabitants', ['internet_users', 'mobile_cellular', 'active_mobile_broadband']),
    { id: 'affordability', unit: 'percent of GNI per capita', weight: null },
  ],
  construction: rule('weights, cap and the transform of affordability are unknown', 'unknown', '§3, §11.2'),
};

const LITERACY_AND_ENROLMENT: readonly Component[] = [
  { id: 'adult_literacy', unit: 'percent', weight: '2/3' },
  { id: 'gross_enrolment_ratio', unit: 'percent', weight: '1/3' },
];

export const HCI_2003: Construction = {
  components: LITERACY_AND_ENROLMENT,
  construction: rule('(2/3 literacy + 1/3 enrolment) / 100, not normalised', 'recalled', '§4'),
};

export const HCI_2008: Construction = {
  components: LITERACY_AND_ENROLMENT,
  construction: rule('(2/3 literacy + 1/3 enrolment) / 100, not normalised', 'stated', '§4: UNPAN, 2008'),
};

export const HCI_2012: Construction = {
  components: LITERACY_AND_ENROLMENT,
  construction: rule(`weighted ${Z_SCORES}`, 'data', '§4'),
};

const SCHOOLING: readonly Component[] = [
  { id: 'adult_literacy', unit: 'percent', weight: '1/3' },
  { id: 'gross_enrolment_ratio', unit: 'percent', weight: '2/9' },
  { id: 'expected_years_of_schooling', unit: 'years', weight: '2/9' },
  { id: 'mean_years_of_schooling', unit: 'years', weight: '2/9' },
];

export const HCI_2014: Construction = {
  components: SCHOOLING,
  construction: rule(`weighted ${Z_SCORES}`, 'stated', '§4'),
};

export const HCI_2024: Construction = {
  components: [
    ...SCHOOLING.map((component) => ({ ...component, weight: null })),
    { id: 'e_government_literacy', unit: 'score', weight: null },
  ],
  construction: rule('weights and the scoring of e-government literacy are unknown', 'unknown', '§4, §11.3'),
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
    '§5.1, §11.4, §11.5',
  ),
};
