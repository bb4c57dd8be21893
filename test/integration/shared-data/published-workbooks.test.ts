/**
 * The published workbooks, as their publishers made them, are read with the right addresses. They lie beside
 * the project and are not part of it, so this test says so where they are absent.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWholeFile } from '../../support/read-rows.ts';

const data = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const isPresent = existsSync(join(data, 'survey', 'files')) && existsSync(join(data, 'components'));
if (!isPresent) console.warn('NOT READ: ../shared/data is absent, the published workbooks are not at hand');

describe.runIf(isPresent)('a published workbook', () => {
  it('of the Survey: 194 rows, float tails and blanks as stored', async () => {
    const { format, sheets } = await readWholeFile(join(data, 'survey', 'files', 'egdi-2010.xlsx'));
    expect([format, sheets.length, sheets[0]?.name, sheets[0]?.rows.length]).toEqual([
      'xlsx',
      1,
      'Sheet1',
      194,
    ]);
    expect(sheets[0]?.rows[1]).toEqual({
      row: 2,
      cells: [
        'IRQ',
        'Iraq',
        '136',
        '0.29957',
        '0.04285',
        '0.15238',
        '0.6955600000000001',
        '0.05522000000000001',
      ],
    });
    const monaco = sheets[0]?.rows.find(({ cells }) => cells[0] === 'MCO');
    expect(monaco?.cells[6]).toBeNull();
  });

  it('of the Survey, 2018', async () => {
    const { sheets } = await readWholeFile(join(data, 'survey', 'files', 'egdi-2018.xlsx'));
    const kazakhstan = sheets[0]?.rows.find(({ cells }) => cells[0] === 'KAZ');
    expect(kazakhstan?.cells.slice(2)).toEqual(['39', '0.7597', '0.8371', '0.8681', '0.8388', '0.5723']);
  });

  it('of the ITU, in the old binary format, with merged titles above the header', async () => {
    const path = join(data, 'components', 'itu-internet-users-2000-2018-jun2019.xls');
    const { format, sheets } = await readWholeFile(path);
    const [titles, years, first] = sheets[0]?.rows ?? [];
    expect([format, sheets[0]?.name, sheets[0]?.rows.length]).toEqual(['xls', 'Final', 231]);
    expect(titles?.cells.slice(0, 4)).toEqual([
      null,
      'Percentage of Individuals using the Internet ',
      null,
      null,
    ]);
    expect([years?.row, years?.cells[1]]).toEqual([2, '2000']);
    expect([first?.row, first?.cells[0], first?.cells[2]]).toEqual([3, 'Afghanistan', '0.00472256824217368']);
  });

  it('of 35 thousand rows', async () => {
    const path = join(data, 'components', 'eu-egovernment-benchmark-2023-machine-readable.xlsx');
    const rows = (await readWholeFile(path)).sheets[0]?.rows;
    expect([rows?.length, rows?.at(-1)?.row]).toEqual([35_159, 35_159]);
  });
});
