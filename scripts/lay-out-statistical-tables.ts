/**
 * Lays out statistical tables in the manner of national offices. Deterministic. `npm run fixtures`; an argument names
 * another output folder.
 *
 * Digital literacy: years merged over three columns, half of the figures as text with a comma, regions without values
 * before 2022, notes glued to labels and years. The row of the country (total) is as published; all other figures are
 * invented. Households with internet, for the walk-through of declaring a table: a legacy workbook with a sheet for each
 * language, blocks by place of residence. National accounts in the manner of Azstat: points in English, commas in
 * Azerbaijani. All figures of both are invented.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SheetCell, workbookParts } from './sheet-xml.ts';
import { accounts, HOUSEHOLD_WORDS, households } from './statistical-table-layouts.ts';
import { layOutWorkbook } from './workbook-layout.ts';
import { writeZip } from './zip-writer.ts';

const YEARS = ['2018 год', '2021 год', '2023 год*'];
const PLACES = ['всего', 'город', 'село'];
/** In tenths of a percent; null where the office has no data. */
const FIGURES: readonly (readonly [region: string, ...figures: (number | null)[]])[] = [
  ['Республика  Казахстан', 796, 841, 729, 873, 902, 824, 902, 925, 866],
  ['Область Абай2)', null, null, null, null, null, null, 887, 901, 868],
  ['Акмолинская ', 771, 830, 712, 859, 884, 832, 893, 915, 870],
  ['Aлматинская', 782, 838, 764, 861, 895, 850, 924, 941, 918],
  ['Жетісу2)', null, null, null, null, null, null, 879, 893, 866],
  ['Область Ұлытау2)', null, null, null, null, null, null, 941, 952, 905],
  ['г. Алматы', 851, 851, null, 921, 921, null, 955, 955, null],
  ['г.Астана', 874, 874, null, 936, 936, null, 970, 970, null],
];
const MERGES = ['A1:J1', 'A4:A5', 'B4:D4', 'E4:G4', 'H4:J4'];

const folder = process.argv[2] ?? join(packageRoot(import.meta.dirname), 'fixtures', 'statistical-tables');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'digital-literacy-ru.xlsx'), writeZip(workbookParts(sheet(), undefined, MERGES)));
writeFileSync(
  join(folder, 'households-internet.xls'),
  layOutWorkbook(
    [
      { name: 'каз', rows: households(HOUSEHOLD_WORDS.kk), merges: ['A1:D1'] },
      { name: 'рус', rows: households(HOUSEHOLD_WORDS.ru), merges: ['A1:D1'] },
    ],
    'biff8',
  ),
);
writeFileSync(
  join(folder, 'azstat-001_1en.xls'),
  layOutWorkbook([{ name: '1.1', rows: accounts(false) }], 'biff8'),
);
writeFileSync(
  join(folder, 'azstat-001_1az.xls'),
  layOutWorkbook([{ name: '1.1', rows: accounts(true) }], 'biff8'),
);

function sheet(): SheetCell[][] {
  const wide = (cells: readonly SheetCell[]): SheetCell[] => [...cells];
  return [
    wide(['Уровень цифровой грамотности населения1)']),
    wide([null, null, null, null, null, null, null, null, null, 'в\u00a0процентах   ']),
    [],
    wide([null, ...YEARS.flatMap((year) => [year, null, null])]),
    wide([null, ...YEARS.flatMap(() => PLACES)]),
    ...FIGURES.map(([region, ...figures]) => [
      region,
      ...figures.map((figure, column) => cell(figure, region, column)),
    ]),
    [],
    ['1) Население в возрасте 6-74 лет'],
    ['2) Данные по новым областям сформированы с 2022 года'],
    ['* Предварительные данные'],
    ['Исполнитель: отдел статистики связи', null, null, null, 'Тел. 74-90-00'],
  ];
}

/** A city has no villages; every second figure is typed as text. */
function cell(figure: number | null, region: string, column: number): SheetCell {
  if (figure === null) return region.startsWith('г.') ? '-' : '…';
  const text = (figure / 10).toFixed(1);
  return column % 2 === 0 ? text.replace('.', ',') : { number: text };
}

/** The folder of `package.json`: the compiled script lies one folder deeper than its source. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above this script');
  return packageRoot(parent);
}
