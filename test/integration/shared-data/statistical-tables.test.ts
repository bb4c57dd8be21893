/**
 * The published tables of statistics offices load by their declarations, with the facts that are known of them. They
 * lie beside the project and are not part of it, so this test says so where they are absent.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bnsIloIndicators } from '../../../pipelines/national/tables/bns-ilo-indicators.ts';
import {
  bnsInnovationsByActivity,
  bnsInnovationsByRegion,
} from '../../../pipelines/national/tables/bns-innovations.ts';
import { openDocumentReader } from '../../../src/readers/read-document.ts';
import { readCover, readLegend } from '../../../src/sources/tables/cover-page.ts';
import { readGrids, readTables, type TableReading } from '../../../src/sources/tables/read-table.ts';
import {
  type TableDeclarationInput,
  tableDeclaration,
} from '../../../src/sources/tables/table-declaration.ts';
import type { TableGrid } from '../../../src/sources/tables/table-grid.ts';
import type { TableRecord } from '../../../src/sources/tables/table-record.ts';
import { ituTimeSeries } from '../../support/itu-time-series-table.ts';
import { recordsOf } from '../../support/table-grids.ts';
import { undpHdr2011Education } from '../../support/undp-hdr-2011-table.ts';

const data = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const isPresent = existsSync(join(data, 'national')) && existsSync(join(data, 'components'));
if (!isPresent) console.warn('NOT READ: ../shared/data is absent, the published tables are not at hand');

const gridsOf = async (path: string): Promise<TableGrid[]> => {
  const reader = openDocumentReader({ withNumbers: true });
  try {
    return await readGrids(await reader.read(path, () => {}));
  } finally {
    await reader.close();
  }
};
const readBy = (declaration: TableDeclarationInput, grids: readonly TableGrid[]): TableReading =>
  readTables(grids, tableDeclaration.parse(declaration), { file: 'published' });
const label = ({ row }: TableRecord) => row.map(({ text }) => text).join(' > ');
const countOf = (records: readonly TableRecord[], status: string) =>
  records.filter((record) => record.status === status).length;

describe.runIf(isPresent)('the bulletin on innovation of 2022', () => {
  let grids: TableGrid[];
  let byRegion: TableReading;
  beforeAll(async () => {
    grids = await gridsOf(join(data, 'national', 'bns_innovations_2022_kk.xls'));
    byRegion = readBy(bnsInnovationsByRegion, grids);
  });

  it('says when it was published, when the next one comes, and what its marks mean', () => {
    expect(readCover(grids)).toEqual({
      sheet: 'Мұқаба',
      publishedOn: '2023-05-18',
      nextReleaseOn: '2024-05-20',
      period: '2022 жыл',
    });
    expect(readLegend(grids).map(({ mark }) => mark)).toEqual(['-', '0,0', 'х', '...']);
  });

  it('gives all 22 data sheets to two declarations, and leaves out the totals that the regional ones have', () => {
    const byActivity = readBy(bnsInnovationsByActivity, grids);
    expect(byRegion.issues).toEqual([]);
    expect(byActivity.issues.map(({ code }) => code)).toEqual(Array(7).fill('row-excluded'));
    const sheets = [...byRegion.tables, ...byActivity.tables].map(({ sheet }) => Number(sheet));
    expect(sheets.sort((a, b) => a - b)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
    expect(byRegion.tables.map(({ cellCount, records }) => cellCount - records.length)).toEqual(
      Array(15).fill(0),
    );
  });

  it('has the marks of each regional sheet, none of them a zero', () => {
    const marks = byRegion.tables.map(({ sheet, records }) => [
      sheet,
      countOf(records, 'nil'),
      countOf(records, 'confidential'),
      countOf(records, 'blank'),
    ]);
    expect(marks).toEqual([
      ['1', 0, 0, 0],
      ['3', 0, 0, 0],
      ['4', 0, 0, 0],
      ['5', 27, 0, 0],
      ['7', 12, 16, 0],
      ['9', 0, 0, 0],
      ['11', 11, 10, 0],
      ['13', 62, 24, 0],
      ['14', 0, 0, 0],
      ['16', 20, 0, 0],
      ['18', 2, 0, 0],
      ['19', 32, 0, 0],
      ['20', 4, 0, 0],
      ['21', 7, 0, 0],
      ['22', 7, 0, 0],
    ]);
  });

  it('adds up to the country in every column without a suppressed cell', () => {
    expect(byRegion.issues.filter(({ code }) => code === 'total-mismatch')).toEqual([]);
    const totals = Object.fromEntries(
      byRegion.tables.map(({ sheet, totals: { checked, open } }) => [sheet, [checked, open]]),
    );
    expect(totals).toMatchObject({
      '1': [3, 0],
      '4': [6, 0],
      '7': [2, 5],
      '11': [3, 4],
      '13': [3, 8],
      '22': [11, 0],
    });
  });

  it('reads its first table as it stands: path, unit, figure, cell', () => {
    const records = byRegion.tables[0]?.records ?? [];
    const city = records.filter((record) => record.row[0]?.code === 'KAZ:750000000');
    expect(
      city.map(({ header, unit, value, shown, cell }) => [
        header.join(' > '),
        unit,
        value,
        shown?.trim(),
        cell.row,
      ]),
    ).toEqual([
      ['Кәсіпорындар саны, бірлік', 'units', '7826', '7 826', 23],
      ['Кәсіпорындар саны, бірлік > Одан > инновациялары бары', 'units', '1031', '1 031', 23],
      ['Инновация саласындағы белсенділік деңгейі, %-бен', 'percent', '13.2', '13.2', 23],
      ['Есепті кезең соңына қызметкерлердің жалпы саны, адам', 'persons', '444962', '444 962', 23],
    ]);
    const oblast = records.find((record) => record.row[0]?.code === 'KAZ:190000000');
    expect(oblast).toMatchObject({
      value: '1259',
      period: { kind: 'year', code: '2022' },
      cell: { sheet: '1', row: 8, column: 2 },
    });
  });

  it('keeps header cells that are numbers, and tells “of which” of production and of exports apart', () => {
    const bands = byRegion.tables.find(({ sheet }) => sheet === '5')?.records.slice(0, 8) ?? [];
    expect(bands.map(({ header }) => header.at(-1))).toEqual([
      '0',
      '1-24%',
      '25-50%',
      '51-100%',
      '0',
      '1-24%',
      '25-50%',
      '51-100%',
    ]);
    const products = byRegion.tables.find(({ sheet }) => sheet === '7')?.records.slice(0, 7) ?? [];
    expect(new Set(products.map(({ header }) => header.join(' > '))).size).toBe(7);
    expect(products[3]?.header[0]).toBe('Өткізілген инновациялық өнім көлемі, барлығы');
    expect(products.map(({ unit }) => unit)).toEqual(Array(7).fill('million tenge'));
  });

  it('flags the one stored amount that is shown as 0.0', () => {
    const records = recordsOf(readBy(bnsInnovationsByActivity, grids)).filter(
      ({ isNegligible }) => isNegligible,
    );
    expect(records.map(({ shown, status, value }) => [shown?.trim(), status, Number(value) < 0.05])).toEqual([
      ['0.0', 'observed', true],
    ]);
  });
});

describe.runIf(isPresent)('the ILO indicators of 2001 to 2020', () => {
  let records: TableRecord[];
  let reading: TableReading;
  beforeAll(async () => {
    reading = readBy(
      bnsIloIndicators,
      await gridsOf(join(data, 'national', 'bns_ilo_indicators_2001_2020_ru.xlsx')),
    );
    records = recordsOf(reading);
  });
  const at = (address: string) => {
    const [, letter = '', row] = /^([A-Z])(\d+)$/.exec(address) ?? [];
    return records.find(({ cell }) => cell.row === Number(row) && cell.column === letter.charCodeAt(0) - 64);
  };

  it('key children that repeat by the indicator and theme above them', () => {
    expect(at('B5') && label(at('B5') as TableRecord)).toBe(
      'Возможность найти работу > M - Уровень занятости к трудоспособному населению, % > Мужчины',
    );
    expect(at('B70') && label(at('B70') as TableRecord)).toBe(
      'Равные возможности и отношения на работе > A- Гендерный разрыв в заработной плате, %',
    );
    // A Latin M in a Cyrillic word.
    expect(at('B34')?.row.at(-1)).toMatchObject({ printed: 'Mальчики', text: 'Мальчики' });
  });

  it('read figures with glued notes, 121 marks for no data, and the slip that a person decided', () => {
    expect(at('S4')).toMatchObject({ raw: '78,8*', value: '78.8', period: { code: '2018' } });
    expect(at('S4')?.notes[0]?.text).toMatch(/^здесь и далее пенсионный возраст/);
    expect(countOf(records, 'not_available')).toBe(121);
    expect(at('Q45')).toMatchObject({
      raw: '63,,4',
      value: '63.4',
      correction: expect.stringContaining('two commas'),
    });
    expect(at('B23')).toMatchObject({ raw: null, status: 'blank' });
    expect(at('B12')?.value).toBe('18.6024601687657');
  });

  it('are refused at the slip when nobody decided it', async () => {
    const grids = await gridsOf(join(data, 'national', 'bns_ilo_indicators_2001_2020_ru.xlsx'));
    const undecided = readBy({ ...bnsIloIndicators, corrections: [] }, grids);
    expect(undecided.isRefused).toBe(true);
    expect(undecided.issues.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'value-not-a-number', cell: { row: 45, column: 17 } },
    ]);
  });
});

describe.runIf(isPresent)('a time-series workbook of the ITU', () => {
  const ITU = [
    ['itu-internet-users-2000-2018-jun2019.xls', 229, 1, 228],
    ['itu-mobile-cellular-2000-2018-jun2019.xls', 229, 2, 0],
    ['itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls', 228, 2, 0],
    ['itu-fixed-broadband-2000-2018-jun2019-revised-2019-08-27.xls', 227, 2, 45],
  ] as const;

  it.each(ITU)(
    '%s: every economy, year and block, stray columns reported',
    async (file, economies, blocks, strays) => {
      const reading = readBy(ituTimeSeries, await gridsOf(join(data, 'components', file)));
      const records = recordsOf(reading);
      expect(records.length).toBe(economies * blocks * 19);
      expect(new Set(records.map(({ headerCode }) => headerCode)).size).toBe(blocks);
      const stray = reading.issues.filter(({ code }) => code === 'cell-stray');
      expect(stray.map(({ message }) => Number(message.split(' ')[0]))).toEqual(strays === 0 ? [] : [strays]);
      // The title is merged one column short: 2018 belongs to its block.
      const last = records.filter(({ period }) => period.code === '2018');
      expect(last.every(({ headerCode }) => headerCode !== null)).toBe(true);
    },
  );

  it('keeps 15 digits and tells counts from rates', async () => {
    const grids = await gridsOf(
      join(data, 'components', 'itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls'),
    );
    const kazakhstan = recordsOf(readBy(ituTimeSeries, grids)).filter(
      ({ row, period }) => row[0]?.text === 'Kazakhstan' && period.code === '2012',
    );
    expect(kazakhstan.map(({ headerCode, unit, value }) => [headerCode, unit, value?.slice(0, 9)])).toEqual([
      ['fixed-telephone', 'SUBSCRIPTION', expect.stringMatching(/^\d+$/)],
      ['fixed-telephone-per-100', 'PER_100', '26.035838'],
    ]);
  });
});

describe.runIf(isPresent)('the education tables of the Human Development Report 2011', () => {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-hdr-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('join three header rows, keep the letters beside values and years, and find every ".."', async () => {
    // The file is Windows-1252; its encoding is the business of whoever reads it into text.
    const path = join(folder, 'hdr.csv');
    const text = new TextDecoder('windows-1252').decode(
      readFileSync(join(data, 'components', 'undp-hdr2011-education.csv')),
    );
    writeFileSync(path, text);
    const reading = readBy(undpHdr2011Education, await gridsOf(path));
    const records = recordsOf(reading);
    expect(records.length).toBe((194 + 13) * 5 * 13);
    expect(countOf(records, 'not_available')).toBe(5528);
    const andorra = records.find(
      ({ row, header, period }) =>
        row[0]?.text === 'Andorra' && header[0]?.includes('Mean years') && period.code === '2011',
    );
    expect(andorra).toMatchObject({ value: '10.4', unit: 'YEAR' });
    expect(andorra?.notes.map(({ mark }) => mark)).toEqual(['b', 'e']);
    const interpolated = records.find(
      ({ header, period }) => header[0]?.includes('Mean years') && period.code === '2006',
    );
    expect([interpolated?.notes[0]?.mark, interpolated?.isEstimated]).toEqual(['c', true]);
  });
});
