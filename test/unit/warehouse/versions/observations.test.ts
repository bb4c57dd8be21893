import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Observation } from '../../../../src/model/observation.ts';
import { draftPartition } from '../../../../src/warehouse/versions/datasets.ts';
import {
  compareObservations,
  nameObservations,
  observationRow,
} from '../../../../src/warehouse/versions/observations.ts';

const observation = fc.record({
  iso3: fc.constantFrom('AZE', 'KAZ', 'KGZ', 'UZB'),
  year: fc.integer({ min: 1900, max: 2100 }),
  value: fc.option(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })),
  isEstimated: fc.boolean(),
  isPreliminary: fc.boolean(),
  row: fc.nat(),
});

it('B1 a partition is named as every other one, whatever the order and the place of its rows', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(observation, {
        selector: ({ iso3, year }) => `${iso3}${year}`,
        // More lines than are hashed at a time, now and then.
        maxLength: 1500,
        size: 'max',
      }),
      (facts) => {
        const made = facts.map(
          ({ iso3, year, value, isEstimated, isPreliminary, row }): Observation => ({
            indicatorCode: 'a:B',
            iso3,
            period: `${year}-01-01`,
            value: value === null ? null : String(value),
            status: value === null ? 'nil' : 'observed',
            isEstimated,
            isPreliminary,
            raw: { row, cells: [] },
          }),
        );
        const expected = draftPartition('observation', 'a:B', made.map(observationRow)).contentSha256;
        const observations = made.toSorted(compareObservations);
        expect(nameObservations({ indicatorCode: 'a:B', observations })).toBe(expected);
      },
    ),
    { numRuns: 60 },
  );
});
