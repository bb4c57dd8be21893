/**
 * Lays out what does not ship, because a part or an invented figure must not be published by a run of what does:
 * `excerpts/invented/`, answers of offices in their formats, of which no true one was ever at hand (**all figures are
 * invented**), and `excerpts/bns-research-costs/`, the country and three regions of a table.
 * Deterministic. `npm run fixtures`; an argument names another output folder.
 */
import { join } from 'node:path';
import { packageRoot, putFixture } from './figures.ts';
import { researchCosts } from './national-bulletins.ts';
import { layOutWorkbook } from './workbook-layout.ts';

const outDir = process.argv[2] ?? join(packageRoot(import.meta.dirname), 'fixtures', 'excerpts');
const invented = (name: string, document: unknown) =>
  putFixture(
    join(outDir, 'invented'),
    name,
    typeof document === 'string' ? document : JSON.stringify(document),
  );

putFixture(
  join(outDir, 'bns-research-costs'),
  'bns-research-costs-2022.xls',
  layOutWorkbook(researchCosts(), 'biff8'),
);
invented('taldau-agriculture.json', taldauTree());
invented('siat-population.json', siatTable());
invented('belstat-population.json', belstatAnswer());
invented('emiss-internet-users.xml', emissMessage());

/** A country and three of its regions; one value is confidential, and every flag is a text. */
function taldauTree() {
  const row = (id: string, text: string, leaf: string, values: readonly [string, string]) => ({
    id,
    rownum: 0,
    text,
    leaf,
    expanded: 'true',
    measureName: '',
    y122024: values[0],
    '122024': '883',
    y122025: values[1],
    '122025': '884',
  });
  return [
    row('741880', 'РЕСПУБЛИКА КАЗАХСТАН', 'false', ['1000.50', '1100.25']),
    row('77208141', 'ОБЛАСТЬ АБАЙ', 'true', ['400.25', 'x']),
    row('250502', 'АЛМАТИНСКАЯ ОБЛАСТЬ', 'true', ['500.25', '600.00']),
    row('268020', 'Г.АЛМАТЫ', 'true', ['100.00', '-']),
  ].map((one, index) => ({ ...one, rownum: index }));
}

/** One of its months has a Cyrillic М; a quarter is written with Q. */
function siatTable() {
  const row = (code: string, name: string, values: readonly (number | null)[]) => ({
    Code: code,
    Klassifikator: name,
    Klassifikator_en: name,
    '2025': values[0],
    '2025-Q4': values[1],
    '2026-М01': values[2],
    '2026-M02': values[3],
  });
  return [
    {
      metadata: [{ name_en: 'Unit of measurement', value_en: 'thousand people' }],
      data: [
        row('1700', 'Republic of Uzbekistan', [300.3, 301, 302, 303]),
        row('1703', 'Andijan region', [100.1, 100, 101, null]),
        row('1726', 'Tashkent city', [200.2, 201, 201, 202]),
      ],
    },
  ];
}

/** Keys are indices; that of the time starts at −1, and the years are those of the request. */
function belstatAnswer() {
  const members = (id: string, values: readonly string[]) => ({
    id,
    values: values.map((value) => ({ id: value })),
  });
  const years = ['2024', '2023', '2022', '2021', '2020', '2019', '2018', '2017', '2016', '2015'];
  return {
    dataSets: [
      {
        observations: {
          '0:0:0:0:0:-1': ['300'],
          '1:0:0:0:0:-1': ['100'],
          '2:0:0:0:0:-1': ['200'],
          '0:0:0:0:0:0': ['310'],
          '1:0:0:0:0:0': ['105'],
          '2:0:0:0:0:0': ['205'],
          '0:0:1:0:0:-1': ['140'],
        },
      },
    ],
    structure: {
      dimensions: {
        observation: [
          members('razrez_594', ['699961', '919067', '919071']),
          members('priznak_536', ['518105']),
          members('priznak_391', ['517378', '517379']),
          members('priznak_451', ['507552']),
          members('unit', ['210']),
          members('time', years),
        ],
      },
    },
  };
}

/** Decimal commas; part of the elements have a namespace, part have none. */
function emissMessage(): string {
  const series = (age: string, period: string, value: string, okato = '643') =>
    `<generic:Series><generic:SeriesKey><generic:Value concept="s_OKATO" value="${okato}"/><Value concept="s_vozr" value="${age}"/></generic:SeriesKey>` +
    `<Attributes><Value concept="EI" value="Процент"/><generic:Value concept="PERIOD" value="${period}"/></Attributes>` +
    `<Obs><generic:Time>2021</generic:Time><ObsValue value="${value}"/></Obs></generic:Series>`;
  const schemas = 'http://www.SDMX.org/resources/SDMXML/schemas/v1_0';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<message:GenericData xmlns:message="${schemas}/message" xmlns:generic="${schemas}/generic" xmlns:structure="${schemas}/structure">`,
    '<message:CodeLists>',
    '<structure:CodeList id="s_OKATO"><structure:Code value="643"><structure:Description>Российская Федерация</structure:Description></structure:Code>' +
      '<Code value="030"><Description>Центральный федеральный округ</Description></Code></structure:CodeList>',
    '<structure:CodeList id="s_vozr"><Code value="1"><Description>Всего</Description></Code><Code value="2"><Description>15-74 лет</Description></Code></structure:CodeList>',
    '</message:CodeLists>',
    '<message:DataSet>',
    series('1', 'значение показателя за год', '11,5'),
    series('2', 'значение показателя за год', '1 090,25'),
    series('1', 'I квартал', '-'),
    series('1', 'январь-март', '12,0'),
    series('1', 'значение показателя за год', '13,5', '030'),
    '</message:DataSet>',
    '</message:GenericData>',
    '',
  ].join('\n');
}
