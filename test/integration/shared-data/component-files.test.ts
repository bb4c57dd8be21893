/**
 * Every published component file loads, or is refused with a clear issue. The files lie beside the project and are not
 * part of it, so this test says so where they are absent. Counts and revisions are those that were found in the files
 * by other means.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { international } from '../../../pipelines/international/index.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { type ReadIndicators, readIndicatorFile } from '../../support/indicator-files.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'components');
const absent = !existsSync(folder);
if (absent) console.warn('NOT READ: ../shared/data/components is absent');

/** What whoever brings the file says: these three do not say it themselves. */
const SERIES: Readonly<Record<string, string>> = {
  'itu-fixed-telephone-per100-2000-2014.csv': 'itu:i91',
  'itu-mobile-cellular-counts-2000-2014.csv': 'itu:i271',
  'itu-fixed-broadband-per100-2000-2014.csv': 'itu:i992b',
};

const known = new Map<string, Promise<ReadIndicators>>();
function read(name: string, series = SERIES[name] ?? null): Promise<ReadIndicators> {
  const key = `${name} ${series}`;
  const reading = known.get(key) ?? readIndicatorFile(join(folder, name), series);
  known.set(key, reading);
  return reading;
}

function codesOf(issues: ReadIndicators['issues']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code, severity } of issues) {
    if (severity !== 'info') counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

const MEMBERS = 193;

/** File, layout, data rows, countries, indicators, observations, of them with a value, rows left out by declaration. */
const FILES: readonly (readonly [string, string, number, number, number, number, number, number])[] = [
  ['itu-internet-users-2000-2018-jun2019.xls', 'itu-time-series', 229, MEMBERS, 1, 3667, 3430, 36],
  ['itu-mobile-cellular-2000-2018-jun2019.xls', 'itu-time-series', 229, MEMBERS, 2, 7334, 7158, 36],
  [
    'itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls',
    'itu-time-series',
    228,
    MEMBERS,
    2,
    7334,
    7146,
    35,
  ],
  [
    'itu-fixed-broadband-2000-2018-jun2019-revised-2019-08-27.xls',
    'itu-time-series',
    227,
    MEMBERS,
    2,
    7334,
    5912,
    34,
  ],
  ['itu-fixed-telephone-per100-2000-2014.csv', 'itu-export', 228, MEMBERS, 1, 2895, 2843, 35],
  ['itu-mobile-cellular-counts-2000-2014.csv', 'itu-export', 228, MEMBERS, 1, 2895, 2845, 35],
  ['itu-fixed-broadband-per100-2000-2014.csv', 'itu-export', 228, MEMBERS, 1, 2895, 2237, 35],
  [
    'itu-datahub-individuals-using-the-internet-2000-2025.csv',
    'itu-datahub',
    5099,
    MEMBERS,
    1,
    4624,
    4624,
    475,
  ],
  [
    'itu-mobile-broadband-per100-extract-2008-2020.xlsx',
    'itu-mobile-broadband-extract',
    964,
    173,
    1,
    964,
    964,
    0,
  ],
  [
    'worldbank-2017-02-01-API_IT.NET.USER.P2_DS2_en_csv_v2.csv',
    'worldbank-wdi',
    264,
    MEMBERS,
    1,
    11_001,
    4351,
    71,
  ],
  [
    'worldbank-2017-02-01-API_SE.ADT.LITR.FE.ZS_DS2_en_csv_v2.csv',
    'worldbank-wdi',
    264,
    MEMBERS,
    1,
    11_001,
    810,
    71,
  ],
  [
    'worldbank-2017-03-23-API_IT.CEL.SETS.P2_DS2_en_csv_v2.csv',
    'worldbank-wdi',
    264,
    MEMBERS,
    1,
    11_001,
    8163,
    71,
  ],
  [
    'worldbank-2023-03-01-API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv',
    'worldbank-wdi',
    266,
    MEMBERS,
    1,
    11_966,
    9263,
    73,
  ],
  [
    'worldbank-2024-API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv',
    'worldbank-wdi',
    266,
    MEMBERS,
    1,
    12_352,
    6285,
    73,
  ],
  ['uis-edulit-graduates-2018-11-08.csv', 'uis-stat', 14_635, 135, 39, 13_822, 12_504, 813],
  ['uis-edulit-enrolment-2020-05-11.csv', 'uis-stat', 1388, 172, 9, 1302, 1165, 86],
  ['uis-sdg4-ict-skills-2019-10-04.csv', 'uis-stat', 3670, 78, 27, 3647, 3644, 23],
  ['undp-hdr2011-education.csv', 'undp-2011-education', 231, 192, 10, 12_480, 7197, 39],
  [
    'undp-hdr21-22-composite-indices-complete-time-series.csv',
    'undp-time-series',
    206,
    MEMBERS,
    35,
    193_000,
    170_797,
    13,
  ],
  [
    'undp-hdr23-24-composite-indices-complete-time-series.csv',
    'undp-time-series',
    206,
    MEMBERS,
    36,
    206_124,
    179_098,
    13,
  ],
  ['barro-lee-v3-mf-25-64.csv', 'barro-lee', 2044, 142, 12, 23_856, 23_856, 56],
  [
    'eu-egovernment-benchmark-2023-machine-readable.xlsx',
    'eu-egovernment-benchmark',
    35_158,
    35,
    210,
    10_640,
    10_502,
    608,
  ],
  ['gtmi-2022.csv', 'gtmi-groups', 1386, MEMBERS, 7, 1351, 1351, 35],
  ['gtmi-2022-items.csv', 'gtmi-items', 5742, MEMBERS, 29, 5597, 5597, 145],
];

/** Largest revisions: file, indicator, country, year, value. */
const FIGURES: readonly (readonly [string, string, string, number, string])[] = [
  ['itu-fixed-telephone-per100-2000-2014.csv', 'itu:i91', 'CYP', 2000, '46.66'],
  [
    'itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls',
    'itu:i91',
    'CYP',
    2000,
    '63.4502595155709',
  ],
  ['itu-fixed-telephone-per100-2000-2014.csv', 'itu:i91', 'KAZ', 2012, '26.8'],
  ['itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls', 'itu:i91', 'KAZ', 2012, '26.035838528134'],
  ['itu-fixed-broadband-per100-2000-2014.csv', 'itu:i992b', 'PHL', 2014, '23.22'],
  [
    'itu-fixed-broadband-2000-2018-jun2019-revised-2019-08-27.xls',
    'itu:i992b',
    'PHL',
    2014,
    '2.88519485342524',
  ],
  [
    'worldbank-2017-03-23-API_IT.CEL.SETS.P2_DS2_en_csv_v2.csv',
    'worldbank:IT.CEL.SETS.P2',
    'KAZ',
    2015,
    '187.173901804764',
  ],
  [
    'worldbank-2023-03-01-API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv',
    'worldbank:IT.CEL.SETS.P2',
    'KAZ',
    2015,
    '147.5074806',
  ],
  [
    'worldbank-2017-02-01-API_IT.NET.USER.P2_DS2_en_csv_v2.csv',
    'worldbank:IT.NET.USER.ZS',
    'KEN',
    2015,
    '45.6228006060586',
  ],
  [
    'worldbank-2024-API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv',
    'worldbank:IT.NET.USER.ZS',
    'KEN',
    2015,
    '16.5879',
  ],
  ['undp-hdr21-22-composite-indices-complete-time-series.csv', 'undp:eys', 'MHL', 2021, '10.2393198'],
  ['undp-hdr23-24-composite-indices-complete-time-series.csv', 'undp:eys', 'MHL', 2021, '16.11822701'],
  ['undp-hdr21-22-composite-indices-complete-time-series.csv', 'undp:mys', 'GNQ', 2018, '5.550890776'],
  ['undp-hdr23-24-composite-indices-complete-time-series.csv', 'undp:mys', 'GNQ', 2018, '8.167110529'],
];

function codesAsTheyAre(leftOut: Readonly<Record<string, string>>): Record<string, string> {
  const codes = Object.keys(leftOut).filter((code) => !code.startsWith('ZZ'));
  return Object.fromEntries(codes.map((code) => [code, code]));
}

/** Files of codes, which state nothing about countries. */
const CODE_LISTS = /-Metadata_(?:Country|Indicator)_/;

/** Everything else that is said about a file; what is not here is said of none. */
const SAID: Readonly<Record<string, Record<string, number>>> = {
  'itu-internet-users-2000-2018-jun2019.xls': { 'cell-stray': 1 },
  'itu-fixed-broadband-2000-2018-jun2019-revised-2019-08-27.xls': { 'cell-stray': 1 },
  'itu-mobile-broadband-per100-extract-2008-2020.xlsx': { 'name-mojibake': 2 },
  'eu-egovernment-benchmark-2023-machine-readable.xlsx': { 'row-ambiguous': 1000, 'findings-not-kept': 2 },
};

describe.skipIf(absent)(`component files${absent ? ' — NOT READ, ../shared/data is absent' : ''}`, () => {
  it.each(FILES)(
    '%s loads as %s',
    async (name, layout, rows, countries, indicators, facts, observed, leftOut) => {
      const { layouts, observations, indicators: found, issues, counts } = await read(name);
      expect(codesOf(issues)).toEqual(SAID[name] ?? {});
      const [validated, normalised] = counts;
      const excluded = (validated?.excluded ?? 0) + (normalised?.excluded ?? 0) / (normalised?.fanOut ?? 1);
      expect({
        layouts,
        rows: validated?.in,
        countries: new Set(observations.map(({ iso3 }) => iso3)).size,
        indicators: found.size,
        facts: observations.length,
        observed: observations.filter(({ status }) => status === 'observed').length,
        leftOut: excluded,
      }).toEqual({ layouts: [layout], rows, countries, indicators, facts, observed, leftOut });
    },
  );

  it('are all there are, with the files about codes', async () => {
    const names = readdirSync(folder).filter((name) => /\.(?:csv|xlsx?)$/.test(name));
    const lists = names.filter((name) => CODE_LISTS.test(name));
    expect(names.filter((name) => !lists.includes(name)).sort()).toEqual(FILES.map(([name]) => name).sort());
    for (const name of lists) {
      const { layouts, issues } = await read(name);
      expect([name, layouts, issues]).toEqual([
        name,
        [name.includes('Metadata_Country') ? 'worldbank-country-metadata' : 'worldbank-indicator-metadata'],
        [],
      ]);
    }
  });

  it.each(Object.keys(SERIES))('%s is refused where nobody says what its values are of', async (name) => {
    const { observations, issues } = await readIndicatorFile(join(folder, name));
    expect([observations.length, codesOf(issues)]).toEqual([0, { 'indicator-missing': 1 }]);
  });

  it('counts that are called a rate, and a rate that is called counts, are refused', async () => {
    const counts = readIndicatorFile(join(folder, 'itu-mobile-cellular-counts-2000-2014.csv'), 'itu:i911');
    await expect(counts).resolves.toMatchObject({ observations: { length: 0 } });
    expect(codesOf((await counts).issues)).toHaveProperty('unit-mismatch');
    const rate = await readIndicatorFile(
      join(folder, 'itu-fixed-telephone-per100-2000-2014.csv'),
      'itu:i112',
    );
    expect(codesOf(rate.issues)).toHaveProperty('unit-mismatch');
  });

  it('values keep their flags, their absence its reason', async () => {
    const { observations } = await read('uis-edulit-graduates-2018-11-08.csv');
    const all = (await read('uis-edulit-graduates-2018-11-08.csv')).counts[1];
    expect(all).toMatchObject({ in: 14_635, out: 13_822, excluded: 813 });
    const nil = observations.filter(({ status }) => status === 'nil');
    expect(new Set(nil.map(({ note, value }) => `${note} ${value}`))).toEqual(
      new Set(['n null', '‡; n null']),
    );
    expect(nil.filter(({ isEstimated }) => isEstimated).length).toBe(
      nil.filter(({ note }) => note !== 'n').length,
    );
    const estimated = observations.filter(({ isEstimated, status }) => isEstimated && status === 'observed');
    expect(new Set(estimated.map(({ note }) => note))).toEqual(new Set(['+', '‡']));
  });

  it('of UNDP 2011, footnote letters tell estimates, and 9999 is no year', async () => {
    const { observations, indicators } = await read('undp-hdr2011-education.csv');
    const one = (iso3: string, code: string, year: number) =>
      observations.find(
        (found) => found.iso3 === iso3 && found.indicatorCode === code && found.period === `${year}-01-01`,
      );
    expect(one('AFG', 'undp-2011:ger', 2000)).toMatchObject({ value: null, status: 'not_available' });
    expect(one('AFG', 'undp-2011:mys', 2011)).toMatchObject({ value: '3.3', isEstimated: false, note: 'b' });
    // Interpolated, by a letter above the column.
    expect(one('AFG', 'undp-2011:mys', 2007)).toMatchObject({ isEstimated: true, note: 'c' });
    // The mean years of Spain.
    expect(one('AND', 'undp-2011:mys', 2011)).toMatchObject({ value: '10.4', isEstimated: true });
    expect(one('DZA', 'undp-2011:ger.latest', 2011)).toMatchObject({
      value: '78',
      isEstimated: true,
      note: 'd',
    });
    expect(observations.some(({ period }) => period > '2012')).toBe(false);
    expect(indicators.get('undp-2011:literacy.latest')?.nameEn).toContain('most recent available');
  });

  it('of ITU, the definition that applied stays with the value, and counts and rates are not mixed up', async () => {
    const { observations } = await read('itu-mobile-cellular-2000-2018-jun2019.xls');
    const afghanistan = observations.filter(({ iso3, period }) => iso3 === 'AFG' && period === '2018-01-01');
    expect(afghanistan.map(({ indicatorCode, value, column }) => [indicatorCode, value, column])).toEqual([
      ['itu:i271', '21976355', 20],
      ['itu:i911', '59.1208482338053', 40],
    ]);
    for (const { note } of afghanistan)
      expect(note).toMatch(/^This year figure .* · Afghanistan Telecommunication/);
  });

  it('a code that stands for another country than it used to is read by the name beside it', async () => {
    const { observations } = await read('barro-lee-v3-mf-25-64.csv');
    const schooling = (iso3: string) =>
      observations.find(
        (one) =>
          one.iso3 === iso3 &&
          one.indicatorCode === 'barro-lee:yr_sch.MF.25.64' &&
          one.period === '2015-01-01',
      )?.raw.cells[1];
    expect([schooling('MDA'), schooling('ROU'), schooling('SRB')]).toEqual([
      'Republic of Moldova',
      'Romania',
      'Serbia',
    ]);
  });

  it.each(FIGURES)('%s states %s of %s for %i as %s', async (name, code, iso3, year, value) => {
    const { observations } = await read(name);
    const found = observations.filter(
      (one) => one.indicatorCode === code && one.iso3 === iso3 && one.period === `${year}-01-01`,
    );
    expect(found.map((one) => one.value)).toEqual([value]);
  });

  /** Old and new file, indicator, threshold; cells in both, changed, changed by more than 0.5, only old, only new. */
  // Of ITU, whose tables have names only, members are counted; of the others all that have a code.
  const REVISIONS: readonly (readonly [string, string, string, number, readonly number[]])[] = [
    [
      'itu-fixed-telephone-per100-2000-2014.csv',
      'itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls',
      'itu:i91',
      0.006,
      [2841, 2578, 569, 2, 732],
    ],
    [
      'itu-fixed-broadband-per100-2000-2014.csv',
      'itu-fixed-broadband-2000-2018-jun2019-revised-2019-08-27.xls',
      'itu:i992b',
      0.006,
      [2230, 1411, 195, 7, 726],
    ],
    [
      'worldbank-2017-03-23-API_IT.CEL.SETS.P2_DS2_en_csv_v2.csv',
      'worldbank-2023-03-01-API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv',
      'worldbank:IT.CEL.SETS.P2',
      0.005,
      [10_855, 4885, 2351, 6, 1545],
    ],
    [
      'worldbank-2017-02-01-API_IT.NET.USER.P2_DS2_en_csv_v2.csv',
      'worldbank-2024-API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv',
      'worldbank:IT.NET.USER.ZS',
      0.005,
      [5707, 1172, 608, 15, 2613],
    ],
    [
      'undp-hdr21-22-composite-indices-complete-time-series.csv',
      'undp-hdr23-24-composite-indices-complete-time-series.csv',
      'undp:eys',
      0.005,
      [5912, 5781, 1579, 7, 275],
    ],
    [
      'undp-hdr21-22-composite-indices-complete-time-series.csv',
      'undp-hdr23-24-composite-indices-complete-time-series.csv',
      'undp:mys',
      0.005,
      [5648, 1834, 627, 13, 243],
    ],
  ];
  it.each(REVISIONS)('%s → %s: revisions of %s', async (before, after, code, threshold, expected) => {
    const everybody = async (name: string) => {
      const { observations, issues } = await readIndicatorFile(
        join(folder, name),
        SERIES[name] ?? null,
        EVERYBODY,
      );
      expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
      return valuesOf(observations, code);
    };
    const [old, now] = [await everybody(before), await everybody(after)];
    const common = [...old].filter(([key]) => now.has(key));
    const differ = (bound: number) =>
      common.filter(([key, value]) => Math.abs(value - (now.get(key) ?? 0)) > bound).length;
    const found = [
      common.length,
      differ(threshold),
      differ(0.5),
      old.size - common.length,
      now.size - common.length,
    ];
    expect(found).toEqual(expected);
  });
});

/** The pipeline with no code left out, but groups of UNDP: what was counted by other means includes territories. */
const EVERYBODY: typeof international = {
  ...international,
  layouts: international.layouts.map((layout) => ({
    ...layout,
    country: {
      ...layout.country,
      aliases: { ...layout.country.aliases, ...codesAsTheyAre(layout.country.leftOut) },
      leftOut: {},
    },
  })),
};

function valuesOf(observations: readonly Observation[], code: string): Map<string, number> {
  return new Map(
    observations
      .filter(({ indicatorCode, value }) => indicatorCode === code && value !== null)
      .map(({ iso3, period, value }) => [`${iso3} ${period}`, Number(value)]),
  );
}
