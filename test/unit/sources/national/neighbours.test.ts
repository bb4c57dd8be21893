import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/readers/limits.ts';
import { XmlText } from '../../../../src/readers/xml-text.ts';
import { readBelstat } from '../../../../src/sources/national/belstat.ts';
import { readCisStat } from '../../../../src/sources/national/cisstat.ts';
import { createEmissReader } from '../../../../src/sources/national/emiss.ts';
import { readSiat } from '../../../../src/sources/national/siat.ts';
import { nationalSource } from '../../../../src/sources/national/source.ts';
import {
  BY_POPULATION,
  CIS_GDP,
  findingsOf,
  json,
  lineOf,
  RU_INTERNET,
  readNational,
  UZ_POPULATION,
} from '../../../support/national-sources.ts';

const siatTable = (data: unknown, unit = 'thousand people') => [
  {
    metadata: [
      {
        name_uz: 'a',
        name_ru: 'Единица измерения',
        name_en: 'Unit of measurement',
        value_uz: 'ming kishi',
        value_ru: 'тыс. чел',
        value_en: unit,
      },
    ],
    data,
  },
];
const siatRow = (Code: string, Klassifikator_en: string, values: Readonly<Record<string, unknown>>) => ({
  Code,
  Klassifikator: 'x',
  Klassifikator_ru: 'x',
  Klassifikator_en,
  Klassifikator_uzc: 'x',
  ...values,
});
const siat = (document: unknown, source = UZ_POPULATION) =>
  readNational(source, (sink) => readSiat(json(document), source, sink));
const REPUBLIC = siatRow('1700', 'Republic of Uzbekistan', {
  2024: 36799.8,
  '2017-Q1': '1',
  '2024-M02': 2,
  '2024-М01': null,
});

describe('a SIAT table', () => {
  it('gives years, quarters and months, a Cyrillic М among them, with every digit', async () => {
    const read = await siat(
      siatTable([
        REPUBLIC,
        siatRow('1703', 'Andijan region', { 2024: 3394.4 }),
        siatRow('1703202', 'Oltinkul district', { 2024: 1 }),
      ]),
    );
    expect(read.observations.map(lineOf).sort()).toEqual([
      'UZB 2017-Q1 1',
      'UZB 2024 36799.8',
      'UZB 2024-01 blank',
      'UZB 2024-02 2',
      'UZB:1703 2024 3394.4',
    ]);
    expect(findingsOf(read)).toEqual(["look-alike-letter $[0].data[0]['2024-М01']", 'region-left-out']);
    expect(read.excluded).toBe(1);
  });

  it('whose months are counted from January says so by declaration', async () => {
    const read = await siat(siatTable([siatRow('1700', 'x', { '2024-M07': 2 })]), {
      ...UZ_POPULATION,
      isCumulative: true,
    });
    expect(read.observations.map(lineOf)).toEqual(['UZB 2024-01/2024-07 2']);
  });

  it('whose rows are members of a breakdown is of the republic', async () => {
    const rows = {
      name: 'product',
      members: { 'COMPOSITE INDEX': null, 'FOOD PRODUCTS': 'food' },
      leftOut: [],
    };
    const read = await siat(
      siatTable([
        siatRow('01', 'COMPOSITE INDEX', { '2024-М01': 100.6 }),
        siatRow('02', 'FOOD PRODUCTS', { '2024-M02': 100.4 }),
        siatRow('03', 'FUN', { 2024: 1 }),
      ]),
      { ...UZ_POPULATION, rows },
    );
    expect(read.observations.map(lineOf)).toEqual(['UZB 2024-01 100.6', 'UZB 2024-02 product=food 100.4']);
    expect(findingsOf(read)).toContain("dimension-unknown $[0].data[2]['2024']");
  });

  it.each([
    [
      'codes of Navoi and Namangan swapped',
      siatTable([REPUBLIC, siatRow('1712', 'Namangan region', { 2024: 1 })]),
      "code-name-mismatch $[0].data[1]['2024']",
    ],
    [
      'a code that no classifier has',
      siatTable([REPUBLIC, siatRow('1799', 'x', { 2024: 1 })]),
      "region-unknown $[0].data[1]['2024']",
    ],
    [
      'no row of the republic',
      siatTable([siatRow('1703', 'Andijan region', { 2024: 1 })]),
      'total-missing $[0].data',
    ],
    ['another unit', siatTable([REPUBLIC], 'people'), 'unit-mismatch $[0].metadata'],
    [
      'a key that is no period',
      siatTable([siatRow('1700', 'x', { '2024-M13': 1 })]),
      "period-unknown $[0].data[0]['2024-M13']",
    ],
    [
      'a value with a comma',
      siatTable([siatRow('1700', 'x', { 2024: '1,5' })]),
      "value-not-a-number $[0].data[0]['2024']",
    ],
    ['an error message', { detail: 'Not found.' }, 'document-unexpected $'],
  ])('with %s is an issue at its path', async (_, document, finding) => {
    expect(findingsOf(await siat(document))).toContain(finding);
  });

  it('with a damaged name is read by its code', async () => {
    const read = await siat(siatTable([siatRow('1700', 'oâzbekiston respublikasi', { 2024: 1 })]));
    expect(read.observations.map(lineOf)).toEqual(['UZB 2024 1']);
  });
});

