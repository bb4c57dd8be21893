/**
 * A table of the components of TII and HCI that someone has: a printed annex of the Survey, or figures gathered
 * elsewhere. A row is a value of one component for one country in one edition; the period of the observation is the
 * edition, because two editions may use different figures of one data year. Such values are preferred to those of
 * publishers where the edition is recomputed.
 */
import type { Indicator, TableLayout } from '../../src/pipeline/define-pipeline.ts';
import { table } from './table.ts';
import { TERRITORY_CODES } from './territories.ts';

type Component = readonly [id: string, name: string, unit: string, atMost: number, ...otherNames: string[]];

const PER_100 = 'per 100 inhabitants';

/** By the ids of the registry of methods, and by other names under which such tables have been written. */
const COMPONENTS: Readonly<Record<'TII' | 'HCI', readonly Component[]>> = {
  TII: [
    ['internet_users', 'Internet users', PER_100, 100, 'tii.internet_users_per100'],
    ['fixed_telephone', 'Fixed-telephone subscriptions', PER_100, 500, 'tii.fixed_tel_per100'],
    ['mobile_cellular', 'Mobile-cellular subscriptions', PER_100, 500, 'tii.mobile_cellular_per100'],
    ['wireless_broadband', 'Wireless-broadband subscriptions', PER_100, 500],
    [
      'active_mobile_broadband',
      'Active mobile-broadband subscriptions',
      PER_100,
      500,
      'tii.mobile_broadband_per100',
    ],
    ['fixed_broadband', 'Fixed-broadband subscriptions', PER_100, 500, 'tii.fixed_broadband_per100'],
    ['fixed_internet_subscriptions', 'Fixed Internet subscriptions', PER_100, 500],
  ],
  HCI: [
    ['adult_literacy', 'Adult literacy', 'percent', 100, 'hci.adult_literacy_rate'],
    // Above 100 where pupils of other ages are enrolled.
    [
      'gross_enrolment_ratio',
      'Gross enrolment ratio, all levels',
      'percent',
      200,
      'hci.gross_enrolment_ratio',
    ],
    ['expected_years_of_schooling', 'Expected years of schooling', 'years', 30],
    ['mean_years_of_schooling', 'Mean years of schooling', 'years', 25],
  ],
};

const DECLARED = Object.entries(COMPONENTS).flatMap(([index, components]) =>
  components.map(([id, name, unit, atMost, ...otherNames]) => {
    const indicator: Indicator = {
      indicatorCode: `components:${index}:${id}`,
      nameEn: `${name}, component of the ${index} of the edition`,
      unit,
      frequency: 'year',
      publisher: 'a table of components',
      description:
        'Input of a sub-index as a table of components states it; the period is the edition, not the data year.',
    };
    return { indicator, atMost, names: [id, ...otherNames] };
  }),
);

export const COMPONENT_LAYOUTS: readonly TableLayout[] = [
  table({
    id: 'components',
    title: 'Components of TII and HCI: one row per edition, country and component',
    columns: {
      edition: 'period',
      iso3: 'country',
      component: 'indicator',
      value: 'value',
      data_year: 'note',
      source: 'note',
    },
    values: { kind: 'single', series: null },
    country: { by: 'iso3', aliases: {}, leftOut: { ...TERRITORY_CODES }, leftOutPatterns: {} },
    indicators: Object.fromEntries(
      DECLARED.flatMap(({ indicator, names }) => names.map((name) => [name, indicator])),
    ),
    ranges: Object.fromEntries(
      DECLARED.map(({ indicator, atMost }) => [indicator.indicatorCode, { atLeast: 0, atMost }]),
    ),
  }),
];
