import { expect, test } from 'vitest';
import { answerCsv, answerJson, answerTable } from '../../../src/report/query-result.ts';
import { createPalette } from '../../../src/report/text.ts';

const PLAIN = createPalette(false);
const ANSWER = {
  columns: [
    { name: 'name', type: 'text' },
    { name: 'score', type: 'numeric(7,5)' },
    { name: 'more', type: 'jsonb' },
  ],
  rows: [
    ['Kazakhstan', '0.75970', { list: [1, 'x'] }],
    ['a "quoted",\nbroken\u001b[31m name', null, null],
    ['', '0.5', new Uint8Array([1, 255])],
  ],
};

test('a table lines up, numbers to the right, and never steers the terminal', () => {
  const lines = answerTable(ANSWER, PLAIN).split('\n');
  expect(lines[0]).toBe(`name${' '.repeat(28)}score  more`);
  expect(lines[1]).toBe(`Kazakhstan${' '.repeat(20)}0.75970  {"list":[1,"x"]}`);
  expect(lines[2]).toBe('a "quoted",⏎broken·[31m name        ∅  ∅');
  expect(lines[3]).toBe(`${' '.repeat(34)}0.5  \\x01ff`);
  expect(lines[4]).toBe('(3 rows)');
});

test('an empty answer keeps its titles', () => {
  expect(answerTable({ ...ANSWER, rows: [] }, PLAIN)).toBe('name  score  more\n(0 rows)');
});

test('JSON has one object per row, numerics as strings with all digits', () => {
  const text = answerJson(ANSWER);
  expect(text.split('\n')).toHaveLength(5);
  expect(JSON.parse(text)).toEqual([
    { name: 'Kazakhstan', score: '0.75970', more: { list: [1, 'x'] } },
    { name: 'a "quoted",\nbroken\u001b[31m name', score: null, more: null },
    { name: '', score: '0.5', more: '\\x01ff' },
  ]);
  expect(answerJson({ ...ANSWER, rows: [] })).toBe('[]');
});

test('CSV keeps null and empty text apart', () => {
  expect(answerCsv(ANSWER)).toBe(
    'name,score,more\nKazakhstan,0.75970,"{""list"":[1,""x""]}"\n"a ""quoted"",\nbroken\u001b[31m name",,\n"",0.5,\\x01ff\n',
  );
});