const belstatAnswer = (observations: unknown, times: readonly string[] = []) => ({
  dataSets: [{ observations }],
  structure: {
    dimensions: {
      observation: [
        {
          id: 'razrez_594',
          values: [
            { id: '699961', name: 'Республика Беларусь' },
            { id: '919071', name: 'г. Минск' },
          ],
        },
        { id: 'age', values: [{ id: '518105' }] },
        { id: 'sex', values: [{ id: '517378' }, { id: '517379' }, { id: '517380' }] },
        { id: 'area', values: [{ id: '507552' }] },
        { id: 'unit', values: [{ id: 'unit-1' }, { id: 'unit-2' }] },
        { id: 'time', values: times.map((id) => ({ id })) },
      ],
    },
  },
});
const belstat = (document: unknown) =>
  readNational(BY_POPULATION, (sink) => readBelstat(json(document), BY_POPULATION, sink));

describe('a Belstat answer', () => {
  it('has its first year at index −1, whether or not it repeats the years', async () => {
    const observations = {
      '0:0:0:0:0:-1': [9410259],
      '0:0:0:0:0:0': [9349645],
      '1:0:1:0:0:0': ['931000.0'],
      '1:0:0:0:0:-1': [null],
    };
    const expected = [
      'BLR 2020 9410259',
      'BLR 2021 9349645',
      'BLR:919071 2021 sex=male 931000',
      'BLR:919071 2020 blank',
    ];
    for (const times of [[], ['2020', '2021']]) {
      const read = await belstat(belstatAnswer(observations, times));
      expect(read.observations.map(lineOf)).toEqual(expected);
      expect(read.issues).toEqual([]);
    }
  });

  it.each([
    ['a time beyond the years', { '0:0:0:0:0:1': [1] }, 'period-unknown'],
    ['a time before the first', { '0:0:0:0:0:-2': [1] }, 'period-unknown'],
    ['a region at −1', { '-1:0:0:0:0:0': [1] }, 'dimension-unknown'],
    ['a member that is not declared', { '0:0:2:0:0:0': [1] }, 'dimension-unknown'],
    ['another unit', { '0:0:0:0:1:0': [1] }, 'unit-mismatch'],
    ['a key that is too short', { '0:0:0:0:0': [1] }, 'document-unexpected'],
  ])('with %s holds the value back', async (_, observations, code) => {
    const read = await belstat(belstatAnswer(observations));
    expect(findingsOf(read)).toEqual([
      `${code} $.dataSets[0].observations['${Object.keys(observations)[0]}'][0]`,
    ]);
    expect(read.observations).toEqual([]);
  });

  it('of other years than the request is refused whole', async () => {
    expect(findingsOf(await belstat(belstatAnswer({ '0:0:0:0:0:-1': [1] }, ['2019', '2020'])))).toEqual([
      'document-unexpected $.structure.dimensions.observation[5]',
    ]);
  });

  it('with a dimension more is refused whole', async () => {
    const answer = belstatAnswer({ '0:0:0:0:0:-1:0': [1] });
    answer.structure.dimensions.observation.push({ id: 'activity', values: [{ id: '1' }] });
    expect(findingsOf(await belstat(answer))).toEqual([
      'dimension-unknown $.structure.dimensions.observation',
    ]);
  });
});

