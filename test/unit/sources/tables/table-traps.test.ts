/** Traps of real tables, each in the smallest table that has it. */
import { describe, expect, it } from 'vitest';
import { bnsResearchCosts } from '../../../../pipelines/national/tables/bns-research-costs.ts';
import { bnsTelecomMonthly } from '../../../../pipelines/national/tables/bns-telecom-monthly.ts';
import type { TableDeclarationInput } from '../../../../src/sources/tables/table-declaration.ts';
import { tableDeclaration } from '../../../../src/sources/tables/table-declaration.ts';
import { factText, type GridValues, gridOf, readGridTable, recordsOf } from '../../../support/table-grids.ts';

const base: TableDeclarationInput = {
  id: 'test',
  title: 'Test',
  header: { at: 'periods' },
  period: { from: 'header' },
  unit: { otherwise: 'UNIT' },
};
const codesOf = (reading: ReturnType<typeof readGridTable>) =>
  reading.issues.map(({ code, cell }) => [code, cell?.row, cell?.column]);

describe('a header', () => {
  const BLOCKS: GridValues = [
    [null, 'Lines', null, null, null, 'Lines per 100', null, null],
    [null, 2017, 2018, 2019, null, 2017, 2018, 2019],
    ['Kazakhstan', 1, 2, 3, null, 0.1, 0.2, 0.3],
  ];
  // Both titles are merged one column short of their block.
  const MERGES = ['B1:C1', 'F1:G1'];
  const blocks: TableDeclarationInput = { ...base, header: { at: 'periods', rowsAbove: 1 } };

  it('merged one column short stops the load until somebody says how far it reaches', () => {
    const reading = readGridTable(blocks, gridOf(BLOCKS, MERGES));
    expect(codesOf(reading)).toEqual([
      ['header-parent-missing', 2, 4],
      ['header-parent-missing', 2, 8],
    ]);
    expect(reading.tables[0]?.records).toEqual([]);
  });

  it('until the next title keys blocks that repeat the same years, and passes over the column between them', () => {
    const header = { at: 'periods', rowsAbove: 1, spread: 'until-next' } as const;
    expect(recordsOf(readGridTable({ ...base, header }, gridOf(BLOCKS, MERGES))).map(factText)).toEqual([
      'Kazakhstan | Lines | 2017 | UNIT = 1',
      'Kazakhstan | Lines | 2018 | UNIT = 2',
      'Kazakhstan | Lines | 2019 | UNIT = 3',
      'Kazakhstan | Lines per 100 | 2017 | UNIT = 0.1',
      'Kazakhstan | Lines per 100 | 2018 | UNIT = 0.2',
      'Kazakhstan | Lines per 100 | 2019 | UNIT = 0.3',
    ]);
  });

  it('without a title over blocks of the same years would be two facts under one key', () => {
    const reading = readGridTable(base, gridOf(BLOCKS, MERGES));
    expect(codesOf(reading)).toEqual([6, 7, 8].map((column) => ['key-duplicate', 3, column]));
  });

  it('missing over a number is refused, or left out by declaration and reported', () => {
    const rows: GridValues = [
      [null, 2017, null, 2018],
      ['Kazakhstan', 1, 10.5957264186601, 2],
    ];
    expect(codesOf(readGridTable(base, gridOf(rows)))).toEqual([['column-unexpected', 2, 3]]);
    const reading = readGridTable({ ...base, header: { at: 'periods', stray: 'report' } }, gridOf(rows));
    expect(codesOf(reading)).toEqual([['cell-stray', 2, 3]]);
    expect(recordsOf(reading)).toHaveLength(2);
  });

  it('with a parent over a single child reaches no further', () => {
    const records = recordsOf(
      readGridTable(
        {
          ...base,
          header: { above: { label: '^Қазақстан' } },
          period: { from: 'declared', is: '2022' },
          unit: { names: { бірлік: 'UNIT', '%-бен': 'PERCENT' }, from: ['header'], otherwise: 'UNIT' },
        },
        gridOf(
          [
            ['1. Көрсеткіштер ', null, null, null],
            [null, 'Кәсіпорындар  саны, бірлік          ', 'Одан', 'Деңгейі, %-бен     '],
            [null, null, 'инновациялары бары', null],
            ['Қазақстан Республикасы', 30750, 3390, 11],
          ],
          ['A1:D1', 'A2:A3', 'B2:B3', 'D2:D3'],
        ),
      ),
    );
    expect(records.map(({ header, unit }) => [header.join(' > '), unit])).toEqual([
      ['Кәсіпорындар саны, бірлік', 'UNIT'],
      ['Одан > инновациялары бары', 'UNIT'],
      ['Деңгейі, %-бен', 'PERCENT'],
    ]);
  });

  it('may hold numbers: bands are no first row of data', () => {
    const records = recordsOf(
      readGridTable(
        {
          ...base,
          header: { above: 'known' },
          rows: { labels: [{ name: 'region', codes: { Абай: '10', Алматы: '19' } }] },
          period: { from: 'declared', is: '2022' },
          values: { markers: { '-': 'nil' } },
        },
        gridOf(
          [
            ['5. Үлесі', null, null],
            [null, 'Табыс', null],
            [null, 0, '1-24%'],
            ['Алматы', 18, '-'],
            ['Абай', 20, 40],
          ],
          ['A1:C1', 'A2:A3', 'B2:C2'],
        ),
      ),
    );
    expect(records.map(factText)).toEqual([
      'Алматы | Табыс/0 | 2022 | UNIT = 18',
      'Алматы | Табыс/1-24% | 2022 | UNIT = nil',
      'Абай | Табыс/0 | 2022 | UNIT = 20',
      'Абай | Табыс/1-24% | 2022 | UNIT = 40',
    ]);
  });

  it('with “of which” twice over the same children continues the column to the left of each', () => {
    const rows: GridValues = [
      [null, 'Өндірілді', 'соның ішінде', null, 'Экспорт', 'соның ішінде', null],
      [null, null, 'нарық', 'ұйым', null, 'нарық', 'ұйым'],
      ['Абай', 10, 4, 6, 5, 2, 3],
    ];
    const merges = ['A1:A2', 'B1:B2', 'C1:D1', 'E1:E2', 'F1:G1'];
    const declared: TableDeclarationInput = {
      ...base,
      header: { at: { text: 'Өндірілді' }, rowsBelow: 1 },
      period: { from: 'declared', is: '2022' },
    };
    expect(codesOf(readGridTable(declared, gridOf(rows, merges)))).toEqual([
      ['key-duplicate', 3, 6],
      ['key-duplicate', 3, 7],
    ]);
    const header = { at: { text: 'Өндірілді' }, rowsBelow: 1, ofWhich: '^соның ішінде$' };
    expect(
      recordsOf(readGridTable({ ...declared, header }, gridOf(rows, merges))).map((record) =>
        record.header.join(' > '),
      ),
    ).toEqual([
      'Өндірілді',
      'Өндірілді > соның ішінде > нарық',
      'Өндірілді > соның ішінде > ұйым',
      'Экспорт',
      'Экспорт > соның ішінде > нарық',
      'Экспорт > соның ішінде > ұйым',
    ]);
  });
});

