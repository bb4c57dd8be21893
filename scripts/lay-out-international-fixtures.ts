/**
 * Lays out the figures of international publishers (`fixtures/figures/international/`) in the layouts in which these
 * publish them. Deterministic: two runs write the same bytes. `npm run fixtures`; an argument names another folder.
 */
import { join } from 'node:path';
import { type FigureRow, packageRoot, putFixture, readFigures, textOf } from './figures.ts';
import {
  barroLee,
  euBenchmark,
  uisBulk,
  uisStat,
  undp2011Education,
  undpTimeSeries,
} from './international-education-layouts.ts';
import { ituDataHub, ituExport, ituTimeSeries, mobileBroadbandExtract } from './international-itu-layouts.ts';
import { DATAHUB_ORIGIN, INTERNATIONAL_ORIGINS } from './international-origins.ts';
import {
  apiDownload,
  archived,
  type Download,
  gtmiLong,
  savedAgain,
} from './international-world-bank-layouts.ts';

const root = packageRoot(import.meta.dirname);
const outDir = process.argv[2] ?? join(root, 'fixtures');
const figures = (name: string) => readFigures(root, join('international', name));
const put = (path: string, content: string | Uint8Array) =>
  putFixture(join(outDir, 'international'), path, content);
const note = (origin: unknown) => `${JSON.stringify(origin, null, 2)}\n`;

const PER_100 = 'per 100 inhabitants';
const subscriptions = (what: string, metadata = what) => ({
  first: `${what} subscriptions`,
  rate: `${what} subscriptions ${PER_100}`,
  metadata: `Metadata for ${metadata} subscriptions`,
});
const USERS = 'Percentage of Individuals using the Internet ';

put(
  'itu/2019/Individuals_Internet_2000-2018_Jun2019.xls',
  ituTimeSeries(figures('itu-2019-internet-users.csv'), {
    first: USERS,
    rate: null,
    metadata: `Metadata for ${USERS}`,
  }),
);
put(
  'itu/2019/Mobile_cellular_2000-2018_Jun2019.xls',
  ituTimeSeries(figures('itu-2019-mobile-cellular.csv'), subscriptions('Mobile-cellular telephone')),
);
put(
  'itu/2019/Fixed_tel_2000-2018_Jun2019_revised_27082019.xls',
  ituTimeSeries(figures('itu-2019-fixed-telephone.csv'), subscriptions('Fixed-telephone', 'fixed-telephone')),
);
put(
  'itu/2019/Fixed_broadband_2000-2018_Jun2019_revised27082019.xls',
  ituTimeSeries(figures('itu-2019-fixed-broadband.csv'), subscriptions('Fixed-broadband', 'fixed-broadband')),
);
put(
  'itu/2015/Fixed_tel_2000-2014.csv',
  ituExport(figures('itu-2015-fixed-telephone-per-100.csv'), {
    country: '',
    blankColumns: 30,
    blankRows: 20,
  }),
);
put(
  'itu/2015/Mobile_cellular_2000-2014.csv',
  ituExport(figures('itu-2015-mobile-cellular.csv'), { country: '', blankColumns: 47, blankRows: 0 }),
);
put(
  'itu/2015/Fixed_broadband_2000-2014_per100.csv',
  ituExport(figures('itu-2015-fixed-broadband-per-100.csv'), {
    country: 'Country',
    blankColumns: 0,
    blankRows: 0,
  }),
);
put(
  'itu/mobile-broadband-extract/Internet Broadband.xlsx',
  mobileBroadbandExtract(figures('itu-mobile-broadband-extract.csv')),
);

const ITU_DATABASE =
  'International Telecommunication Union, World Telecommunication/ICT Indicators Database.';
const countries2017 = figures('worldbank-2017-countries.csv');
const countries2024 = figures('worldbank-2024-countries.csv');
const only = (countries: readonly FigureRow[], rows: readonly FigureRow[]): FigureRow[] => {
  const codes = new Set(rows.map((row) => textOf(row, 'code')));
  return countries.filter((row) => codes.has(textOf(row, 'code')));
};
const CELLULAR =
  'Mobile cellular telephone subscriptions are subscriptions to a public mobile telephone service that provide access to the PSTN using cellular technology.';
/** What the definition of 2017 says beyond. */
const CELLULAR_2017 =
  ' The indicator includes (and is split into) the number of postpaid subscriptions, and the number of active prepaid accounts (i.e. that have been used during the last three months).';
const mobile = (
  updatedOn: string,
  definition: string,
  rows: readonly FigureRow[],
  countries: readonly FigureRow[],
): Download => ({
  code: 'IT.CEL.SETS.P2',
  name: 'Mobile cellular subscriptions (per 100 people)',
  updatedOn,
  definition,
  source: ITU_DATABASE,
  figures: rows,
  countries: only(countries, rows),
});
const users2017 = figures('worldbank-2017-02-01-IT.NET.USER.P2.csv');
const users2024 = figures('worldbank-2024-IT.NET.USER.ZS.csv');
const broadband = figures('worldbank-IT.NET.BBND.P2.csv');
const mobile2017 = oldMobile();
const mobile2023 = figures('worldbank-2023-03-01-IT.CEL.SETS.P2.csv');