const emissSeries = ({
  okato = '643',
  age = '1',
  unit = 'Процент',
  period = 'значение показателя за год',
  time = '2021',
  value = '88,2',
} = {}) => `<generic:Series><generic:SeriesKey><generic:Value concept="s_OKATO" value="${okato}"/><Value concept="s_vozr" value="${age}"/></generic:SeriesKey>
  <Attributes><Value concept="EI" value="${unit}"/><generic:Value concept="PERIOD" value="${period}"/></Attributes>
  <Obs><generic:Time>${time}</generic:Time><ObsValue value="${value}"/></Obs></generic:Series>`;
const emissMessage = (series: string) => `<?xml version="1.0" encoding="UTF-8"?>
<message:GenericData xmlns:message="http://www.SDMX.org/resources/SDMXML/schemas/v1_0/message" xmlns:generic="http://www.SDMX.org/resources/SDMXML/schemas/v1_0/generic">
 <message:CodeLists>
  <structure:CodeList id="s_OKATO"><structure:Code value="643"><structure:Description>Российская Федерация</structure:Description></structure:Code>
   <Code value="030"><Description>Центральный федеральный округ</Description></Code><Code value="45000000000"><Description>г. Москва</Description></Code></structure:CodeList>
  <structure:CodeList id="s_vozr"><structure:Name>Возраст</structure:Name><Code value="1"><Description>Всего</Description></Code><Code value="2"><Description>15-74 лет</Description></Code></structure:CodeList>
 </message:CodeLists>
 <message:DataSet>${series}</message:DataSet>
</message:GenericData>`;
const emiss = (text: string, sizes: readonly number[] = [text.length]) =>
  readNational(RU_INTERNET, (sink) => {
    const reader = createEmissReader(RU_INTERNET, sink);
    const document = new XmlText(reader, 'test', DEFAULT_LIMITS);
    for (let at = 0, n = 0; at < text.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1;
      document.write(text.slice(at, at + size));
      at += size;
    }
    document.end();
    reader.end();
  });

