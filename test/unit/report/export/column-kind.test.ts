import { expect, test } from 'vitest';
import { exportColumn, valueText } from '../../../../src/report/export/column-kind.ts';

test.each([
  ['integer', 'integer', null, null],
  ['smallint', 'integer', null, null],
  ['bigint', 'bigint', null, null],
  ['numeric', 'decimal', null, null],
  ['numeric(7,5)', 'decimal', 7, 5],
  ['numeric(20,15)', 'decimal', 20, 15],
  ['numeric(4,-2)', 'decimal', 4, -2],
  ['double precision', 'float', null, null],
  ['timestamp with time zone', 'instant', null, null],
  ['timestamp without time zone', 'text', null, null],
  ['date', 'date', null, null],
  ['boolean', 'boolean', null, null],
  ['bytea', 'bytes', null, null],
  ['text', 'text', null, null],
  ['character varying(20)', 'text', null, null],
  ['text[]', 'text', null, null],
  ['numeric(7,5)[]', 'text', null, null],
])('%s is %s', (type, kind, precision, scale) => {
  expect(exportColumn({ name: 'x', type })).toEqual({ name: 'x', type, kind, precision, scale });
});

test('values that are no text themselves', () => {
  expect(valueText(['a', null])).toBe('["a",null]');
  expect(valueText(new Uint8Array([1, 255]))).toBe('\\x01ff');
  expect(valueText(1.5)).toBe('1.5');
});
