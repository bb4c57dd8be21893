/**
 * The figures of the international fixtures are those of the published files: read by the same layouts, no fact of a
 * fixture is missing from its original or differs from it, and what TII and HCI were recomputed from is all there. The originals lie beside the project and are not part of
 * it, so this test says so where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readIndicatorFile } from '../../support/indicator-files.ts';
import { FIXTURE_FOLDER } from '../../support/survey-files.ts';

const published = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'components');
const GOLDEN = join(published, '..', 'golden', 'components');
const absent = !existsSync(published);
if (absent) console.warn('NOT COMPARED: ../shared/data/components is absent');

const ITU_2019 = 'international/itu/2019';
/** Fixture, original, and the series where neither says it. */
const PAIRS: readonly (readonly [string, string, string?])[] = [
  [`${ITU_2019}/Individuals_Internet_2000-2018_Jun2019.xls`, 'itu-internet-users-2000-2018-jun2019.xls'],
  [`${ITU_2019}/Mobile_cellular_2000-2018_Jun2019.xls`, 'itu-mobile-cellular-2000-2018-jun2019.xls'],
  [
    `${ITU_2019}/Fixed_tel_2000-2018_Jun2019_revised_27082019.xls`,
    'itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls',
  ],
  [
    `${ITU_2019}/Fixed_broadband_2000-2018_Jun2019_revised27082019.xls`,
    'itu-fixed-broadband-2000-2018-jun2019-revised-2019-08-27.xls',
  ],
  ['international/itu/2015/Fixed_tel_2000-2014.csv', 'itu-fixed-telephone-per100-2000-2014.csv', 'itu:i91'],
  [
    'international/itu/2015/Mobile_cellular_2000-2014.csv',
    'itu-mobile-cellular-counts-2000-2014.csv',
    'itu:i271',
  ],
  [
    'international/itu/2015/Fixed_broadband_2000-2014_per100.csv',
    'itu-fixed-broadband-per100-2000-2014.csv',
    'itu:i992b',
  ],
  [
    'international/itu/mobile-broadband-extract/Internet Broadband.xlsx',
    'itu-mobile-broadband-per100-extract-2008-2020.xlsx',
  ],
  [
    'excerpts/itu-datahub/individuals-using-the-internet.csv',
    'itu-datahub-individuals-using-the-internet-2000-2025.csv',
  ],
  [
    'international/worldbank/2017-02-01/API_IT.NET.USER.P2_DS2_en_csv_v2.csv',
    'worldbank-2017-02-01-API_IT.NET.USER.P2_DS2_en_csv_v2.csv',
  ],
  [
    'international/worldbank/2017-03-23/API_IT.CEL.SETS.P2_DS2_en_csv_v2.csv',
    'worldbank-2017-03-23-API_IT.CEL.SETS.P2_DS2_en_csv_v2.csv',
  ],
  [
    'international/worldbank/2023-03-01/API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv',
    'worldbank-2023-03-01-API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv',
  ],
  [
    'international/worldbank/2024/API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv',
    'worldbank-2024-API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv',
  ],
  ['international/gtmi/gtmi_2022.csv', 'gtmi-2022.csv'],
  ['international/gtmi/gtmi_2022_metadata.csv', 'gtmi-2022-items.csv'],
  ['international/undp/Education.csv', 'undp-hdr2011-education.csv'],
  [
    'international/undp/HDR23-24_Composite_indices_complete_time_series.csv',
    'undp-hdr23-24-composite-indices-complete-time-series.csv',
  ],
  ['international/uis/EDULIT_DS_08112018110754920.csv', 'uis-edulit-graduates-2018-11-08.csv'],
  ['international/uis/SDG4_DS_04102019154356211.csv', 'uis-sdg4-ict-skills-2019-10-04.csv'],
  ['international/uis/OPRI_DATA_NATIONAL.csv', 'uis-edulit-enrolment-2020-05-11.csv'],
  ['international/barro-lee/BL_v3_MF2564.csv', 'barro-lee-v3-mf-25-64.csv'],
  [
    'international/eu/eGovernment_Benchmark_2023__Machine_readable_format.xlsx',
    'eu-egovernment-benchmark-2023-machine-readable.xlsx',
  ],
];

/** The golden inputs were printed with less digits than the workbooks hold. */
const GOLDEN_ROUNDING = 1e-12;

