/** What answers of offices show of themselves. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../../../src/readers/json-text.ts';
import { DEFAULT_LIMITS } from '../../../../src/readers/limits.ts';
import {
  recogniseColumns,
  recogniseJson,
  recogniseRows,
} from '../../../../src/sources/national/recognise-answer.ts';
import {
  AGRICULTURE_TREE,
  CIS_GDP,
  CPI_CUBE,
  json,
  OPEN_DATA,
  POPULATION_CUBE,
} from '../../../support/national-sources.ts';

const HEAD = [
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
const row = (name: string) => [name, 'Ноябрь 2019 г.', '201911', '', '0', '', '0', '', '0', '105.0'];

test('a cube of stat.gov.kz says what it is of and by what; only a source of its indicator and breakdowns fits', () => {
  const found = recogniseRows(HEAD, row('Индекс потребительских цен(Процент)'));
  expect(found?.what).toBe(
    'a cube of stat.gov.kz, “Индекс потребительских цен(Процент)” by “КАТО(по каталогу)”, “ССП”, “ГНКИПЦ01_2753”',
  );
  expect([found?.adapter, found?.fits(CPI_CUBE), found?.fits(POPULATION_CUBE)]).toEqual([
    'bns-cube-tsv',
    true,
    false,
  ]);
  expect(recogniseRows(HEAD, row('Индекс потребительских цен на услуги(Процент)'))?.fits(CPI_CUBE)).toBe(
    false,
  );
  expect(
    recogniseRows(HEAD.slice(0, 5).concat('VAL'), row('Индекс потребительских цен'))?.fits(CPI_CUBE),
  ).toBe(false);
});

test('a classifier of regions is told from figures', () => {
  const found = recogniseRows(
    ['taldau_term_id', 'kato', 'name_ru'],
    ['741880', null, 'РЕСПУБЛИКА КАЗАХСТАН'],
  );
  expect([found?.adapter, found?.what]).toEqual([null, expect.stringContaining('no figures')]);
  expect(recogniseRows(['region', '2019', '2020'], ['Абай', '1', '2'])).toBeUndefined();
});

test('a table of data.egov.kz is one where a series declares its columns', () => {
  const header = ['region', ...Object.keys(OPEN_DATA.columns)];
  expect(recogniseColumns(header, [CPI_CUBE, OPEN_DATA])?.adapter).toBe('open-data-kz');
  expect(recogniseColumns(header.slice(1), [OPEN_DATA])).toBeUndefined();
});

test('documents of offices are told apart', () => {
  const cases: [unknown, string | null, string][] = [
    [
      [{ id: '741880', text: 'РК', leaf: 'false', y122020: '1', '122020': '883' }],
      'taldau-tree',
      '1 row, 1 period',
    ],
    [[{ terms: ['1'], termNames: ['ҚР'], periods: [] }], 'bns-cube-json', '“ҚР”'],
    [{ dateLabel: 'Дата', data: [['Страны', 'Год', 'Значение']] }, 'cisstat', '“Страны”'],
    [[{ metadata: [{ name_en: 'Unit of measurement', value_en: 'km' }], data: [] }], 'siat', '“km”'],
    [
      { dataSets: [], structure: { dimensions: { observation: [{ id: 'time' }] } } },
      'belstat-sdmx',
      '“time”',
    ],
    [{ fields: { region: { type: 'String' } } }, null, 'meta call'],
    [[{ region: 'Абай', men: '1' }], 'open-data-kz', '“region”, “men”'],
    [{ a: [['x']] }, null, 'a JSON object with “a”, which no adapter reads'],
    [[], null, 'an empty JSON list'],
  ];
  for (const [document, adapter, words] of cases) {
    const found = recogniseJson(json(document));
    expect([words, found.adapter, found.what]).toEqual([words, adapter, expect.stringContaining(words)]);
  }
});

test('a source fits what it declares', () => {
  const tree = recogniseJson(json([{ id: '741880', text: 'РК', leaf: 'false' }]));
  expect([tree.fits(AGRICULTURE_TREE), tree.fits(CIS_GDP)]).toEqual([true, false]);
  const fact = recogniseJson(json({ dateLabel: 'Дата', data: [['Страны', 'Месяц', 'Значение']] }));
  expect(fact.fits(CIS_GDP)).toBe(false);
});

test('whatever a document is, it is told in one short line', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { what } = recogniseJson(parseJson(JSON.stringify(value), 'f', DEFAULT_LIMITS));
      expect(what.length).toBeLessThan(1500);
      expect(what).not.toMatch(/[\n\r\t]/);
    }),
  );
});