describe('an EMISS message', () => {
  const series = [
    emissSeries(),
    emissSeries({ age: '2', value: '1 090,25' }),
    emissSeries({ period: 'январь-март' }),
    emissSeries({ period: 'I квартал', value: '-' }),
    emissSeries({ okato: '030' }),
  ].join('\n');

  it('gives values with decimal comma, by the names of its code lists, in whatever pieces it comes', async () => {
    const whole = await emiss(emissMessage(series));
    expect(whole.observations.map(lineOf)).toEqual([
      'RUS 2021 88.2',
      'RUS 2021 age=15-74 1090.25',
      'RUS 2021-01/2021-03 88.2',
      'RUS 2021-Q1 nil',
    ]);
    expect(whole.observations[1]).toMatchObject({ rawText: '1 090,25', cell: { path: '/Series[2]/Obs[1]' } });
    expect(findingsOf(whole)).toEqual(['region-left-out']);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
        async (sizes) => {
          const pieces = await emiss(emissMessage(series), sizes);
          expect(pieces.observations).toEqual(whole.observations);
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    [{ value: '88.2.1' }, 'value-not-a-number'],
    [{ unit: 'Человек' }, 'unit-mismatch'],
    [{ period: 'май' }, 'period-unknown'],
    [{ time: '21' }, 'period-unknown'],
    [{ okato: '45000000000' }, 'region-unknown'],
    [{ age: '3' }, 'dimension-unknown'],
  ])('with %o holds the value back', async (change, code) => {
    const read = await emiss(emissMessage(emissSeries(change)));
    expect(findingsOf(read)).toEqual([`${code} /Series[1]/Obs[1]`]);
  });

  it('with a concept that is not declared holds its values back', async () => {
    const read = await emiss(emissMessage(emissSeries().replace('s_vozr', 's_mest')));
    expect(findingsOf(read)).toEqual(['dimension-unknown /Series[1]/Obs[1]']);
  });

  it('without series is an issue', async () => {
    expect(findingsOf(await emiss(emissMessage('')))).toEqual(['document-unexpected /']);
  });
});

const CIS_HEADER = ['Страны', 'Год', 'Значение', 'Примечание', 'Дата_обновления', 'Оценочное', 'Точность'];
const cis = (rows: readonly unknown[], more = {}) =>
  readNational(CIS_GDP, (sink) =>
    readCisStat(
      json({ dateLabel: 'Дата', valueScale: 1, data: [CIS_HEADER, ...rows], ...more }),
      CIS_GDP,
      sink,
    ),
  );
const cisRow = (country: string, year: string, value: string | null, estimated = 'f') => [
  country,
  year,
  value,
  null,
  '2026-09-17T13:02:44.987380',
  estimated,
  '1',
];

describe('a CIS Stat answer', () => {
  it('gives countries by year, estimates marked, and leaves «CHГ» out in whatever letters it is spelt', async () => {
    const read = await cis([
      cisRow('Казахстан', '1991', '89.0'),
      cisRow('Россия', '2025', '102.1', 't'),
      cisRow('Кыргызстан', '1993', 'н/д'),
      cisRow('CHГ', '2025', '102.1'),
      cisRow('СНГ', '2025', '102.1'),
      cisRow('Беларусь', '2020', '6846.3250000000001424035600'),
    ]);
    expect(read.observations.map(lineOf)).toEqual([
      'KAZ 1991 89',
      'RUS 2025 102.1',
      'KGZ 1993 not_available',
      'BLR 2020 6846.325',
    ]);
    expect(read.observations.map(({ isEstimated }) => isEstimated)).toEqual([false, true, false, false]);
    expect(read.excluded).toBe(2);
    expect(findingsOf(read)).toEqual(['value-float-noise $.data[6][2]', 'region-left-out']);
  });

  it('keeps digits that are real ones', async () => {
    const read = await cis([cisRow('Казахстан', '2020', '18.60246016876570001')]);
    expect(read.observations[0]?.value).toBe('18.60246016876570001');
  });

  it.each([
    ['a country that is none', [cisRow('Неизвестно', '2020', '1')], 'region-unknown $.data[1][2]'],
    ['an estimate mark of its own', [cisRow('Казахстан', '2020', '1', 'x')], 'status-unknown $.data[1][2]'],
    ['a quarter', [cisRow('Казахстан', '1 квартал 2020', '1')], 'period-unknown $.data[1][2]'],
    ['a short row', [['Казахстан', '2020', '1']], 'document-unexpected $.data[1][2]'],
  ])('with %s holds the value back', async (_, rows, finding) => {
    expect(findingsOf(await cis(rows))).toEqual([finding]);
  });

  it('with scaled values or another column is refused whole', async () => {
    expect(findingsOf(await cis([], { valueScale: 1000 }))).toEqual(['document-unexpected $.valueScale']);
    expect(findingsOf(await cis([], { data: [[...CIS_HEADER, 'Пол']] }))).toEqual([
      'column-unexpected $.data[0]',
    ]);
  });
});

describe('a declaration', () => {
  it.each([{ indicatorCode: 'no publisher' }, { unit: '' }, { frequency: 'week' }, { nonsense: 1 }])(
    'with %o is refused before anything is read',
    (change) => {
      const { indicator } = CIS_GDP;
      const broken = { ...CIS_GDP, indicator: { ...indicator, ...change } };
      expect(() => nationalSource<'cisstat'>(broken as typeof CIS_GDP)).toThrow(/indicator/);
    },
  );

  it('cannot name a member that would not be told apart in a key', () => {
    const dimensions = { a: { name: 'sex', members: { x: 'male; age=1' } } };
    expect(() => nationalSource<'cisstat'>({ ...CIS_GDP, dimensions })).toThrow(/dimensions/);
  });
});