putAll(
  'worldbank/2017-02-01',
  apiDownload({
    code: 'IT.NET.USER.P2',
    name: 'Internet users (per 100 people)',
    updatedOn: '2017-02-01',
    definition:
      'Internet users are individuals who have used the Internet (from any location) in the last 12 months. Internet can be used via a computer, mobile phone, personal digital assistant, games machine, digital TV etc.',
    source: ITU_DATABASE,
    figures: users2017,
    countries: only(countries2017, users2017),
  }),
);
putAll(
  'worldbank/2017-03-23',
  apiDownload(mobile('2017-03-23', CELLULAR + CELLULAR_2017, mobile2017, countries2017)),
);
putAll(
  'worldbank/2023-03-01',
  apiDownload(mobile('2023-03-01', CELLULAR, mobile2023, countries2024), '_4903391'),
);
putAll(
  'worldbank/2024',
  savedAgain(
    {
      code: 'IT.NET.USER.ZS',
      name: 'Individuals using the Internet (% of population)',
      updatedOn: '',
      definition: '',
      source: '',
      figures: users2024,
      countries: only(countries2024, users2024),
    },
    '_2160',
  ),
);
put(
  'worldbank/fixed-broadband/API_IT.NET.BBND.P2_DS2_en_csv_v2.zip',
  archived(
    apiDownload({
      code: 'IT.NET.BBND.P2',
      name: 'Fixed broadband subscriptions (per 100 people)',
      updatedOn: '',
      definition:
        'Fixed broadband subscriptions refers to fixed subscriptions to high-speed access to the public Internet (a TCP/IP connection), at downstream speeds equal to, or greater than, 256 kbit/s.',
      source: ITU_DATABASE,
      figures: broadband,
      countries: only(countries2024, broadband),
    }),
  ),
);

put('gtmi/gtmi_2022.csv', gtmiLong(figures('gtmi-2022.csv')));
put('gtmi/gtmi_2022_metadata.csv', gtmiLong(figures('gtmi-2022-items.csv')));
put(
  'undp/Education.csv',
  undp2011Education(figures('undp-2011-education.csv'), figures('undp-2011-education-notes.csv')),
);
put(
  'undp/HDR23-24_Composite_indices_complete_time_series.csv',
  undpTimeSeries(figures('undp-2024-time-series.csv')),
);
put(
  'uis/EDULIT_DS_08112018110754920.csv',
  uisStat(figures('uis-2018-graduates.csv'), { indicator: 'EDULIT_IND', location: 'LOCATION' }),
);
put(
  'uis/SDG4_DS_04102019154356211.csv',
  uisStat(figures('uis-2019-ict-skills.csv'), { indicator: 'SDG_IND', location: 'LOCATION2017' }),
);
put('uis/OPRI_DATA_NATIONAL.csv', uisBulk(figures('uis-2020-enrolment.csv')));
put('barro-lee/BL_v3_MF2564.csv', barroLee(figures('barro-lee-v3.csv')));
put(
  'eu/eGovernment_Benchmark_2023__Machine_readable_format.xlsx',
  euBenchmark(figures('eu-2023-benchmark.csv')),
);

for (const [folder, origin] of Object.entries(INTERNATIONAL_ORIGINS))
  put(`${folder}/origin.json`, note(origin));

// A series comes whole: the excerpt must not take the place of the 193 states in a run of what ships.
const excerpts = join(outDir, 'excerpts', 'itu-datahub');
putFixture(excerpts, 'individuals-using-the-internet.csv', ituDataHub(figures('itu-2026-datahub.csv')));
putFixture(excerpts, 'origin.json', note(DATAHUB_ORIGIN));
process.stdout.write(`${outDir}: ${Object.keys(INTERNATIONAL_ORIGINS).length + 1} folders\n`);

function putAll(folder: string, files: readonly (readonly [name: string, text: string])[]): void {
  for (const [name, text] of files) put(`${folder}/${name}`, text);
}

/** The older vintage, as the long table of the observation fixtures has it, and the world, a group. */
function oldMobile(): FigureRow[] {
  const years = ['1990', '2005', '2010', '2015', '2016'];
  const long = readFigures(root, join('..', 'observations', 'worldbank', 'IT.CEL.SETS.P2-2017-03-23.csv'));
  const codes = [...new Set(long.map((row) => textOf(row, 'country')))];
  const rows = codes.map((code) => {
    const name = countries2017.find((row) => textOf(row, 'code') === code);
    if (name === undefined) throw new Error(`the list of countries of 2017 has no ${code}`);
    const own = long.filter((row) => textOf(row, 'country') === code);
    const values = own.map((row): [string, string] => [textOf(row, 'period'), textOf(row, 'value')]);
    return { code, name: textOf(name, 'table_name'), ...Object.fromEntries(values) };
  });
  const world = ['0.211156045479144', '33.9126819103014', '76.5142143642587', '98.6220480302281', ''];
  const ofWorld = Object.fromEntries(years.map((year, index) => [year, world[index] ?? '']));
  return [...rows, { code: 'WLD', name: 'World', ...ofWorld }];
}
