import { describe, expect, test } from 'vitest';
import { guardFormula } from '../../../../src/report/export/formula-guard.ts';

describe('text that a spreadsheet would take for a formula', () => {
  test.each([
    "=cmd|' /C calc'!A0",
    '+1',
    '-1+2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '\u00a0=1',
    '\u3000=1',
    '\u200b=1',
    '\ufeff=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM',
  ])('%j gets an apostrophe', (text) => expect(guardFormula(text)).toBe(`'${text}`));

  test.each(['Kazakhstan', '', 'a=b', '0.75970', 'Sheet1!D9', 'Қазақстан', '(-1)', "'=1"])(
    '%j stays as it is',
    (text) => expect(guardFormula(text)).toBe(text),
  );
});
