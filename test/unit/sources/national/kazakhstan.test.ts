import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../../../src/model/finding-list.ts';
import type { LocatedRow } from '../../../../src/model/located.ts';
import { readBnsCubeJson, readBnsCubeRows } from '../../../../src/sources/national/bns-cube.ts';
import { readKatoFile } from '../../../../src/sources/national/kato-file.ts';
import {
  readOpenDataJson,
  readOpenDataMeta,
  readOpenDataRows,
} from '../../../../src/sources/national/open-data-kz.ts';
import { readPortalFigures } from '../../../../src/sources/national/portal-figures.ts';
import { createRecordSink } from '../../../../src/sources/national/record-sink.ts';
import {
  checkTaldauUnit,
  readTaldauPeriods,
  readTaldauSegment,
  readTaldauTree,
} from '../../../../src/sources/national/taldau.ts';
import {
  AGRICULTURE_TREE,
  CPI_CUBE,
  findingsOf,
  json,
  lineOf,
  OPEN_DATA,
  POPULATION_CUBE,
  PORTAL,
  readNational,
  tableRows,
} from '../../../support/national-sources.ts';

const CUBE_HEADER = [
  'NAM',
  'DAT',
  'PERIOD',
  'КАТО(по каталогу)',
  'LКАТО(по каталогу)',
  'ССП',
  'LССП',
  'ГНКИПЦ01_2753',
  'LГНКИПЦ01_2753',
  'VAL',
];
const cubeRow = (change: Readonly<Record<string, string | null>> = {}) => {
  const row: Readonly<Record<string, string | null>> = {
    NAM: 'Индекс потребительских цен(Процент)',
    DAT: 'Ноябрь 2019 г.',
    PERIOD: '201911',
    'КАТО(по каталогу)': 'ЗАПАДНО-КАЗАХСТАНСКАЯ ОБЛАСТЬ',
    'LКАТО(по каталогу)': '0',
    ССП: 'отчетный период к соответствующему периоду прошлого года',
    LССП: '0',
    ГНКИПЦ01_2753: 'Товары и услуги',
    LГНКИПЦ01_2753: '0',
    VAL: '105.0',
    ...change,
  };
  return CUBE_HEADER.map((name) => row[name] ?? null);
};
const cube = (rows: readonly (readonly (string | null)[])[]) =>
  readNational(CPI_CUBE, (sink) => readBnsCubeRows(tableRows([CUBE_HEADER, ...rows]), CPI_CUBE, sink));

