import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../../pipelines/un-survey/layouts.ts';
import type { Issue } from '../../../src/model/issue.ts';
import { requiredColumns } from '../../../src/sources/layout.ts';
import { matchLayout } from '../../../src/sources/match-layout.ts';
import type { MatchedLayout } from '../../../src/sources/records.ts';
import { validate } from '../../../src/stages/validate.ts';
import { codesOf, layoutOf, locatedRow, OFFICIAL_HEADER } from '../../support/survey-records.ts';

const match = (cells: readonly (string | null)[]) => matchLayout(locatedRow(1, cells), null, LAYOUTS);

function matched(cells: readonly (string | null)[]): MatchedLayout {
  const found = match(cells);
  if (!found.matched) throw new Error(codesOf(found.issues).join());
  return found.matched;
}

function refusal(cells: readonly (string | null)[]): readonly Issue[] {
  const found = match(cells);
  expect(found.matched).toBeNull();
  return found.issues;
}

const replaced = (column: string, by: string) => OFFICIAL_HEADER.map((name) => (name === column ? by : name));

describe('a known header', () => {
  it.each([
    ['egovkb', OFFICIAL_HEADER],
    ['unu-egov', 'country-code,country-name,e-gov-rank,e-gov-index,e-pat-index,osi,hci,tii'.split(',')],
    ['egovkb-with-code', [...OFFICIAL_HEADER, 'CODE']],
    ['egovkb-with-region', [...OFFICIAL_HEADER, 'Region']],
    [
      'egovkb-renamed-2024',
      'Survey Year,Country,Rank,E_Index,E_Participation,Online_Service,Human_Capital,Tele_Infra,Region'.split(
        ',',
      ),
    ],
    [
      'data360-wide',
      (
        'FREQ,FREQ_LABEL,REF_AREA,REF_AREA_LABEL,INDICATOR,INDICATOR_LABEL,UNIT_MEASURE,UNIT_MEASURE_LABEL,' +
        'DATABASE_ID,DATABASE_ID_LABEL,UNIT_MULT,UNIT_MULT_LABEL,OBS_STATUS,OBS_STATUS_LABEL,OBS_CONF,' +
        'OBS_CONF_LABEL,2003,2004,2005,2008,2010,2012,2014,2016,2018,2020,2022,2024'
      ).split(','),
    ],
  ])('of survey-data §2 is matched as %s', (id, header) => {
    expect(matched(header).layout.id).toBe(id);
  });

  it('gives each field the column in which its name stands, in any order of columns', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...OFFICIAL_HEADER], { minLength: OFFICIAL_HEADER.length }),
        (header) => {
          const { fields } = matched(header);
          const { columns } = layoutOf('egovkb') as { columns: Record<string, string> };
          for (const [column, field] of fields) expect(header[column - 1]).toBe(columns[field]);
          expect(fields.size).toBe(OFFICIAL_HEADER.length);
        },
      ),
      { seed: 1 },
    );
  });

  it('may have spaces around its names', () => {
    expect(matched(OFFICIAL_HEADER.map((name) => ` ${name} `)).fields.size).toBe(8);
  });

  it('of a wide panel gives its edition columns by name', () => {
    const { editions, fields } = matched(['2018', 'INDICATOR', '2003', 'REF_AREA', 'FREQ']);
    expect([...editions]).toEqual([
      [1, 2018],
      [3, 2003],
    ]);
    expect(fields.size).toBe(0);
  });
});