describe('table 17 of the bulletin on research', () => {
  const ROWS: GridValues = [
    ['17. Жаратылыстану ғылымдары бойынша ҒЗТКЖ-ға жұмсалған ішкі шығындар'],
    [null, null, null, null, null, null, null, `мың теңге${' '.repeat(297)}`],
    [null, 'Барлығы  ', 'Оның ішінде '],
    [
      null,
      null,
      'ғылыми зерттеулер мен әзірлемелерге',
      null,
      null,
      null,
      'тәжірибелік-конструкторлық әзірлемелерге',
    ],
    [
      null,
      null,
      'іргелі зерттеулер',
      'одан',
      'қолданбалы зерттеулер',
      'одан',
      'жобалау-конструкторлық',
      'тәжірибелік үлгі',
    ],
    [null, null, null, 'іргелі стратегиялық зерттеулер', null, 'іргелі қолданбалы зерттеулер'],
    ['Қазақстан Республикасы', 36029961.9, 13170901.3, 356360, 22579582.1, 401945.2, 101261.7, 178216.8],
    ['Абай', 399060, 'x', '-', 337915, '-', '-', '-'],
    ['Ақмола', 114246, 'х', '-', 100683, 'x', '-', '-'],
    ['Жамбыл', 2317708.5, 'x', '-', 2295378.9, '-', '-', '-'],
  ];
  const MERGES = ['A1:H1', 'A3:A6', 'B3:B6', 'C3:H3', 'C4:F4', 'G4:H4', 'C5:C6', 'E5:E6', 'G5:G6', 'H5:H6'];
  const cover = gridOf(
    [['Жарияланым күні: 20.03.2023'], ['Келесі жарияланым күні: 20.03.2024'], ['2022 жыл']],
    [],
    'Мұхаба',
  );
  const reading = () => readGridTable(bnsResearchCosts, cover, gridOf(ROWS, MERGES, '17 '));

  it('joins four levels of header to paths', () => {
    const country = recordsOf(reading()).slice(0, 7);
    expect(country.map(({ header }) => header.join(' > '))).toEqual([
      'Барлығы',
      'Оның ішінде > ғылыми зерттеулер мен әзірлемелерге > іргелі зерттеулер',
      'Оның ішінде > ғылыми зерттеулер мен әзірлемелерге > одан > іргелі стратегиялық зерттеулер',
      'Оның ішінде > ғылыми зерттеулер мен әзірлемелерге > қолданбалы зерттеулер',
      'Оның ішінде > ғылыми зерттеулер мен әзірлемелерге > одан > іргелі қолданбалы зерттеулер',
      'Оның ішінде > тәжірибелік-конструкторлық әзірлемелерге > жобалау-конструкторлық',
      'Оның ішінде > тәжірибелік-конструкторлық әзірлемелерге > тәжірибелік үлгі',
    ]);
    expect(new Set(recordsOf(reading()).map(({ unit, period }) => `${unit} ${period.code}`))).toEqual(
      new Set(['thousand tenge 2022']),
    );
  });

  it('tells suppressed cells, in either alphabet, from what does not occur, and adds nothing up across them', () => {
    const states = recordsOf(reading()).filter(({ cell }) => cell.column === 3 || cell.column === 4);
    expect(states.slice(2).map(({ status }) => status)).toEqual([
      'confidential',
      'nil',
      'confidential',
      'nil',
      'confidential',
      'nil',
    ]);
    // Only three of the regions are transcribed, so that no total can agree; where a cell is suppressed none is asked for.
    const checked = reading().issues.filter(({ code }) => code === 'total-mismatch');
    expect(checked.map(({ cell }) => cell?.column)).toEqual([2, 4, 5, 7, 8]);
    expect(reading().tables[0]?.totals).toEqual({ checked: 5, open: 2 });
  });
});

