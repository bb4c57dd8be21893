/**
 * What the offices of Kazakhstan publish beside the components of TII and HCI, and why it is not the same thing. A
 * component without an entry that has a series has no counterpart that anybody here knows of.
 */
import type { ComponentCounterpartInput } from '../../../src/pipeline/define-pipeline.ts';

const POPULATION = { indicatorCode: 'bns:population' } as const;
const PER_PERSON =
  'divided by the population of the last 31 December (BNS), where ITU takes its own or a UN estimate';
const SINCE_CENSUS = 'the population has a break in 2022, after the census of 2021';

const own = (
  id: string,
  rest: Omit<ComponentCounterpartInput, 'counterpartId' | 'iso3'>,
): ComponentCounterpartInput => ({ counterpartId: `KAZ:${id}`, iso3: 'KAZ', ...rest });

export const KAZAKHSTAN: readonly ComponentCounterpartInput[] = [
  own('ict-users', {
    component: 'internet_users',
    series: { indicatorCode: 'press-kz:ict-users-6-74' },
    ageBand: '6-74',
    comparability: 'change',
    note: 'users of information and communication technologies, a computer without Internet included, aged 6–74; ITU counts users of the Internet, for Kazakhstan aged 6 and older since 2020',
  }),
  own('digital-literacy', {
    component: 'internet_users',
    preference: 2,
    series: { indicatorCode: 'bns:digital-literacy-6-74' },
    ageBand: '6-74',
    comparability: 'context',
    note: 'share of those who have skills with devices and online services, aged 6–74; skills, not use, and nearer to the e-government literacy of 2024, of which nothing is known but its name',
  }),
  own('digital-literacy-in-press', {
    component: 'internet_users',
    preference: 3,
    series: { indicatorCode: 'press-kz:digital-literacy-6-74' },
    ageBand: '6-74',
    comparability: 'context',
    note: 'the same as the press reports it',
  }),
  own('fixed-telephone-lines', {
    component: 'fixed_telephone',
    series: { indicatorCode: 'press-kz:fixed-telephone-lines' },
    denominator: POPULATION,
    factor: '100',
    comparability: 'level',
    note: `lines, rounded to 0.1 million in the press; ${PER_PERSON}`,
  }),
  own('mobile-density', {
    component: 'mobile_cellular',
    series: { indicatorCode: 'bns:telecom-mobile-density' },
    comparability: 'level',
    note: 'SIM cards per 100 inhabitants as the Bureau works it out, at the end of the month; ITU takes the end of the year and its own population',
  }),
  own('mobile-subscribers', {
    component: 'mobile_cellular',
    preference: 2,
    series: { indicatorCode: 'press-kz:mobile-subscribers' },
    denominator: POPULATION,
    factor: '100',
    comparability: 'level',
    note: `SIM cards, rounded to 0.1 million in the press; ${PER_PERSON}; ${SINCE_CENSUS}`,
  }),
  own('fixed-internet', {
    component: 'fixed_broadband',
    series: { indicatorCode: 'bns:telecom-fixed-internet-subscribers' },
    denominator: POPULATION,
    // Thousands of subscribers.
    factor: '100000',
    comparability: 'level',
    note: `subscribers of fixed Internet of any speed, which by now is broadband nearly everywhere; ${PER_PERSON}`,
  }),
  own('fixed-internet-in-press', {
    component: 'fixed_broadband',
    preference: 2,
    series: { indicatorCode: 'press-kz:fixed-internet-subscribers' },
    denominator: POPULATION,
    factor: '100',
    comparability: 'level',
    note: `subscribers of fixed Internet, rounded to 0.1 million in the press; ${PER_PERSON}; ${SINCE_CENSUS}`,
  }),
  own('mobile-internet', {
    component: 'active_mobile_broadband',
    series: { indicatorCode: 'bns:telecom-mobile-internet-subscribers' },
    denominator: POPULATION,
    factor: '100000',
    comparability: 'change',
    note: `mobile subscribers with access to the Internet, whether or not they used it, without data-only cards; ${PER_PERSON}`,
  }),
  own('literacy-unknown', {
    component: 'adult_literacy',
    series: null,
    comparability: 'none',
    note: 'no national figure is known here; censuses have it, once in ten years',
  }),
  own('enrolment-unknown', {
    component: 'gross_enrolment_ratio',
    series: null,
    comparability: 'none',
    note: 'no national figure of all levels together is known here; the Bureau publishes enrolment by level',
  }),
  own('expected-years-unknown', {
    component: 'expected_years_of_schooling',
    series: null,
    comparability: 'none',
    note: 'no national figure is known here; UNDP takes it from UNESCO',
  }),
  own('mean-years-unknown', {
    component: 'mean_years_of_schooling',
    series: null,
    comparability: 'none',
    note: 'no national figure is known here; UNDP works it out from censuses and surveys',
  }),
];
