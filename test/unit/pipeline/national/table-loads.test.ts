/** Declared tables as national observations: what loads, what is refused and where, what may change without a change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bnsDigitalLiteracy } from '../../../../pipelines/national/tables/bns-digital-literacy.ts';
import { bnsResearchCosts } from '../../../../pipelines/national/tables/bns-research-costs.ts';
import { bnsTelecomMonthly } from '../../../../pipelines/national/tables/bns-telecom-monthly.ts';
import { yearPeriod } from '../../../../src/model/national-period.ts';
import { firstLevelRegions } from '../../../../src/reference/regions.ts';
import type { TableDeclarationInput } from '../../../../src/sources/tables/table-declaration.ts';
import { tableDeclaration } from '../../../../src/sources/tables/table-declaration.ts';
import { type GridValue, type GridValues, gridOf } from '../../../support/table-grids.ts';
import { loadTables } from '../../../support/table-loads.ts';

const MARKERS = { '-': 'nil', '…': 'not_available', x: 'confidential', '0,0': 'negligible' } as const;

const users: TableDeclarationInput = {
  id: 'users',
  title: 'Users',
  country: 'KAZ',
  languages: ['ru'],
  sheets: { title: '^Пользователи' },
  header: { at: 'periods', rowsBelow: 1, name: 'sex', codes: { Всего: 'total', Мужчины: 'male' } },
  rows: { labels: [{ name: 'region', codes: 'regions' }] },
  period: { from: 'header' },
  unit: { otherwise: 'persons' },
  values: { markers: MARKERS },
  load: {
    publisher: 'An office',
    region: { from: 'region' },
    breakdowns: { sex: { as: 'sex', total: 'total' } },
    indicators: [{ code: 'test:users', name: 'Users', unit: 'persons', isAdditive: true }],
  },
};
const HEAD: GridValues = [
  ['Пользователи сети Интернет'],
  [null, '2021 год', null, '2023 год', null],
  [null, 'Всего', 'Мужчины', 'Всего', 'Мужчины'],
];
const load = (rows: GridValues, table = users) =>
  loadTables([table], [gridOf([...HEAD, ...rows], ['B2:C2', 'D2:E2'])]);
const findings = ({ issues }: Pick<ReturnType<typeof load>, 'issues'>) =>
  issues.map(({ code, cell }) => [code, cell?.row, cell?.column]);

describe('a region of a table', () => {
  it('is the city or the oblast by the language and the word beside it, under any of its names', () => {
    const { lines } = load([
      ['г. Алматы', 1, 1, 1, 1],
      ['Алматинская область', 2, 1, 2, 1],
      ['г.Нур-Султан', 3, 1, 3, 1],
      ['ТУРКЕСТАНСКАЯ ОБЛАСТЬ', 4, 1, 4, 1],
    ]);
    expect(lines.filter((line) => line.includes(' 2021 ') && !line.includes('sex'))).toEqual([
      'KAZ:190000000 2021 2',
      'KAZ:610000000 2021 4',
      'KAZ:710000000 2021 3',
      'KAZ:750000000 2021 1',
    ]);
    const kazakh = load(
      [
        ['Алматы', 2, 1, 2, 1],
        ['Алматы қаласы', 1, 1, 1, 1],
      ],
      { ...users, languages: ['kk'] },
    );
    expect(kazakh.lines.filter((line) => line.endsWith(' 2021 2') || line.endsWith(' 2021 1'))).toEqual([
      'KAZ:190000000 2021 2',
      'KAZ:750000000 2021 1',
    ]);
    const both = load([['Алматы', 2, 1, 2, 1]], { ...users, languages: ['kk', 'ru'] });
    expect(findings(both)).toEqual([['label-unknown', 4, 1]]);
    expect(both.issues[0]?.hint).toMatch(/KAZ:190000000 or KAZ:750000000; narrow languages/);
  });

  it('that is a district or unknown stops the load with its cell; declared, it is left out and said', () => {
    const rows: GridValues = [
      ['Область Абай', '…', '-', 5, 2],
      ['Абайский район', 1, 1, 1, 1],
      ['Семей г.а.', 1, 1, 1, 1],
    ];
    const refused = load(rows);
    expect([findings(refused), refused.lines]).toEqual([
      [
        ['label-unknown', 5, 1],
        ['label-unknown', 6, 1],
      ],
      [],
    ]);
    expect(refused.issues[0]?.hint).toMatch(/below the level of regions/);
    const skipping = { ...users, rows: { ...users.rows, skip: ['район$', 'г\\.а\\.$'] } };
    const { lines, issues } = load(rows, skipping);
    expect(lines).toEqual(['KAZ:100000000 2023 5', 'KAZ:100000000 2023 sex=male 2']);
    expect(issues.map(({ code }) => code)).toEqual(['row-excluded', 'row-excluded', 'region-left-out']);
  });

  it('has no value before it existed, unless the office recalculated the series', () => {
    const rows: GridValues = [['Область Ұлытау', 7, 3, 5, 2]];
    const refused = load(rows);
    expect(findings(refused)).toEqual([
      ['region-not-valid', 4, 2],
      ['region-not-valid', 4, 3],
    ]);
    const backCast = { ...users, load: { ...(users.load as object), isBackCast: true } as typeof users.load };
    expect(load(rows, backCast as TableDeclarationInput).lines).toHaveLength(4);
  });
});

describe('what a declaration does not know', () => {
  const series: TableDeclarationInput = {
    ...users,
    header: { at: 'periods', rowsBelow: 1 },
    load: {
      publisher: 'An office',
      region: { from: 'region' },
      indicators: [
        { code: 'test:all', name: 'All', unit: 'persons', isAdditive: true, cells: [{ header: 'ВСЕГО' }] },
        { code: 'test:men', name: 'Men', unit: 'persons', isAdditive: true, cells: [{ header: '/^Муж/' }] },
      ],
    },
  };
  const rows: GridValues = [['Республика Казахстан', 3, 1, 4, 2]];

  it('is one finding for a column, however many cells it has, and nothing of the column loads', () => {
    expect(load(rows, series).lines).toHaveLength(4);
    const [first] = series.load?.indicators ?? [];
    const less = { ...series, load: { ...series.load, indicators: [first] } } as TableDeclarationInput;
    const refused = load([...rows, ['Акмолинская', 1, 1, 1, 1]], less);
    expect(findings(refused)).toEqual([['indicator-unknown', 4, 3]]);
    expect(refused.issues[0]?.message).toBe('no declared indicator has “Мужчины, persons”');
  });

  it('is a column that two entries mean, another unit, a member, two cells of one key', () => {
    const change = (further: Partial<NonNullable<typeof series.load>>, table = series) =>
      findings(load(rows, { ...table, load: { ...table.load, ...further } } as TableDeclarationInput));
    const [all, men] = series.load?.indicators ?? [];
    if (all === undefined || men === undefined) throw new Error('two indicators were expected');
    expect(change({ indicators: [{ ...all, cells: [{}] }, men] })).toEqual([['indicator-unknown', 4, 3]]);
    expect(change({ indicators: [{ ...all, unit: 'thousand persons' }, men] })).toEqual([
      ['unit-mismatch', 4, 2],
    ]);
    // Men and all become one indicator: the dimension was forgotten.
    expect(change({ indicators: [{ ...all, cells: [{}] }] })).toEqual([
      ['key-duplicate', 4, 3],
      ['key-duplicate', 4, 5],
    ]);
    expect(change({ breakdowns: { sex: { members: { total: {} } } } }, users)).toEqual([
      ['dimension-unknown', 4, 3],
    ]);
  });

  it('is refused in the declaration itself where it contradicts the layout', () => {
    const faultsOf = (table: object) => {
      const { error } = tableDeclaration.safeParse(table);
      return error?.issues.map(({ message }) => message) ?? [];
    };
    expect(faultsOf(users)).toEqual([]);
    expect(faultsOf({ ...users, country: undefined })).toContain('load needs country');
    expect(faultsOf({ ...users, sheets: {} })[0]).toMatch(/sheets\.title or sheets\.name/);
    expect(faultsOf({ ...users, languages: undefined })[0]).toMatch(/“regions” needs country and languages/);
    expect(faultsOf({ ...users, header: { at: 'periods', rowsBelow: 1, name: 'sex' } })).toEqual([
      'load: sex is a dimension without codes',
    ]);
    expect(faultsOf({ ...users, load: { ...users.load, region: { from: 'place' } } })).toEqual([
      'load: place is no dimension of the table',
    ]);
    const [indicator] = users.load?.indicators ?? [];
    const faulty = { ...users.load, indicators: [{ ...indicator, code: 'FILL IN', isAdditive: 'FILL IN' }] };
    expect(faultsOf({ ...users, load: faulty })).toHaveLength(2);
  });
});

describe('a workbook', () => {
  const sheet = (title: string, name: string) =>
    gridOf([[title], ...HEAD.slice(1), ['Республика Казахстан', 3, 1, 4, 2]], ['B2:C2', 'D2:E2'], name);

  it('names the sheets that no table reads, and those declared to hold none', () => {
    const aside = { ...users, load: { ...users.load, aside: ['/^обложка/'] } } as TableDeclarationInput;
    const { issues, lines } = loadTables(
      [aside],
      [
        gridOf([['Отчет']], [], 'Обложка '),
        sheet('Пользователи', '1'),
        sheet('Абоненты', '2 '),
        gridOf([], [], '3'),
      ],
    );
    expect(lines).toHaveLength(4);
    expect(issues.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ['sheet-ignored', 'info', '1 of 4 sheets is declared to hold no table: “Обложка”'],
      ['sheet-undeclared', 'warning', '1 of 4 sheets is read by no declared table: “2”'],
    ]);
  });

  it('gives no cell to two tables', () => {
    const other = { ...users, id: 'other', sheets: { title: 'сети Интернет$' } };
    const { issues } = loadTables([users, other], [sheet('Пользователи сети Интернет', '1')]);
    expect(issues.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'sheet-ambiguous',
        cell: { row: 4, column: 2 },
        message: expect.stringContaining('users and other'),
      },
    ]);
  });
});

describe('tables of the Bureau of National Statistics', () => {
  const cover = (name: string) =>
    gridOf([['Жарияланым күні: 20.03.2023'], ['Келесі жарияланым күні: 20.03.2024'], ['2022 жыл']], [], name);

  it('on research have four levels of headers, suppressed cells in either alphabet, absent regions that are no zeros', () => {
    const merges = ['A1:H1', 'A3:A6', 'B3:B6', 'C3:H3', 'C4:F4', 'G4:H4', 'C5:C6', 'E5:E6', 'G5:G6', 'H5:H6'];
    const padded = (text: string) => `${text}${' '.repeat(40)}`;
    const rows: GridValues = [
      ['17. Жаратылыстану ғылымдары бойынша ҒЗТКЖ-ға жұмсалған ішкі шығындар'],
      [null, null, null, null, null, null, null, padded('мың теңге')],
      [null, padded('Барлығы'), padded('Оның ішінде')],
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
        padded('іргелі зерттеулер'),
        'одан',
        'қолданбалы зерттеулер',
        'одан',
        'жобалау-конструкторлық жұмыстарға',
        'тәжірибелік үлгі жасауға',
      ],
      [null, null, null, 'іргелі стратегиялық зерттеулер', null, 'іргелі қолданбалы зерттеулер'],
      ['Қазақстан Республикасы', 36029961.9, 13170901.3, 356360, 22579582.1, 401945.2, 101261.7, 178216.8],
      ['Абай', 399060, 'x', '-', 337915, '-', '-', '-'],
      ['Ақмола', 114246, 'х', '-', 100683, 'x', '-', '-'],
      ['Жамбыл', 2317708.5, 'x', '-', 2295378.9, '-', '-', '-'],
    ];
    const { lines, issues, addsPeriods, totals } = loadTables(
      [bnsResearchCosts],
      [cover('Мұхаба'), gridOf(rows, merges, '17'), gridOf([['35. …']], [], '35')],
    );
    expect(lines.filter((line) => line.startsWith('KAZ 2022'))).toEqual(
      [
        'KAZ 2022 36029961.9',
        'KAZ 2022 research=applied research 22579582.1',
        'KAZ 2022 research=applied research, basic 401945.2',
        'KAZ 2022 research=basic research 13170901.3',
        'KAZ 2022 research=basic research, strategic 356360',
        'KAZ 2022 research=experimental development, design 101261.7',
        'KAZ 2022 research=experimental development, prototypes 178216.8',
      ].sort(),
    );
    expect(lines).toContain('KAZ:110000000 2022 research=basic research confidential');
    expect(lines).toContain('KAZ:100000000 2022 research=basic research, strategic nil');
    expect(lines).toHaveLength(28);
    // The excerpt lacks most regions, which the columns without a suppressed cell tell.
    const codes = new Set(issues.map(({ code }) => code));
    expect(codes).toEqual(new Set(['sheet-ignored', 'sheet-undeclared', 'total-mismatch']));
    // Not all regions are there: nothing can be added up.
    expect(totals).toEqual({ checked: 0, mismatched: 0, suppressed: 0 });
    expect(addsPeriods).toEqual([true]);
  });

  it('on telecommunications are flows since January and stocks on the last day, preliminary by a star in the title', () => {
    const { lines, observations } = loadTables(
      [bnsTelecomMonthly],
      [
        gridOf([
          ['Связь в январе-мае 2026 года*'],
          ['Объем услуг связи, млн тенге', 638792.8],
          ['Число абонентов сотовой связи, тыс.', 27396.5],
          ['Плотность абонентов сотовой связи на 100 жителей', '133,0'],
          ['Число абонентов фиксированного интернета, тыс.', 3420.8],
          ['* Предварительные данные'],
        ]),
      ],
    );
    expect(lines).toEqual([
      'KAZ 2026-01/2026-05 638792.8',
      'KAZ 2026-05-31 133',
      'KAZ 2026-05-31 27396.5',
      'KAZ 2026-05-31 3420.8',
    ]);
    expect(observations.every(({ isPreliminary }) => isPreliminary)).toBe(true);
  });

  it('on digital literacy have the names of their time, commas, and no value of a region that was not yet made', () => {
    const { lines, issues } = loadTables(
      [bnsDigitalLiteracy],
      [
        gridOf(
          [
            ['Уровень цифровой грамотности населения1), в процентах'],
            [],
            [null, '2021 год', null, null, '2023 год*', null, null],
            [null, 'всего', 'город', 'село', 'всего', 'город', 'село'],
            ['Республика Казахстан', '87,3', 90.2, '82,4', '90,2', '92,5', 86.6],
            ['г.Нур-Султан', '93,6', 93.6, '-', '97,0', 97, '-'],
            ['Область Ұлытау2)', '…', '…', '…', '94,1', '95,2', 90.5],
            ['1) Население в возрасте 6-74 лет'],
            ['2) Данные с 2022 года'],
            ['* Предварительные данные'],
          ],
          ['B3:D3', 'E3:G3'],
        ),
      ],
    );
    expect(issues.map(({ code }) => code)).toEqual(['region-left-out']);
    expect(lines).toHaveLength(15);
    expect(lines).toContain('KAZ:620000000 2023 locality=rural 90.5');
    expect(lines).toContain('KAZ:710000000 2021 locality=rural nil');
  });
});

describe('the facts of a table', () => {
  const REGIONS = ['Республика Казахстан', 'Акмолинская', 'г. Алматы', 'Алматинская', 'Область Жетісу'];
  const cell: fc.Arbitrary<GridValue> = fc.oneof(
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.constantFrom('-', '…', 'x', 'х', null),
  );
  const values = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 5, maxLength: 5 });
  const order = (length: number) => fc.shuffledSubarray([...Array(length).keys()], { minLength: length });
  const sheetOf = (body: GridValues, rows: readonly number[], columns: readonly number[]): GridValue[][] => [
    ['Пользователи сети Интернет'],
    [null, '2023 год'],
    [null, ...columns.map((column) => ['Всего', 'Мужчины'][column] ?? null)],
    ...rows.map((row) => [REGIONS[row] ?? null, ...columns.map((column) => body[row]?.[column] ?? null)]),
  ];
  const hashOf = (sheet: GridValues) =>
    loadTables([{ ...users, rows: { ...users.rows, withoutValues: 'data' } }], [gridOf(sheet, ['B2:C2'])])
      .hashes;

  it('have one hash whatever the order of rows and columns, blank rows, padding and notes', () => {
    const blank = fc.constantFrom([], [null, null], [' ', '\u00a0']);
    const pad = fc.constantFrom('', ' ', '\u00a0', '   ');
    fc.assert(
      fc.property(
        values,
        order(5),
        order(2),
        fc.array(fc.tuple(fc.nat({ max: 8 }), blank), { maxLength: 4 }),
        pad,
        fc.constantFrom('', '1)', '*', '**'),
        (body, rows, columns, blanks, padding, mark) => {
          const plain = sheetOf(body, [0, 1, 2, 3, 4], [0, 1]);
          const changed: GridValue[][] = sheetOf(body, rows, columns).map((row, index) =>
            index < 3 ? row : [`${padding}${row[0]}${mark}${padding}`, ...row.slice(1)],
          );
          // Blank rows in the body only: a title and a merged header stand where they stand.
          for (const [at, row] of blanks) changed.splice(3 + Math.min(at, 4), 0, [...row]);
          if (mark !== '') changed.push([], [`${mark} Данные пересчитаны`]);
          expect(hashOf(changed)).toEqual(hashOf(plain));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('add up from all regions to the country, within rounding, unless a cell is suppressed', () => {
    const regions = firstLevelRegions('KAZ', yearPeriod(2023) as NonNullable<ReturnType<typeof yearPeriod>>);
    const tenths = fc.array(fc.integer({ min: 0, max: 100_000 }), {
      minLength: regions.length,
      maxLength: regions.length,
    });
    fc.assert(
      fc.property(tenths, fc.nat({ max: regions.length - 1 }), fc.boolean(), (parts, at, isSuppressed) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        const rows = regions.map(({ nameRu }, index): GridValue[] => [
          nameRu,
          isSuppressed && index === at ? 'x' : (parts[index] ?? 0) / 10,
        ]);
        const sheet = (country: number): GridValues => [
          ['Пользователи сети Интернет'],
          [null, '2023 год'],
          [null, 'Всего'],
          ['Республика Казахстан', country],
          ...rows,
        ];
        const { totals } = loadTables([users], [gridOf(sheet(total / 10))]);
        expect(totals).toEqual(
          isSuppressed
            ? { checked: 0, mismatched: 0, suppressed: 1 }
            : { checked: 1, mismatched: 0, suppressed: 0 },
        );
        const wrong = loadTables([users], [gridOf(sheet(total / 10 + 100))]);
        expect(wrong.totals.mismatched).toBe(isSuppressed ? 0 : 1);
      }),
      { numRuns: 30 },
    );
  });
});
