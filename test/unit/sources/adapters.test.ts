import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../../pipelines/un-survey/layouts.ts';
import { recordsOfRow } from '../../../src/sources/adapters.ts';
import { matchLayout } from '../../../src/sources/match-layout.ts';
import type { MatchedLayout } from '../../../src/sources/records.ts';
import { locatedRow, OFFICIAL_HEADER } from '../../support/survey-records.ts';

function matched(header: readonly string[]): MatchedLayout {
  const found = matchLayout(locatedRow(1, [...header]), null, LAYOUTS).matched;
  if (!found) throw new Error('no layout');
  return found;
}

describe('a row of a survey table', () => {
  it('becomes one record, its values by the header and not by position', () => {
    const [record, ...others] = recordsOfRow(
      matched(OFFICIAL_HEADER.toReversed()),
      locatedRow(5, ['0.57230', '0.83880', '0.86810', '0.83710', '0.75970', '39', 'Kazakhstan ', '2018']),
      null,
    );
    expect(others).toEqual([]);
    expect(record?.cells.get('TII')).toEqual({ text: '0.57230', column: 1 });
    expect(record?.cells.get('edition')).toEqual({ text: '2018', column: 8 });
    expect(record?.row).toBe(5);
  });

  it('has empty cells where it is shorter than its header', () => {
    const [record] = recordsOfRow(matched(OFFICIAL_HEADER), locatedRow(5, ['2018', 'Kazakhstan']), null);
    expect(record?.cells.get('TII')).toEqual({ text: null, column: 8 });
  });

  it('carries the reader’s flags to the cells', () => {
    const row = { ...locatedRow(5, ['2018', 'Kazakhstan', null]), flags: new Map([[3, 'date' as const]]) };
    expect(recordsOfRow(matched(OFFICIAL_HEADER), row, null)[0]?.cells.get('egdiRank')?.flag).toBe('date');
  });
});

describe('a row of a wide panel', () => {
  const panel = matched(['REF_AREA', 'REF_AREA_LABEL', 'INDICATOR', '2003', '2018', '2024']);
  const rowOf = (indicator: string) =>
    locatedRow(9, ['KAZ', 'Kazakhstan', indicator, '0.06206', '0.57230', '0.92353']);

  it('fans out to one record for each edition column, at its own cell', () => {
    const records = recordsOfRow(panel, rowOf('UN_EGDI_TII'), null);
    expect(records.map(({ cells }) => [cells.get('edition')?.text, cells.get('TII')])).toEqual([
      ['2003', { text: '0.06206', column: 4 }],
      ['2018', { text: '0.57230', column: 5 }],
      ['2024', { text: '0.92353', column: 6 }],
    ]);
    for (const { cells, row } of records) expect([row, cells.get('iso3')?.text]).toEqual([9, 'KAZ']);
  });

  it.each([
    ['UN_EGDI_EGDI', 'EGDI'],
    ['UN_EGDI_OSI', 'OSI'],
    ['UN_EGDI_HCI', 'HCI'],
    ['UN_EGDI_TTI', 'TII'],
  ] as const)('takes the indicator %s for %s', (indicator, indexCode) => {
    for (const { cells } of recordsOfRow(panel, rowOf(` ${indicator} `), null)) {
      expect([...cells.keys()]).toEqual(['edition', 'iso3', indexCode]);
    }
  });

  it.each(['UN_EGDI_EPI', '__proto__', 'constructor', ''])(
    'has no score for the indicator “%s”',
    (indicator) => {
      for (const { cells } of recordsOfRow(panel, rowOf(indicator), null))
        expect([...cells.keys()]).toEqual(['edition', 'iso3']);
    },
  );
});
