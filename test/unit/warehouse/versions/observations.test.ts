import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../src/model/observation.ts';
import { draftPartition } from '../../../../src/warehouse/versions/datasets.ts';
import {
  compareObservations,
  nameObservations,
  observationRow,
} from '../../../../src/warehouse/versions/observations.ts';

const observation = fc
  .record({
    iso3: fc.constantFrom('AZE', 'KAZ', 'KGZ', 'UZB'),
    year: fc.integer({ min: 1900, max: 2100 }),
    value: fc.option(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })),
    isEstimated: fc.boolean(),
    isPreliminary: fc.boolean(),
    row: fc.nat(),
  })
  .map(
    ({ iso3, year, value, isEstimated, isPreliminary, row }): Observation => ({
      indicatorCode: 'a:B',
      iso3,
      period: `${year}-01-01`,
      value: value === null ? null : String(value),
      status: value === null ? 'nil' : 'observed',
      isEstimated,
      isPreliminary,
      raw: { row, cells: [] },
      column: 4,
      note: null,
    }),
  );

const expectSameName = (facts: readonly Observation[]) => {
  const expected = draftPartition('observation', 'a:B', facts.map(observationRow)).contentSha256;
  const observations = facts.toSorted(compareObservations);
  expect(nameObservations({ indicatorCode: 'a:B', observations })).toBe(expected);
};

describe('B1 a partition of observations is named as every other one', () => {
  it('whatever the order and the place of its rows', () => {
    const selector = ({ iso3, period }: Observation) => iso3 + period;
    fc.assert(fc.property(fc.uniqueArray(observation, { selector, maxLength: 30 }), expectSameName));
  });

  it('when it has more rows than are hashed at a time', () => {
    const [sample] = fc.sample(observation, { numRuns: 1, seed: 7 });
    if (sample === undefined) throw new Error('no sample');
    const rows = Array.from({ length: 3000 }, (_, n) => ({ ...sample, period: `${1000 + n}-01-01` }));
    for (const count of [0, 1, 1023, 1024, 1025, 3000]) expectSameName(rows.slice(0, count).toReversed());
  });
});