describe('the monthly telecom release', () => {
  it('is read without a header: first number of the row, months of the title, a preliminary mark', () => {
    const records = recordsOf(
      readGridTable(
        bnsTelecomMonthly,
        gridOf([
          ['Основные показатели в сфере связи'],
          ['Январь-май 2026 года*'],
          ['Объем услуг связи, млн тенге', 638792.8],
          ['Число абонентов сотовой связи, тыс.', 27396.5],
          ['Плотность абонентов сотовой связи на 100 жителей', 133.0],
          ['Число абонентов фиксированного интернета, тыс.', '3\u00a0420,8'],
        ]),
      ),
    );
    expect(records.map(({ row, unit, value, period }) => [row[0]?.code, unit, value, period.code])).toEqual([
      ['services', 'million tenge', '638792.8', '2026-YTD05'],
      ['mobile', 'thousand subscribers', '27396.5', '2026-YTD05'],
      ['mobile-density', 'per 100 inhabitants', '133', '2026-YTD05'],
      ['fixed-internet', 'thousand subscribers', '3420.8', '2026-YTD05'],
    ]);
    expect(records.every(({ isPreliminary }) => isPreliminary)).toBe(true);
  });
});

describe('a table that is not what was declared', () => {
  const declared: TableDeclarationInput = {
    ...base,
    rows: { labels: [{ name: 'region', codes: { 'Республика Казахстан': '0', Абай: '10' } }] },
    unit: { names: { 'тыс. тонн': 'KT' }, from: ['unit-row'] },
    values: { markers: { '-': 'nil' } },
  };
  const SOUND: GridValues = [
    ['Добыча угля', null, null],
    [null, null, 'тыс. тонн'],
    [null, 2023, 2024],
    ['Республика Казахстан', 10, 11],
    ['Абай', '-', 1],
  ];

  it('names every unknown label, unit, mark and period at once, each with its cell', () => {
    const reading = readGridTable(
      declared,
      gridOf([
        ['Добыча угля', null, null, null],
        [null, null, null, 'тыс. баррелей'],
        [null, 2023, 2024, '9 месяцев 2025 года'],
        ['Республика Казахстан', 10, 'н/д', 3],
        ['Абайский район', 1, 'в 4 раза', 3],
      ]),
    );
    expect(reading.isRefused).toBe(true);
    expect(codesOf(reading)).toEqual([
      ['unit-unknown', 2, 4],
      ['period-mismatch', 3, 4],
      ['label-unknown', 5, 1],
      ['value-not-a-number', 4, 3],
      ['value-not-a-number', 5, 3],
    ]);
    expect(reading.tables[0]?.records).toEqual([]);
    expect(recordsOf(readGridTable(declared, gridOf(SOUND)))).toHaveLength(4);
  });

  it('has a row too many: neither data nor section nor note', () => {
    const rows = [...SOUND, ['Шығаруға жауапты', null, null]];
    expect(codesOf(readGridTable(declared, gridOf(rows)))).toEqual([['row-unexpected', 6, 1]]);
  });

  it('lacks its sheet, or has two of them', () => {
    const named = { ...declared, sheets: { name: '^\\d+(\\.\\d+)*\\s*$' } };
    expect(codesOf(readGridTable(named, gridOf(SOUND)))).toEqual([['sheet-missing', undefined, undefined]]);
    const twice = readGridTable(named, gridOf(SOUND, [], '1 '), gridOf(SOUND, [], '1.1'));
    expect(codesOf(twice)).toEqual([['sheet-ambiguous', undefined, undefined]]);
    expect(recordsOf(readGridTable(named, gridOf(SOUND, [], '2 '), gridOf(SOUND, [], 'рус')))).toHaveLength(
      4,
    );
  });

  it('holds a year-to-date figure, a date, a text that could be two numbers', () => {
    const rows: GridValues = [...SOUND.slice(0, 4), ['Абай', '25,000', '01.01.2024']];
    expect(codesOf(readGridTable(declared, gridOf(rows)))).toEqual([
      ['value-ambiguous', 5, 2],
      ['value-not-a-number', 5, 3],
    ]);
  });
});

