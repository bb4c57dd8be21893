import { describe, expect, it } from 'vitest';
import { createFindingList } from '../../../src/model/finding-list.ts';
import { issue } from '../../../src/model/issue.ts';
import { parsePeriod } from '../../../src/model/observation.ts';

describe('a period', () => {
  it.each([
    ['2018', '2018-01-01', 'year'],
    ['2018-Q1', '2018-01-01', 'quarter'],
    ['2018-Q4', '2018-10-01', 'quarter'],
    ['2018Q2', '2018-04-01', 'quarter'],
    ['2018-07', '2018-07-01', 'month'],
    ['1800', '1800-01-01', 'year'],
  ])('%s begins on %s', (text, firstDay, frequency) => {
    expect(parsePeriod(text)).toEqual({ firstDay, frequency });
  });

  it.each([
    '',
    '18',
    '20211',
    '2018-13',
    '2018-00',
    '2018-Q5',
    '2018-7',
    '2018/07',
    '2018-07-01',
    ' 2018',
    '1799',
  ])('“%s” is none', (text) => expect(parsePeriod(text)).toBeUndefined());
});

describe('a list of findings', () => {
  const place = { file: 'a.csv', sha256: 'f'.repeat(64), sheet: null };
  const list = () => createFindingList(place, () => ['a'], { issues: 3, quarantinedRows: 2 });
  const row = { row: 2, cells: ['x'] };

  it('keeps the first findings and says how many of each code it did not keep', () => {
    const findings = list();
    for (let n = 0; n < 10; n += 1) findings.add(issue('not-a-member', `m${n}`));
    findings.add(issue('row-duplicate', 'm'));
    expect(findings.issues().map(({ code, message }) => `${code} ${message}`)).toEqual([
      'not-a-member m0',
      'not-a-member m1',
      'not-a-member m2',
      'findings-not-kept 7 more findings of not-a-member are counted and not kept',
      'findings-not-kept 1 more findings of row-duplicate are counted and not kept',
    ]);
    expect(findings.hasErrors()).toBe(false);
  });

  it('knows of an error that it did not keep', () => {
    const findings = list();
    for (let n = 0; n < 3; n += 1) findings.add(issue('not-a-member', 'm'));
    findings.add(issue('code-unknown', 'm'));
    expect(findings.hasErrors()).toBe(true);
  });

  it('refuses the file when more rows are held back than the limit, naming the first', () => {
    const findings = list();
    const bad = [issue('code-unknown', 'no country', { cell: { row: 2, column: 1 } })];
    findings.quarantine(row, bad);
    findings.quarantine(row, bad);
    expect(findings.quarantined()).toHaveLength(2);
    expect(() => findings.quarantine(row, bad)).toThrow(/more than 2 rows of a\.csv.*no country.*a\.csv A2/);
  });
});
