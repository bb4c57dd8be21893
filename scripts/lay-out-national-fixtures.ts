/**
 * Lays out the figures of the statistics offices (`fixtures/figures/national/`) in the formats in which these publish
 * them. Deterministic: two runs write the same bytes. `npm run fixtures`; an argument names another output folder.
 */
import { join } from 'node:path';
import { packageRoot, putFixture, type FigureRow as Row, readFigures } from './figures.ts';

const root = packageRoot(import.meta.dirname);
const outDir = process.argv[2] ?? join(root, 'fixtures', 'national');

/** Named .csv and tab-separated, with a byte order mark and every cell quoted, as stat.gov.kz sends it. */
put('bns-cpi.csv', `\ufeff${[cubeHeader(), ...figures('cpi.csv').map(cubeRow)].map(tabbed).join('')}`);
put('bns-population.json', `\ufeff${JSON.stringify(populationCube(figures('population.csv')))}`);
put('taldau-agriculture.json', JSON.stringify([taldauRow(figures('agriculture.csv'))]));
put('open-data-kz-population.csv', `\ufeff${openData(figures('population-by-age.csv'))}`);
put('open-data-kz-population.meta.json', JSON.stringify(openDataMeta(figures('population-by-age.csv'))));
put('cisstat-gdp-volume.json', JSON.stringify(cisStat(figures('gdp-volume.csv'))));
put('siat-population.json', JSON.stringify(siat(figures('uzbekistan-population.csv'))));

function cubeHeader(): string[] {
  const dimensions = ['КАТО(по каталогу)', 'ССП', 'ГНКИПЦ01_2753'].flatMap((name) => [name, `L${name}`]);
  return ['NAM', 'DAT', 'PERIOD', ...dimensions, 'VAL'];
}

function cubeRow(row: Row): string[] {
  const name = 'Индекс потребительских цен(Процент)';
  const {
    printed_month: printed = '',
    month = '',
    region = '',
    comparison = '',
    product = '',
    value = '',
  } = row;
  return [name, printed, month, region, '0', comparison, '0', product, '0', value];
}

function tabbed(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell}"`).join('\t')}\n`;
}

function populationCube(rows: readonly Row[]) {
  const terms = [...new Set(rows.map(({ term }) => term))];
  return terms.map((term) => {
    const own = rows.filter((row) => row.term === term);
    return {
      terms: [term],
      termNames: [own[0]?.name],
      periods: own.map(({ year, value }) => ({ name: `${year} жыл`, date: `31.12.${year}`, value })),
    };
  });
}

function taldauRow(rows: readonly Row[]): Record<string, string | number> {
  const row: Record<string, string | number> = {
    id: '741880',
    rownum: 0,
    text: 'РЕСПУБЛИКА КАЗАХСТАН',
    leaf: 'false',
    expanded: 'true',
    measureName: '',
  };
  for (const { year = '', date_id: dateId = '', value = '' } of rows) {
    row[`y12${year}`] = value;
    row[`12${year}`] = dateId;
  }
  return row;
}

function openData(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`;
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].map(line).join('');
}

function openDataMeta(rows: readonly Row[]) {
  const fields = Object.keys(rows[0] ?? {}).map((name) => [name, { labelRu: name, type: 'String' }]);
  return { nameRu: 'Численность населения Республики Казахстан', fields: Object.fromEntries(fields) };
}

function cisStat(rows: readonly Row[]) {
  const updated = '2026-09-17T13:02:44.987380';
  return {
    dateLabel: 'Дата',
    valueScale: 1,
    maxUpdateDate: updated,
    data: [
      ['Страны', 'Год', 'Значение', 'Примечание', 'Дата_обновления', 'Оценочное', 'Точность'],
      ...rows.map(({ country, year, value, estimated }) => [
        country,
        year,
        value,
        null,
        updated,
        estimated,
        '1',
      ]),
    ],
  };
}

/** Metadata in four languages, and a row per area with its code and a key per period. */
function siat(rows: readonly Row[]) {
  const said = (name: string, value: string) => ({ name_en: name, value_en: value });
  return [
    {
      metadata: [
        said('Indicator identification number (code)', '2.01.02.0001'),
        said('Name of the indicator', 'Permanent population - total'),
        said('Unit of measurement', 'thousand people'),
        said('Last modified date', '22.04.2026'),
      ],
      data: rows.map(({ code, name_en: english, name_ru: russian, value_2026: value }) => ({
        Code: code,
        Klassifikator_ru: russian,
        Klassifikator_en: english,
        '2026': Number(value),
      })),
    },
  ];
}

function figures(name: string): Row[] {
  return readFigures(root, join('national', name));
}

function put(path: string, content: string): void {
  putFixture(outDir, path, content);
}