describe('a value', () => {
  it('merged over several cells is not the value of the first one', () => {
    const rows: GridValues = [
      [null, 2021, 2022, 2023],
      ['Абай', 5, null, 6],
      ['Алматы', 1, 2, 3],
    ];
    expect(codesOf(readGridTable(base, gridOf(rows, ['B2:C2'])))).toEqual([['cell-merged', 2, 2]]);
    expect(recordsOf(readGridTable(base, gridOf(rows, ['B5:C5'])))).toHaveLength(6);
  });

  const UNIT_PLACES: readonly (readonly [string, GridValues, TableDeclarationInput['unit']])[] = [
    ['the title', [['Добыча угля, тыс. тонн'], [null, 2023], ['Абай', 1]], { from: ['title'] }],
    [
      'a row of its own',
      [['Добыча угля'], [null, '(тыс.\u00a0тонн)  '], [null, 2023], ['Абай', 1]],
      { from: ['unit-row'] },
    ],
    [
      'the header',
      [
        [null, 'Уголь, тыс. тонн'],
        [null, 2023],
        ['Абай', 1],
      ],
      { from: ['header'] },
    ],
    [
      'a header row below',
      [
        [null, 2023],
        [null, 'тыс. тонн'],
        ['Абай', 1],
      ],
      { from: ['header'] },
    ],
    [
      'the row label',
      [
        [null, 2023],
        ['Уголь (тыс. тонн)', 1],
      ],
      { from: ['row'] },
    ],
    [
      'the section',
      [
        [null, 2023],
        ['Уголь каменный, включая лигнит, тыс. тонн', null],
        ['Абай', 1],
      ],
      { from: ['section'] },
    ],
  ];

  it.each(UNIT_PLACES)('has the unit of %s', (place, rows, unit) => {
    const header = {
      at: 'periods',
      rowsAbove: place === 'the header' ? 1 : 0,
      rowsBelow: place === 'a header row below' ? 1 : 0,
    } as const;
    const sections = place === 'the section' ? [{ name: 'product' }] : [];
    const declared: TableDeclarationInput = {
      ...base,
      header,
      rows: { sections },
      unit: { names: { 'тыс. тонн': 'KT' }, ...unit },
    };
    expect(recordsOf(readGridTable(declared, gridOf(rows))).map((record) => record.unit)).toEqual(['KT']);
    const undeclared = readGridTable(
      { ...declared, unit: { ...unit, names: { баррель: 'BBL' } } },
      gridOf(rows),
    );
    expect(undeclared.issues.map(({ code }) => code)).toEqual([
      place === 'a row of its own' ? 'unit-unknown' : 'unit-missing',
    ]);
  });
});

