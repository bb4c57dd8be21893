import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logColumn } from '../../../../src/composite/prepare/log.ts';
import { rankValues } from '../../../../src/composite/rank/rank-values.ts';
import type { LogTransform } from '../../../../src/methodology/definition.ts';

const NONE = Number.NaN;
const ALL: readonly LogTransform[] = [
  { formula: 'shifted' },
  { formula: 'shifted-by-skewness' },
  { formula: 'shifted-by-one' },
  { formula: 'gii' },
  { formula: 'box-cox', lambda: 0 },
  { formula: 'box-cox', lambda: 0.5 },
  { formula: 'box-cox', lambda: -1 },
  { formula: 'natural' },
];
const refused = (code: string) => expect.objectContaining({ code });

describe('logs of a column', () => {
  it('are the named formulas', () => {
    const values = Float64Array.of(2, NONE, 102);
    const of = (transform: LogTransform) => [...logColumn(values, transform)];
    expect(of({ formula: 'natural' })).toEqual([Math.log(2), NONE, Math.log(102)]);
    expect(of({ formula: 'shifted' })).toEqual([0, NONE, Math.log(101)]);
    expect(of({ formula: 'shifted-by-one' })).toEqual([0, NONE, Math.log(101)]);
    expect(of({ formula: 'gii' })).toEqual([0, NONE, Math.log(102)]);
    expect(of({ formula: 'box-cox', lambda: 2 })).toEqual([0, NONE, (101 ** 2 - 1) / 2]);
    // Skewed to the left: mirrored, so that the crowded upper end is spread.
    expect([...logColumn(Float64Array.of(0, 98, 100), { formula: 'shifted-by-skewness' })]).toEqual([
      -Math.log(101),
      -Math.log(3),
      -0,
    ]);
  });

  it('keep the order of the values and what is missing', () => {
    const column = fc
      .array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 400 }) }, fc.constant(NONE)), {
        minLength: 4,
        maxLength: 30,
      })
      .filter((values) => new Set(values.filter((value) => !Number.isNaN(value))).size > 1)
      .map((values) => Float64Array.from(values));
    fc.assert(
      fc.property(column, fc.constantFrom(...ALL), (values, transform) => {
        const logged = logColumn(values, transform);
        expect(rankValues(logged, { ties: 'min' })).toEqual(rankValues(values, { ties: 'min' }));
      }),
      { seed: 1 },
    );
  });

  it('are refused where they are not defined or would reverse the order', () => {
    expect(() => logColumn(Float64Array.of(0, 1), { formula: 'natural' })).toThrow(
      refused('value-not-positive'),
    );
    expect(() => logColumn(Float64Array.of(-3, -1), { formula: 'gii' })).toThrow(
      refused('value-not-positive'),
    );
    expect(() => logColumn(Float64Array.of(0.1, 0.9), { formula: 'gii' })).toThrow(
      refused('direction-reversed'),
    );
    expect(() => logColumn(Float64Array.of(0, 1), { formula: 'gii' })).toThrow(refused('direction-reversed'));
    for (const formula of ['shifted', 'shifted-by-skewness', 'gii'] as const)
      expect(() => logColumn(Float64Array.of(3, 3), { formula })).toThrow(refused('values-constant'));
    expect(() => logColumn(Float64Array.of(3, Number.POSITIVE_INFINITY), { formula: 'natural' })).toThrow(
      refused('value-infinite'),
    );
    expect(() => logColumn(Float64Array.of(1, 2), { formula: 'box-cox', lambda: NONE })).toThrow(
      refused('rule-invalid'),
    );
  });

  it('of nothing are nothing, and a refusal names the column', () => {
    expect(logColumn(Float64Array.of(NONE), { formula: 'natural' })).toEqual(Float64Array.of(NONE));
    expect(() => logColumn(Float64Array.of(0), { formula: 'natural' }, { about: 'GNI' })).toThrow(/^GNI: /);
  });
});
