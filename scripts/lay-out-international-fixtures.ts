/**
 * Lays out figures of the World Development Indicators (`fixtures/observations/worldbank/`) as the World Bank's API
 * serves them: two vintages of one series, each with the two files about its codes. Deterministic: two runs write the
 * same bytes. An argument names another output folder.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = packageRoot(import.meta.dirname);
const outDir = process.argv[2] ?? join(root, 'fixtures', 'international', 'worldbank');
const CODE = 'IT.CEL.SETS.P2';
const NAME = 'Mobile cellular subscriptions (per 100 people)';
const YEARS = ['1990', '2005', '2010', '2015', '2016'];

/** Code, name and income group, as the World Bank printed them in 2017; all lie in one of its regions. */
const COUNTRIES: readonly (readonly [string, string, string])[] = [
  ['AZE', 'Azerbaijan', 'Upper middle income'],
  ['DNK', 'Denmark', 'High income'],
  ['EST', 'Estonia', 'High income'],
  ['GEO', 'Georgia', 'Upper middle income'],
  ['KAZ', 'Kazakhstan', 'Upper middle income'],
  ['KGZ', 'Kyrgyz Republic', 'Lower middle income'],
  ['RUS', 'Russian Federation', 'Upper middle income'],
  ['TJK', 'Tajikistan', 'Lower middle income'],
  ['TKM', 'Turkmenistan', 'Upper middle income'],
  ['UZB', 'Uzbekistan', 'Lower middle income'],
];

/** Last update, and the figures of the world, a group. */
const VINTAGES: readonly (readonly [string, readonly string[]])[] = [
  ['2017-03-23', ['0.211156045479144', '33.9126819103014', '76.5142143642587', '98.6220480302281', '']],
  [
    '2023-03-01',
    ['0.211594271247073', '33.72468103697', '75.8476110043433', '96.1304610991815', '99.2900666831858'],
  ],
];

for (const [updatedOn, world] of VINTAGES) {
  const figures = readFigures(updatedOn);
  const rows = COUNTRIES.map(([code, name]) => [
    name,
    code,
    NAME,
    CODE,
    ...YEARS.map((year) => figures.get(`${code} ${year}`) ?? ''),
  ]);
  const files: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    [
      `API_${CODE}_DS2_en_csv_v2.csv`,
      [
        ['Data Source', 'World Development Indicators'],
        [],
        ['Last Updated Date', updatedOn],
        [],
        ['Country Name', 'Country Code', 'Indicator Name', 'Indicator Code', ...YEARS],
        ...rows,
        ['World', 'WLD', NAME, CODE, ...world],
      ],
    ],
    [
      `Metadata_Country_API_${CODE}_DS2_en_csv_v2.csv`,
      [
        ['Country Code', 'Region', 'IncomeGroup', 'SpecialNotes', 'TableName'],
        ...COUNTRIES.map(([code, name, income]) => [code, 'Europe & Central Asia', income, '', name]),
        ['WLD', '', '', '', 'World'],
      ],
    ],
    [
      `Metadata_Indicator_API_${CODE}_DS2_en_csv_v2.csv`,
      [
        ['INDICATOR_CODE', 'INDICATOR_NAME', 'SOURCE_NOTE', 'SOURCE_ORGANIZATION'],
        [
          CODE,
          NAME,
          'Mobile cellular telephone subscriptions are subscriptions to a public mobile telephone service that provide access to the PSTN using cellular technology.',
          'International Telecommunication Union',
        ],
      ],
    ],
  ];
  const folder = join(outDir, updatedOn);
  mkdirSync(folder, { recursive: true });
  for (const [name, lines] of files) writeFileSync(join(folder, name), asServed(lines));
  writeFileSync(join(folder, 'origin.json'), originNote(updatedOn));
}
process.stdout.write(`${outDir}: ${VINTAGES.length} vintages\n`);

function originNote(updatedOn: string): string {
  const note = {
    publisher:
      'World Bank, World Development Indicators (series source: International Telecommunication Union)',
    title: `Mobile cellular subscriptions (per 100 people), ${CODE}: ten countries and the world, five years`,
    url: `https://data.worldbank.org/indicator/${CODE}`,
    licence: 'CC BY 4.0 (World Bank terms; not re-checked)',
    retrieved_on: null,
    published_on: updatedOn,
    note: 'Not copies of published files: figures, which are facts, laid out by our own script in the layout of the API download.',
  };
  return `${JSON.stringify(note, null, 2)}\n`;
}

/** Byte order mark, every field in quotes, a comma at the end of each line, CRLF. */
function asServed(lines: readonly (readonly string[])[]): string {
  const text = lines.map(
    (fields) => `${fields.map((field) => `"${field.replaceAll('"', '""')}",`).join('')}\r\n`,
  );
  return `\ufeff${text.join('')}`;
}

function readFigures(updatedOn: string): Map<string, string> {
  const path = join(root, 'fixtures', 'observations', 'worldbank', `${CODE}-${updatedOn}.csv`);
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1);
  return new Map(
    lines.map((line) => {
      const [, country = '', year = '', value = ''] = line.split(',');
      return [`${country} ${year}`, value];
    }),
  );
}

function packageRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from));
}
