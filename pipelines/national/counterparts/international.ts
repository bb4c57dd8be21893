/**
 * The series of ITU, the World Bank, UNESCO and UNDP behind the components of TII and HCI, the Survey's own source
 * first. Codes are those of `pipelines/international`.
 */
import type { ComponentCounterpartInput } from '../../../src/pipeline/define-pipeline.ts';

const WORLD_BANK = 'the World Bank’s copy of the ITU series; its vintage may be another one';

function reference(
  component: ComponentCounterpartInput['component'],
  preference: number,
  indicatorCode: string,
  note: string,
): ComponentCounterpartInput {
  return {
    counterpartId: indicatorCode,
    component,
    preference,
    series: { indicatorCode },
    comparability: 'reference',
    note,
  };
}

export const INTERNATIONAL_SERIES: readonly ComponentCounterpartInput[] = [
  reference(
    'internet_users',
    1,
    'itu:i99H',
    'share of individuals, from household surveys; whom a survey asks differs by country and year (the note of the value says it)',
  ),
  reference('internet_users', 2, 'worldbank:IT.NET.USER.ZS', WORLD_BANK),
  reference('fixed_telephone', 1, 'itu:i91', 'lines and their equivalents, of all inhabitants'),
  reference('fixed_telephone', 2, 'worldbank:IT.MLT.MAIN.P2', WORLD_BANK),
  reference(
    'mobile_cellular',
    1,
    'itu:i911',
    'SIM cards used within three months, of all inhabitants; no data-only cards',
  ),
  reference('mobile_cellular', 2, 'worldbank:IT.CEL.SETS.P2', WORLD_BANK),
  reference('fixed_broadband', 1, 'itu:i992b', 'subscriptions of 256 kbit/s and more, of all inhabitants'),
  reference('fixed_broadband', 2, 'worldbank:IT.NET.BBND.P2', WORLD_BANK),
  reference(
    'active_mobile_broadband',
    1,
    'itu:i911mw',
    'subscriptions that used data within three months, data-only ones included, of all inhabitants',
  ),
  reference('adult_literacy', 1, 'uis:LR_AG15T99', 'aged 15 and older, in the exports of UIS.Stat'),
  reference('adult_literacy', 2, 'uis:LR.AG15T99', 'aged 15 and older, in the bulk data of UIS'),
  reference(
    'adult_literacy',
    3,
    'worldbank:SE.ADT.LITR.ZS',
    'the World Bank’s copy of the UNESCO series, aged 15 and older',
  ),
  reference('adult_literacy', 4, 'undp-2011:literacy', 'as printed in the Human Development Report 2011'),
  reference(
    'gross_enrolment_ratio',
    1,
    'undp-2011:ger',
    'all levels together, as printed in the Human Development Report 2011; no publisher has brought it on since',
  ),
  reference('expected_years_of_schooling', 1, 'undp:eys', 'recomputed for all years in each report'),
  reference('expected_years_of_schooling', 2, 'undp-2011:eys', 'as printed in the report of 2011'),
  reference('mean_years_of_schooling', 1, 'undp:mys', 'aged 25 and older; recomputed in each report'),
  reference('mean_years_of_schooling', 2, 'undp-2011:mys', 'as printed in the report of 2011'),
];
