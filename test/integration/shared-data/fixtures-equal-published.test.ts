/**
 * The laid-out fixtures equal the published files: byte for byte for the CSV files (line ends of the
 * official ones apart), cell for cell for the workbooks. The published files lie beside the project and are
 * not part of it, so this test says so where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read } from 'xlsx';
import { EDITIONS } from '../../../src/reference/editions.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const published = join(root, '..', 'shared', 'data', 'survey', 'files');
const fixtures = join(root, 'fixtures', 'un-survey');
const absent = !existsSync(published);

if (absent)
  console.warn('NOT COMPARED: ../shared/data/survey/files is absent, published files are not at hand');

describe.skipIf(absent)(
  `fixtures equal published files${absent ? ' — NOT COMPARED, ../shared/data is absent' : ''}`,
  () => {
    it.each(EDITIONS.map(({ edition }) => `EGOV_DATA_${edition}.csv`))('%s but for its line ends', (name) => {
      const ours = readFileSync(join(fixtures, 'egovkb', name), 'utf8');
      const theirs = readFileSync(join(published, name), 'utf8');
      expect(ours.replaceAll('\r\n', '\n') === theirs.replaceAll('\r\n', '\n')).toBe(true);
      expect(ours.split('\r\n')).toHaveLength(195);
    });

    it.each(['unu-egov/egdi-2014.csv', 'data360/UN_EGDI_EGDI_WIDEF.csv', 'data360/UN_EGDI_TII_WIDEF.csv'])(
      '%s byte for byte',
      (path) => {
        const theirs = readFileSync(join(published, path.slice(path.indexOf('/') + 1)));
        expect(readFileSync(join(fixtures, path)).equals(theirs)).toBe(true);
      },
    );

    it.each(['egdi-2010.xlsx', 'egdi-2018.xlsx'])('%s cell for cell', (name) => {
      const ours = cellsOf(join(fixtures, 'unu-egov', name));
      expect(ours.sheets).toEqual(['Sheet1']);
      expect(ours.cells.size).toBeGreaterThan(1500);
      expect(ours).toEqual(cellsOf(join(published, name)));
    });
  },
);

/** Address → type and value of every cell. */
function cellsOf(path: string): { sheets: string[]; cells: Map<string, readonly [string, unknown]> } {
  const book = read(readFileSync(path));
  const cells = new Map<string, readonly [string, unknown]>();
  for (const sheet of book.SheetNames) {
    for (const [address, cell] of Object.entries(book.Sheets[sheet] ?? {})) {
      if (!address.startsWith('!')) cells.set(`${sheet}!${address}`, [cell.t, cell.v]);
    }
  }
  return { sheets: book.SheetNames, cells };
}