const ZIP = 'international/worldbank/fixed-broadband/API_IT.NET.BBND.P2_DS2_en_csv_v2.zip';
const USERS_2024 = 'international/worldbank/2024/API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv';
const MOBILE_2023 = 'international/worldbank/2023-03-01/API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv';
const EXTRACT = 'international/itu/mobile-broadband-extract/Internet Broadband.xlsx';
const HDR_2011 = 'international/undp/Education.csv';
/** Where a component of a golden input set stands here. */
type Held = readonly [fixture: string, indicatorCode: string];
const LATER: Readonly<Record<string, Held>> = {
  'tii.internet_users_per100': [USERS_2024, 'worldbank:IT.NET.USER.ZS'],
  'tii.mobile_cellular_per100': [MOBILE_2023, 'worldbank:IT.CEL.SETS.P2'],
  'tii.fixed_broadband_per100': [ZIP, 'worldbank:IT.NET.BBND.P2'],
  'tii.mobile_broadband_per100': [EXTRACT, 'itu:i911mw'],
};
const HELD: Readonly<Record<string, Readonly<Record<string, Held>>>> = {
  '2012': {
    'hci.adult_literacy_rate': [HDR_2011, 'undp-2011:literacy.latest'],
    'hci.gross_enrolment_ratio': [HDR_2011, 'undp-2011:ger.latest'],
  },
  '2018': {
    'tii.internet_users_per100': [`${ITU_2019}/Individuals_Internet_2000-2018_Jun2019.xls`, 'itu:i99H'],
    'tii.fixed_tel_per100': [`${ITU_2019}/Fixed_tel_2000-2018_Jun2019_revised_27082019.xls`, 'itu:i91'],
    'tii.mobile_cellular_per100': [`${ITU_2019}/Mobile_cellular_2000-2018_Jun2019.xls`, 'itu:i911'],
    'tii.fixed_broadband_per100': [
      `${ITU_2019}/Fixed_broadband_2000-2018_Jun2019_revised27082019.xls`,
      'itu:i992b',
    ],
    'tii.mobile_broadband_per100': [EXTRACT, 'itu:i911mw'],
  },
  '2020': LATER,
  '2022': LATER,
};

const readings = new Map<string, ReturnType<typeof readIndicatorFile>>();
function reading(path: string, series: string | null = null): ReturnType<typeof readIndicatorFile> {
  const found = readings.get(path) ?? readIndicatorFile(path, series);
  readings.set(path, found);
  return found;
}

async function factsOf(path: string, series: string | null): Promise<ReadonlyMap<string, string>> {
  const { observations } = await reading(path, series);
  return new Map(
    observations.map(({ indicatorCode, iso3, period, value, status, isEstimated, isPreliminary }) => [
      `${indicatorCode} ${iso3} ${period}`,
      [value, status, isEstimated, isPreliminary].join(' '),
    ]),
  );
}

describe.skipIf(absent)(
  `figures of the international fixtures${absent ? ' — NOT COMPARED, ../shared/data is absent' : ''}`,
  () => {
    const pairs = PAIRS.map(([fixture, original, series = null]) => ({ fixture, original, series }));
    it.each(pairs)('$fixture: those of $original', async ({ fixture, original, series }) => {
      const ours = await factsOf(join(FIXTURE_FOLDER, fixture), series);
      const theirs = await factsOf(join(published, original), series);
      expect(ours.size).toBeGreaterThan(20);
      expect([...ours].filter(([key, fact]) => theirs.get(key) !== fact)).toEqual([]);
    });

    it.each(Object.keys(HELD))('of edition %s are all that its recomputation had', async (edition) => {
      const golden = parse(readFileSync(join(GOLDEN, 'egdi_components_by_edition.csv')), {
        columns: true,
      }) as Record<string, string>[];
      const own = golden.filter((row) => row.edition === edition);
      expect(own.length).toBeGreaterThan(250);
      for (const [component, [fixture, code]] of Object.entries(HELD[edition] ?? {})) {
        const inputs = own.filter((row) => row.component === component);
        expect([component, inputs.length > 100]).toEqual([component, true]);
        const { observations } = await reading(join(FIXTURE_FOLDER, fixture));
        const year = inputs[0]?.data_year ?? '';
        const period = `${/^\d{4}$/.test(year) ? year : '2011'}-01-01`;
        const values = new Map(
          observations
            .filter((one) => one.indicatorCode === code && one.period === period)
            .map(({ iso3, value }) => [iso3, value]),
        );
        const differing = inputs.filter(
          ({ iso3 = '', value }) =>
            !(Math.abs(Number(values.get(iso3) ?? Number.NaN) - Number(value)) < GOLDEN_ROUNDING),
        );
        expect([component, differing]).toEqual([component, []]);
      }
      expect(new Set(own.map(({ component }) => component))).toEqual(
        new Set(Object.keys(HELD[edition] ?? {})),
      );
    });
  },
);
