import { describe, expect, it } from 'vitest';
import { formatPlace, ISSUE_CATALOGUE, type IssueCode, issue, ReadFault } from '../../../src/model/issue.ts';

const codes = Object.keys(ISSUE_CATALOGUE) as IssueCode[];

describe('the issue catalogue', () => {
  it('has kebab-case codes with a severity and words that do not repeat', () => {
    for (const code of codes) {
      expect(code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
      expect(['error', 'warning', 'info']).toContain(ISSUE_CATALOGUE[code].severity);
      expect(ISSUE_CATALOGUE[code].about.length).toBeGreaterThan(15);
    }
    expect(new Set(codes.map((code) => ISSUE_CATALOGUE[code].about)).size).toBe(codes.length);
  });

  it('gives an issue the severity of its code', () => {
    for (const code of codes)
      expect(issue(code, 'm')).toEqual({ code, severity: ISSUE_CATALOGUE[code].severity, message: 'm' });
  });

  it.each<IssueCode>([
    ...([
      'layout-unknown',
      'column-unexpected',
      'name-unknown',
      'edition-unknown',
      'member-missing',
    ] as const),
    ...([
      'row-conflict',
      'value-missing',
      'score-deviation',
      'rank-deviation',
      'deviation-obsolete',
    ] as const),
    ...(['source-conflict-unresolved', 'source-conflict-undecided', 'non-member-with-figures'] as const),
  ])('refuses on %s: never a guess or a silent drop', (code) => {
    expect(ISSUE_CATALOGUE[code].severity).toBe('error');
  });
});

describe('an issue', () => {
  it('keeps where it was found', () => {
    const at = { file: '/data/EGOV_DATA_2018.csv', cell: { row: 12, column: 3 }, edition: 2018, iso3: 'KAZ' };
    expect(issue('name-unknown', 'm', at)).toMatchObject(at);
    expect(formatPlace(issue('name-unknown', 'm', at))).toBe('EGOV_DATA_2018.csv C12');
  });

  it.each([
    [{ file: 'a/b.csv' }, 'b.csv'],
    [{ cell: { row: 2 } }, 'row 2'],
    [{}, ''],
  ])('has as much of a place as is known: %j', (at, text) => {
    expect(formatPlace(at)).toBe(text);
  });

  it('travels in the fault of a reader', () => {
    const found = issue('file-empty', 'the file is empty');
    const fault = new ReadFault(found);
    expect([fault.issue, fault.message, fault.name]).toEqual([found, 'the file is empty', 'ReadFault']);
  });
});
