/** Figures that no office publishes for machines: kept by hand from the press, with address and date in every row. */
import type { NationalSeries, NationalSourceInput } from '../../src/pipeline/define-pipeline.ts';
import { sourceOrigin } from './source-origin.ts';

const NOT_ADDITIVE = { unit: 'percent', frequency: 'year', isAdditive: false } as const;
const BY_PRESS = 'Bureau of National Statistics of Kazakhstan (BNS), by the press';
const STATE_OF_A_DAY = {
  frequency: 'month',
  isAdditive: false,
  publisher: BY_PRESS,
  description: 'At the end of a month or year, rounded to 0.1 million.',
} as const;

export const PRESS_SERIES: readonly NationalSeries<NationalSourceInput>[] = [
  {
    files: ['egov-kz-figures.csv'],
    origin: sourceOrigin(
      'eGov.kz, by the press',
      'Figures of the portal, kept by hand with address and date',
      null,
    ),
    source: {
      adapter: 'portal-figures',
      id: 'egov-kz-figures',
      title: 'Figures of the portal eGov.kz',
      iso3: 'KAZ',
      languages: ['en'],
      markers: {},
      indicators: {
        services_online: {
          indicatorCode: 'egov-kz:services-online',
          nameEn: 'Public services received online',
          unit: 'services',
          frequency: 'year',
          publisher: 'eGov.kz',
          description: 'Through the portal, eGov mobile and messengers, as the press reports them.',
          isAdditive: false,
        },
      },
    },
  },
  {
    files: ['ict-press-figures.csv'],
    origin: sourceOrigin(BY_PRESS, 'ICT figures, kept by hand with address and date', null),
    source: {
      adapter: 'portal-figures',
      id: 'ict-press-figures',
      title: 'Use of ICT in Kazakhstan, as the press quotes it',
      iso3: 'KAZ',
      languages: ['ru'],
      markers: {},
      indicators: {
        digital_literacy: {
          ...NOT_ADDITIVE,
          indicatorCode: 'press-kz:digital-literacy-6-74',
          nameEn: 'Digital literacy of the population aged 6 to 74, as quoted by the press',
          publisher: BY_PRESS,
          description: 'The age band is part of the indicator: the office changed it over the years.',
        },
        ict_users: {
          ...NOT_ADDITIVE,
          indicatorCode: 'press-kz:ict-users-6-74',
          nameEn: 'Users of ICT in the population aged 6 to 74, as quoted by the press',
          publisher: BY_PRESS,
        },
        households_e_government: {
          ...NOT_ADDITIVE,
          indicatorCode: 'press-kz:households-e-government',
          nameEn: 'Households that use electronic government services, as quoted by the press',
          publisher: BY_PRESS,
        },
      },
    },
  },
  {
    files: ['telecom-press-figures.csv'],
    origin: sourceOrigin(BY_PRESS, 'Telecommunication figures, kept by hand with address and date', null),
    source: {
      adapter: 'portal-figures',
      id: 'telecom-press-figures',
      title: 'Telecommunication in Kazakhstan, as the press quotes it',
      iso3: 'KAZ',
      languages: ['en'],
      markers: {},
      indicators: {
        fixed_telephone_lines: {
          ...STATE_OF_A_DAY,
          indicatorCode: 'press-kz:fixed-telephone-lines',
          nameEn: 'Fixed telephone lines, as quoted by the press',
          unit: 'lines',
        },
        mobile_subscribers: {
          ...STATE_OF_A_DAY,
          indicatorCode: 'press-kz:mobile-subscribers',
          nameEn: 'Mobile subscribers, as quoted by the press',
          unit: 'subscribers',
        },
        fixed_internet_subscribers: {
          ...STATE_OF_A_DAY,
          indicatorCode: 'press-kz:fixed-internet-subscribers',
          nameEn: 'Subscribers of fixed Internet, as quoted by the press',
          unit: 'subscribers',
        },
      },
    },
  },
];
