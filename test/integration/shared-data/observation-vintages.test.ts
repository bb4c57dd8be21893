/**
 * The figures of the two vintages in the fixtures are those of the published files. They lie beside the project and
 * are not part of it, so this test says so where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { VINTAGE_FOLDER } from '../../support/observation-load.ts';

const published = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'components');
const absent = !existsSync(published);
if (absent) console.warn('NOT COMPARED: ../shared/data/components is absent');

describe.skipIf(absent)(
  `the vintages of mobile subscriptions${absent ? ' — NOT COMPARED, ../shared/data is absent' : ''}`,
  () => {
    it.each([
      ['2017-03-23', 'worldbank-2017-03-23-API_IT.CEL.SETS.P2_DS2_en_csv_v2.csv'],
      ['2023-03-01', 'worldbank-2023-03-01-API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv'],
    ])('of %s equal the published file, text for text', (vintage, name) => {
      const theirs = parse(readFileSync(join(published, name)), {
        bom: true,
        relax_column_count: true,
      }) as string[][];
      const header = theirs.find(([first]) => first === 'Country Name') ?? [];
      expect(theirs.some(([first, date]) => first === 'Last Updated Date' && date === vintage)).toBe(true);
      const ours = parse(readFileSync(join(VINTAGE_FOLDER, `IT.CEL.SETS.P2-${vintage}.csv`)), {
        columns: true,
      }) as Record<string, string>[];
      expect(ours).toHaveLength(50);
      for (const { country, period = '', value } of ours) {
        const row = theirs.find((cells) => cells[1] === country && cells[3] === 'IT.CEL.SETS.P2');
        expect([country, period, row?.[header.indexOf(period)]]).toEqual([country, period, value]);
      }
    });
  },
);