describe('states of a cell', () => {
  it('are told apart: nil, no data, suppressed, negligible, blank, zero', () => {
    const records = recordsOf(
      readGridTable(
        {
          ...base,
          values: {
            markers: {
              '-': 'nil',
              '…': 'not_available',
              '...': 'not_available',
              '..': 'not_available',
              х: 'confidential',
              '0,0': 'negligible',
            },
          },
        },
        gridOf([
          [null, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024],
          ['Абай', '-', '…', '...', '..', 'x', 'х', '0,0', null, 0],
        ]),
      ),
    );
    expect(records.map(({ raw, status, value, isNegligible }) => [raw, status, value, isNegligible])).toEqual(
      [
        ['-', 'nil', null, false],
        ['…', 'not_available', null, false],
        ['...', 'not_available', null, false],
        ['..', 'not_available', null, false],
        ['x', 'confidential', null, false],
        ['х', 'confidential', null, false],
        ['0,0', 'observed', '0', true],
        [null, 'blank', null, false],
        ['0', 'observed', '0', false],
      ],
    );
  });
});

describe('a declaration', () => {
  const faultsOf = (input: unknown) =>
    tableDeclaration.safeParse(input).error?.issues.map(({ message }) => message) ?? [];

  it('is strict: a misspelt key, a broken pattern, one label for two codes are refused', () => {
    expect(faultsOf({ ...base, perod: {} })[0]).toMatch(/perod/);
    expect(faultsOf({ ...base, rows: { end: '(' } })).toEqual(['is no regular expression']);
    const codes = { Абай: '10', 'АБАЙ ': '11' };
    expect(faultsOf({ ...base, rows: { labels: [{ codes }] } })[0]).toMatch(/declared for 10 and 11/);
  });

  it('says one thing about header, period and numbers', () => {
    expect(faultsOf({ ...base, header: { at: 'periods', above: 'known' } })).toEqual([
      'needs either `at` or `above`',
    ]);
    expect(faultsOf({ ...base, period: { from: 'declared' } })[0]).toMatch(/belong together/);
    expect(faultsOf({ ...base, values: { thousands: 'comma' } })[0]).toMatch(/cannot be both/);
    expect(faultsOf({ ...base, values: { thousands: 'comma', decimal: 'point' } })).toEqual([]);
  });
});