describe('a header that is nearly known is refused column by column', () => {
  it.each(OFFICIAL_HEADER)('without “%s”', (column) => {
    const issues = refusal(OFFICIAL_HEADER.filter((name) => name !== column));
    expect(codesOf(issues)).toEqual(['column-missing']);
    expect(issues[0]?.message).toContain(column);
    expect(issues[0]?.cell).toEqual({ row: 1 });
  });

  it('with a renamed column, naming both', () => {
    const issues = refusal(replaced('Human Capital Index', 'Human Capital Component'));
    expect(codesOf(issues)).toEqual(['column-missing', 'column-unexpected']);
    expect(issues[0]?.hint).toContain('Human Capital Component');
    expect(issues[1]?.cell).toEqual({ row: 1, column: 7 });
  });

  it('with another case: names are exact', () => {
    expect(codesOf(refusal(replaced('Country Name', 'COUNTRY NAME')))).toContain('column-missing');
  });

  it('with a column that is not declared, at its address', () => {
    const issues = refusal([...OFFICIAL_HEADER, 'E-Participation Rank']);
    expect(codesOf(issues)).toEqual(['column-unexpected']);
    expect(issues[0]?.cell).toEqual({ row: 1, column: 9 });
  });

  it('with a column twice, at the address of the second', () => {
    const issues = refusal([...OFFICIAL_HEADER, 'Online Service Index']);
    expect(codesOf(issues)).toEqual(['column-duplicate']);
    expect(issues[0]?.cell).toEqual({ row: 1, column: 9 });
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'with a column named %s, which is no property',
    (name) => {
      expect(codesOf(refusal([...OFFICIAL_HEADER, name]))).toEqual(['column-unexpected']);
      expect(codesOf(refusal(replaced('Survey Year', name)))).toEqual([
        'column-missing',
        'column-unexpected',
      ]);
    },
  );

  it('with the sheet it stands in', () => {
    const found = matchLayout(locatedRow(4, [...OFFICIAL_HEADER, 'x']), 'Data', LAYOUTS);
    expect(found.issues[0]?.cell).toEqual({ sheet: 'Data', row: 4, column: 9 });
  });
});

describe('a header that is far from all is refused as a whole', () => {
  it.each([
    ['country', 'value'],
    ['Negara', 'Rank', 'Index', 'Tahun'],
    ['Placement', 'Dataset', 'Edition', 'GLOBAL ID'],
    ['2018', 'Kazakhstan', '39', '0.75970', '0.83710', '0.86810', '0.83880', '0.57230'],
    [null, ''],
  ])('%s, …', (...header) => {
    const issues = refusal(header);
    expect(codesOf(issues)).toEqual(['layout-unknown']);
    for (const { id } of LAYOUTS) expect(issues[0]?.hint).toContain(id);
  });

  it('at most at 160 characters of its text', () => {
    const [found] = refusal(['x'.repeat(5000)]);
    expect(found?.message.length).toBeLessThan(260);
  });

  it('whatever the order in which layouts are declared', () => {
    const headers = LAYOUTS.map((layout) => requiredColumns(layout));
    for (const header of headers) {
      const row = locatedRow(1, [...header]);
      const forwards = matchLayout(row, null, LAYOUTS).matched?.layout.id;
      expect(matchLayout(row, null, LAYOUTS.toReversed()).matched?.layout.id).toBe(forwards);
    }
  });
});

describe('a column that nobody reads', () => {
  it('is refused when it has no name but holds values', async () => {
    const rows = [
      locatedRow(1, [...OFFICIAL_HEADER, '']),
      locatedRow(2, ['2018', 'Iraq', '155', '0.3376', '0.3371', '0.3194', '0.5094', '0.184', '0.99']),
    ];
    const sheet = { name: null, rows: rowsOf(rows) };
    const { issues } = await validate(
      { format: 'csv', sheets: [sheet] },
      { path: 'a.csv', sha256: 'a' },
      LAYOUTS,
    );
    expect(issues.filter(({ severity }) => severity !== 'info')).not.toEqual([]);
  });

  it('is all there is of a wide panel without edition columns, which is refused', () => {
    expect(codesOf(refusal(['REF_AREA', 'INDICATOR', 'FREQ']))).not.toEqual([]);
  });
});

async function* rowsOf<T>(rows: readonly T[]) {
  yield* rows;
}