describe('a stat.gov.kz cube as "csv"', () => {
  it('gives region, month, breakdown, value and cell of every row', async () => {
    const { observations, issues } = await cube([
      cubeRow(),
      cubeRow({ DAT: 'Июнь 2018 г.', PERIOD: '201806', VAL: '106.1' }),
    ]);
    expect(issues).toEqual([]);
    expect(observations.map(lineOf)).toEqual([
      'KAZ:270000000 2019-11 comparison_base=same period of the previous year 105',
      'KAZ:270000000 2018-06 comparison_base=same period of the previous year 106.1',
    ]);
    expect(observations[0]).toMatchObject({
      rawText: '105.0',
      unit: 'percent',
      cell: { row: 2, column: 10 },
    });
  });

  it.each([
    [{ VAL: 'x' }, 'confidential'],
    [{ VAL: 'х' }, 'confidential'],
    [{ VAL: '-' }, 'nil'],
    [{ VAL: '…' }, 'not_available'],
    [{ VAL: '..' }, 'not_available'],
    [{ VAL: ' ' }, 'blank'],
    [{ VAL: null }, 'blank'],
  ] as const)('keeps %o as %s, its print beside it and no value', async (change, status) => {
    const { observations } = await cube([cubeRow(change)]);
    expect(observations[0]).toMatchObject({ status, value: null, rawText: change.VAL });
  });

  it.each([
    [{ VAL: '105,0' }, 'value-not-a-number J2'],
    [{ VAL: 'в 4 раза' }, 'value-not-a-number J2'],
    [{ NAM: 'Индекс потребительских цен(Тенге)' }, 'unit-mismatch A2'],
    [{ NAM: 'Индекс потребительских цен' }, 'unit-mismatch A2'],
    [{ NAM: 'Индекс цен(Процент)' }, 'indicator-unknown A2'],
    [{ DAT: 'Смарт 2019 г.' }, 'period-unknown B2'],
    [{ PERIOD: '201912' }, 'period-mismatch C2'],
    [{ PERIOD: '2019' }, 'period-mismatch C2'],
    [{ ССП: 'к декабрю' }, 'dimension-unknown F2'],
    [{ LССП: '1' }, 'status-unknown G2'],
    [{ 'КАТО(по каталогу)': 'ЗАПАДНАЯ ОБЛАСТЬ' }, 'region-unknown J2'],
    [{ 'КАТО(по каталогу)': 'ОБЛАСТЬ АБАЙ' }, 'region-not-valid J2'],
  ])('holds a row with %o back as %s', async (change, finding) => {
    const read = await cube([cubeRow(), cubeRow(change)].reverse());
    expect(findingsOf(read)).toEqual([finding]);
    expect(read.quarantined).toHaveLength(1);
    expect(read.observations).toHaveLength(1);
  });

  it('of another header is refused whole, with the column', async () => {
    const rows = tableRows([[...CUBE_HEADER.slice(0, -1), 'ПОЛ', 'VAL'], cubeRow()]);
    const read = await readNational(CPI_CUBE, (sink) => readBnsCubeRows(rows, CPI_CUBE, sink));
    expect(findingsOf(read)).toEqual(['column-unexpected J1']);
    expect(read.observations).toEqual([]);
  });

  it('says the same in any order of rows and columns', async () => {
    const rows = [
      cubeRow(),
      cubeRow({ VAL: 'x', DAT: 'Май 2018 г.', PERIOD: '201805' }),
      cubeRow({ 'КАТО(по каталогу)': 'Г.АСТАНА' }),
    ];
    const expected = (await cube(rows)).observations.map(lineOf).sort();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.shuffledSubarray(
          CUBE_HEADER.map((_, index) => index),
          { minLength: CUBE_HEADER.length },
        ),
        async (order, columns) => {
          const turned = [CUBE_HEADER, ...order.map((index) => rows[index] ?? [])].map((row) =>
            columns.map((at) => row[at] ?? null),
          );
          const read = await readNational(CPI_CUBE, (sink) =>
            readBnsCubeRows(tableRows(turned), CPI_CUBE, sink),
          );
          expect(read.observations.map(lineOf).sort()).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });
});

const cubeRecord = (term: string, name: string, values: Readonly<Record<string, string | null>>) => ({
  terms: [term],
  termNames: [name],
  periods: Object.entries(values).map(([year, value]) => ({
    name: `${year} год`,
    date: `31.12.${year}`,
    value,
  })),
});
const cubeJson = (records: unknown) =>
  readNational(POPULATION_CUBE, (sink) => readBnsCubeJson(json(records), POPULATION_CUBE, sink));

describe('a stat.gov.kz cube in JSON', () => {
  const country = cubeRecord('741880', 'РЕСПУБЛИКА КАЗАХСТАН', { 2023: '19766807', 2024: '20033842' });

  it('gives the country and its regions, and leaves districts out, with how many', async () => {
    const read = await cubeJson([
      country,
      cubeRecord('77208141', 'Абай Облысы', { 2024: '602832' }),
      cubeRecord('268020', 'Алматы Қаласы', { 2024: '2292055' }),
      cubeRecord('250502', 'Алматы Облысы', { 2024: '1560124' }),
      cubeRecord('1', 'Абай Ауданы', { 2023: '1', 2024: '2' }),
      cubeRecord('2', 'Абай Ауданы', { 2024: '3' }),
      cubeRecord('3', 'Ақтөбе Қ.Ә.', { 2024: '4' }),
    ]);
    expect(read.observations.map(lineOf)).toEqual([
      'KAZ 2023 19766807',
      'KAZ 2024 20033842',
      'KAZ:100000000 2024 602832',
      'KAZ:750000000 2024 2292055',
      'KAZ:190000000 2024 1560124',
    ]);
    expect(read.excluded).toBe(4);
    expect(read.issues.map(({ code, message }) => [code, message])).toEqual([
      ['region-left-out', '2 areas are left out: Абай Ауданы, Ақтөбе Қ.Ә.'],
    ]);
    expect(read.observations[2]?.cell.path).toBe('$[1].periods[0].value');
  });

  it.each([
    [
      'a date that is not the end of its period',
      [{ ...country, periods: [{ name: '2024 год', date: '31.12.2023', value: '1' }] }],
      'period-mismatch $[0].periods[0].value',
    ],
    [
      'a quarter that is printed in the year',
      [{ ...country, periods: [{ name: '1 квартал 2024 год', date: '31.12.2024', value: '1' }] }],
      'period-mismatch $[0].periods[0].value',
    ],
    [
      'a term that is another region than its name',
      [country, cubeRecord('268020', 'Алматы Облысы', { 2024: '1' })],
      'code-name-mismatch $[1].periods[0].value',
    ],
    [
      'a term that is not known',
      [country, cubeRecord('99', 'ОБЛАСТЬ АБАЙ', { 2024: '1' })],
      'region-unknown $[1].periods[0].value',
    ],
    [
      'a further term',
      [country, { ...country, terms: ['741880', '5'], termNames: ['РК', 'x'] }].slice(1),
      'dimension-unknown $[0].periods[0].value',
    ],
    ['no total of the country', [cubeRecord('268020', 'Алматы Қаласы', { 2024: '1' })], 'total-missing $'],
    ['a record without terms', [{ termNames: ['x'], periods: [] }], 'document-unexpected $[0].terms'],
    ['an error page', { error: 'x' }, 'document-unexpected $'],
  ])('with %s is an issue at its path', async (_, document, finding) => {
    expect(findingsOf(await cubeJson(document))).toContain(finding);
  });
});

const tree = (rows: unknown, source = AGRICULTURE_TREE) =>
  readNational(source, (sink) => readTaldauTree(json(rows), source, sink));
const treeRow = (values: Readonly<Record<string, unknown>>) => ({
  id: '741880',
  rownum: 0,
  text: 'РЕСПУБЛИКА КАЗАХСТАН',
  leaf: 'false',
  expanded: 'true',
  measureName: '',
  ...values,
});

describe('a Taldau tree', () => {
  it('gives values by the key of their period, with every digit', async () => {
    const read = await tree([
      treeRow({ y122020: '6334668832923.03', '122020': '883', '122013': '138', y122013: 'x' }),
    ]);
    expect(read.observations.map(lineOf)).toEqual(['KAZ 2020 6334668832923.03', 'KAZ 2013 confidential']);
    expect(read.observations[0]?.cell.path).toBe('$[0].y122020');
    expect(read.issues).toEqual([]);
  });

  it.each([
    [4, 'y092012', '2012-09'],
    [5, 'y092012', '2012-Q3'],
    [7, 'y122012', '2012'],
    [8, 'y092012', '2012-01/2012-09'],
    [9, 'y092012', '2012-01/2012-09'],
    [9, 'y122012', '2012-01/2012-12'],
  ] as const)('of periodId %i means by %s the period %s', async (periodId, key, period) => {
    const read = await tree([treeRow({ [key]: '1', [key.slice(1)]: '7' })], {
      ...AGRICULTURE_TREE,
      periodId,
    });
    expect(read.observations.map(lineOf)).toEqual([`KAZ ${period} 1`]);
  });

  it.each([
    [{ y092012: '1', '092012': '7' }, 'period-mismatch $[0].y092012'],
    [{ y122012: '1' }, 'document-unexpected $[0].y122012'],
    [{ '122012': '7' }, "document-unexpected $[0]['122012']"],
    [{ y132012: '1' }, 'document-unexpected $[0].y132012'],
    [{ leaf: 'maybe' }, 'document-unexpected $[0].leaf'],
    [{ id: 'abc' }, 'document-unexpected $[0].id'],
    [{ measureName: 'млн тенге', y122012: '1', '122012': '7' }, 'unit-mismatch $[0].y122012'],
    [{ y122012: '1,5', '122012': '7' }, 'value-not-a-number $[0].y122012'],
  ])('with %o is an issue at its path', async (values, finding) => {
    expect(findingsOf(await tree([treeRow(values)]))).toEqual([finding]);
  });

  it('of a year before a region was made is refused, unless the series is back-cast or says that there is none', async () => {
    const abai = (value: string) =>
      [treeRow({ id: '77208141', text: 'ОБЛАСТЬ АБАЙ', y122020: value, '122020': '883' })] as const;
    expect(findingsOf(await tree(abai('5')))).toEqual(['region-not-valid $[0].y122020']);
    expect(findingsOf(await tree(abai('x')))).toEqual(['region-not-valid $[0].y122020']);
    const silent = await tree(abai('...'));
    expect([silent.observations, silent.excluded, findingsOf(silent)]).toEqual([[], 1, ['region-left-out']]);
    const backCast = await tree(abai('5'), { ...AGRICULTURE_TREE, isBackCast: true });
    expect(backCast.observations.map(lineOf)).toEqual(['KAZ:100000000 2020 5']);
  });
});

describe('the other calls of Taldau', () => {
  const findings = () =>
    createFindingList({ file: 'f', sha256: '0', sheet: null }, () => [], DEFAULT_FINDING_LIMITS);

  it('give the periods of an index and the segment that holds the country', () => {
    const sink = createRecordSink(findings());
    expect(
      readTaldauPeriods(
        json([
          { id: 7, name: 'Год' },
          { id: 5, name: 'Квартал' },
        ]),
        sink,
      )?.get('7'),
    ).toBe('Год');
    const segments = [
      { dicId: '68', termIds: '1', idx: 0 },
      { dicId: '68 + 859', termIds: '741880, 741885', idx: 1, names: 'x' },
    ];
    expect(readTaldauSegment(json(segments), '741880', sink)).toEqual({
      dictionaryIds: ['68', '859'],
      termIds: ['741880', '741885'],
      idx: '1',
    });
  });

  it('are refused where no segment holds the country, or terms and dictionaries are not as many', () => {
    const list = findings();
    const sink = createRecordSink(list);
    expect(readTaldauSegment(json([{ dicId: '68', termIds: '1741880' }]), '741880', sink)).toBeUndefined();
    expect(
      readTaldauSegment(json([{ dicId: '68 + 859', termIds: '741880' }]), '741880', sink),
    ).toBeUndefined();
    expect(list.issues().map(({ code }) => code)).toEqual(['total-missing', 'document-unexpected']);
  });

  it('say whether the index is measured as declared', () => {
    const list = findings();
    const sink = createRecordSink(list);
    const attributes = (measureName: string) =>
      json({ name: 'x', namePath: 'x', decFormat: '0.0', measureName });
    expect(checkTaldauUnit(attributes('тенге'), AGRICULTURE_TREE.indicator, sink)).toBe(true);
    expect(checkTaldauUnit(attributes('млн. тенге'), AGRICULTURE_TREE.indicator, sink)).toBe(false);
    expect(list.issues().map(({ code }) => code)).toEqual(['unit-mismatch']);
  });
});

const FIELDS = ['region', ...Object.keys(OPEN_DATA.columns)];
const metaOf = (change: Readonly<Record<string, unknown>> = {}) =>
  json({
    nameRu: 'Численность населения на 1 января 2021 года',
    modifiedDate: '2021-05-12',
    fields: Object.fromEntries(FIELDS.map((name) => [name, { type: 'String', labelRu: name }])),
    ...change,
  });

describe('data.egov.kz', () => {
  const read = (rows: readonly LocatedRow[], meta = metaOf()) =>
    readNational(OPEN_DATA, async (sink) => {
      const found = readOpenDataMeta(meta, OPEN_DATA, sink);
      if (found) await readOpenDataRows(rows, found, OPEN_DATA, sink);
    });
  const rows = tableRows([
    FIELDS,
    ['город Нур-Султан', '1', '2', '3', '4', '5', '6'],
    ['Республика Казахстан', '10', '20', '30', '40', '50', '60'],
  ]);

  it('gives a value per column, broken down by it, at the day that the meta answer names', async () => {
    const { observations, issues } = await read(rows);
    expect(issues).toEqual([]);
    expect(observations).toHaveLength(12);
    expect(lineOf(observations[0] as (typeof observations)[number])).toBe(
      'KAZ:710000000 2021-01-01 age=0-15; sex=male 1',
    );
    expect(observations.filter(({ regionCode }) => regionCode === 'KAZ')).toHaveLength(6);
  });

  it('says the same as CSV and as JSON, in whatever order its columns come', async () => {
    const document = rows
      .slice(1)
      .map(({ cells }) => Object.fromEntries(FIELDS.map((name, at) => [name, cells[at]]).reverse()));
    const asJson = await readNational(OPEN_DATA, (sink) => {
      const meta = readOpenDataMeta(metaOf(), OPEN_DATA, sink);
      if (meta) readOpenDataJson(json(document), meta, OPEN_DATA, sink);
    });
    expect(asJson.observations.map(lineOf).sort()).toEqual(
      (await read(rows)).observations.map(lineOf).sort(),
    );
    expect(asJson.observations[0]?.cell.path).toBe("$[0]['men_0-15']");
  });

  it.each([
    ['no date', { nameRu: 'Численность населения' }, 'period-unknown $.nameRu'],
    ['two dates', { nameRu: 'с 1 января 2020 до 1 января 2021 года' }, 'period-unknown $.nameRu'],
    ['a field less', { fields: { region: { type: 'String' } } }, 'column-missing row 1'],
  ])('with a meta answer of %s gives nothing', async (_, change, finding) => {
    const found = await read(rows, metaOf(change));
    expect(findingsOf(found)).toContain(finding);
    expect(found.observations).toEqual([]);
  });

  it('with a column that is not declared is refused whole', async () => {
    const found = await read(
      tableRows([[...FIELDS, 'men_0-15 '], ...rows.slice(1).map(({ cells }) => [...cells, '1'])]),
    );
    expect(findingsOf(found)).toEqual(['column-duplicate H1']);
  });
});

describe('the KATO file', () => {
  const header = ['te', 'ab', 'cd', 'ef', 'hij', 'k', 'name_kaz', 'name_rus', 'nn'];
  const read = async (rows: readonly (readonly (string | null)[])[]) => {
    const list = createFindingList(
      { file: 'f', sha256: '0', sheet: null },
      () => header,
      DEFAULT_FINDING_LIMITS,
    );
    const units = await readKatoFile(tableRows([header, ...rows]), createRecordSink(list));
    return { units, codes: list.issues().map(({ code }) => code) };
  };
  const abai = ['100000000', '10', '00', '00', '000', '0', 'Абай облысы', 'область Абай', '1'];

  it('gives codes as text, with parent and level, also where a workbook dropped the zeros of its parts', async () => {
    const { units, codes } = await read([
      abai,
      ['101000000', '10', '10', '0', '0', '3', 'Семей қ.ә.', 'Семей г.а.', '2'],
      ['101011000', '10', '10', '11', '0', '3', 'а', 'б', '3'],
      ['101011101', '10', '10', '11', '101', '3', 'а', 'б', '4'],
    ]);
    expect(codes).toEqual([]);
    expect(units.map(({ code, parent, level }) => [code, parent, level])).toEqual([
      ['100000000', null, 1],
      ['101000000', '100000000', 2],
      ['101011000', '101000000', 3],
      ['101011101', '101011000', 4],
    ]);
  });

  it.each([
    [[['10000000', '10', '00', '00', '000', '0', 'а', 'б', '1']], 'code-unknown'],
    [[['100000000', '11', '00', '00', '000', '0', 'а', 'б', '1']], 'code-name-mismatch'],
    [[abai, abai], 'row-conflict'],
    [[['990000000', '99', '00', '00', '000', '0', 'а', 'б', '1']], 'region-unknown'],
    [[['101000000', '10', '10', '00', '000', '0', 'а', 'б', '1']], 'code-unknown'],
  ])('with %o is an issue', async (rows, code) => {
    expect((await read(rows)).codes).toEqual([code]);
  });
});

describe('the figures of the portal', () => {
  const header = [
    'indicator',
    'region',
    'period',
    'value',
    'bound',
    'unit',
    'source_url',
    'source_date',
    'note',
  ];
  const row = (change: Readonly<Record<string, string | null>> = {}) => {
    const known: Readonly<Record<string, string | null>> = {
      indicator: 'services_online',
      region: 'Kazakhstan',
      period: '2020-03-21/2020-05-10',
      value: '15000000',
      bound: 'at_least',
      unit: 'services',
      source_url: 'https://www.undp.org/node/117446',
      source_date: '2026-09-01',
      note: null,
      ...change,
    };
    return header.map((name) => known[name] ?? null);
  };
  const read = (rows: readonly (readonly (string | null)[])[]) =>
    readNational(PORTAL, (sink) => readPortalFigures(tableRows([header, ...rows]), PORTAL, sink));

  it('keep that a figure is a bound, and the span of days that it is of', async () => {
    const { observations, issues } = await read([row()]);
    expect(issues).toEqual([]);
    expect(observations[0]).toMatchObject({
      regionCode: 'KAZ',
      value: '15000000',
      bound: 'at_least',
      period: { kind: 'interval', firstDay: '2020-03-21', lastDay: '2020-05-10' },
    });
  });

  it.each([
    [{ source_url: null }, 'cell-missing G2'],
    [{ source_url: 'press' }, 'cell-missing G2'],
    [{ source_date: null }, 'cell-missing H2'],
    [{ source_date: '01.09.2026' }, 'cell-missing H2'],
    [{ value: null }, 'cell-missing D2'],
    [{ value: 'more than 15 million' }, 'value-not-a-number D2'],
    [{ bound: 'perhaps' }, 'status-unknown E2'],
    [{ unit: 'thousand services' }, 'unit-mismatch F2'],
    [{ period: 'spring' }, 'period-unknown C2'],
    [{ region: 'Alma-Ata' }, 'region-unknown D2'],
  ])('with %o are refused: no figure without source, date and unit', async (change, finding) => {
    expect(findingsOf(await read([row(change)]))).toEqual([finding]);
  });
});
