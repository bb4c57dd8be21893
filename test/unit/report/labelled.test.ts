import { expect, test } from 'vitest';
import { labelledLines, minute, wrapText } from '../../../src/report/labelled.ts';
import { createPalette } from '../../../src/report/text.ts';

test('labels line up, empty texts are left out, long ones wrap within 100 columns', () => {
  const lines = labelledLines(
    [
      ['short', 'one'],
      ['nothing', null],
      ['the longest label', Array.from({ length: 40 }, () => 'word').join(' ')],
    ],
    createPalette(false),
  );
  expect(lines[0]).toBe('  short              one');
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(/^ {21}word/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('a word longer than the line stands alone', () => {
  expect(wrapText('a incomprehensible b', 5)).toEqual(['a', 'incomprehensible', 'b']);
});

test('a time is shown to the minute', () => {
  expect(minute('2026-01-31T12:34:56.789Z')).toBe('2026-01-31 12:34');
});
