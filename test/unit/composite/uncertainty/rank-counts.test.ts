import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankValues } from '../../../../src/composite/rank/rank-values.ts';
import { quantile } from '../../../../src/composite/statistics/quantile.ts';
import {
  countReplicate,
  createRankCounts,
  mergeRankCounts,
  monteCarloError,
  probabilityAbove,
  probabilityWithin,
  rankAcceptability,
  rankStatistics,
} from '../../../../src/composite/uncertainty/rank-counts.ts';
import { createRankOrder, rankScores } from '../../../../src/composite/uncertainty/rank-order.ts';

/** Few distinct values, so that ties are common; now and then none. */
const score = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const replicates = fc
  .integer({ min: 1, max: 12 })
  .chain((units) =>
    fc.array(fc.array(score, { minLength: units, maxLength: units }), { minLength: 1, maxLength: 12 }),
  );

function counted(runs: readonly (readonly number[])[], pairs: boolean) {
  const units = runs[0]?.length ?? 0;
  const counts = createRankCounts(units, pairs ? Float64Array.from(runs[0] ?? []) : null);
  const order = createRankOrder(units);
  for (const run of runs) countReplicate(counts, order, Float64Array.from(run));
  return counts;
}

describe('ranks of replicate after replicate', () => {
  test('are competition ranks, whatever order the replicate before had', () => {
    fc.assert(
      fc.property(replicates, (runs) => {
        const order = createRankOrder(runs[0]?.length ?? 0);
        for (const run of runs) {
          const scores = Float64Array.from(run);
          rankScores(order, scores);
          const expected = rankValues(scores, { ties: 'min' });
          expect([...order.ranks]).toEqual(Array.from(expected, (rank) => (Number.isNaN(rank) ? 0 : rank)));
        }
      }),
    );
  });

  test('are right where an insertion sort is given up: 2,000 units from worst to best', () => {
    const units = 2000;
    const order = createRankOrder(units);
    rankScores(
      order,
      Float64Array.from({ length: units }, (_, unit) => Math.floor(unit / 2)),
    );
    expect([order.ranks[units - 1], order.ranks[units - 2], order.ranks[0]]).toEqual([1, 1, units - 1]);
  });
});

describe('counts', () => {
  test('give the statistics of the ranks themselves, pairs counted or not', () => {
    fc.assert(
      fc.property(replicates, fc.boolean(), (runs, pairs) => {
        const counts = counted(runs, pairs);
        const ranks = runs.map((run) => rankValues(Float64Array.from(run), { ties: 'min' }));
        for (let unit = 0; unit < counts.units; unit += 1) {
          const own = ranks.map((run) => run[unit] as number).filter((rank) => !Number.isNaN(rank));
          const statistics = rankStatistics(counts, unit);
          expect(statistics.ranked).toBe(own.length);
          expect(probabilityWithin(counts, unit, 2)).toBe(
            own.filter((rank) => rank <= 2).length / runs.length,
          );
          const acceptability = rankAcceptability(counts, unit);
          expect(acceptability.reduce((sum, share) => sum + share, 0)).toBeCloseTo(
            own.length / runs.length,
            12,
          );
          if (own.length === 0) {
            expect(statistics.median).toBeNaN();
            continue;
          }
          expect(statistics.median).toBeCloseTo(quantile(Float64Array.from(own), 0.5), 12);
          expect(statistics.low).toBeCloseTo(quantile(Float64Array.from(own), 0.05), 12);
          expect(statistics.high).toBeCloseTo(quantile(Float64Array.from(own), 0.95), 12);
          expect([statistics.best, statistics.worst]).toEqual([Math.min(...own), Math.max(...own)]);
          expect(statistics.mean).toBeCloseTo(own.reduce((sum, rank) => sum + rank, 0) / own.length, 12);
        }
      }),
    );
  });

  test('give P(above) of every two units: a unit without a score is above no one', () => {
    fc.assert(
      fc.property(replicates, (runs) => {
        const counts = counted(runs, true);
        for (let a = 0; a < counts.units; a += 1) {
          for (let b = 0; b < counts.units; b += 1) {
            const above = runs.filter((run) => {
              const [own, other] = [run[a] as number, run[b] as number];
              return !Number.isNaN(own) && (Number.isNaN(other) || own > other);
            });
            expect(probabilityAbove(counts, a, b)).toBe(above.length / runs.length);
          }
        }
      }),
    );
  });

  test('merged from parts are those of the whole', () => {
    fc.assert(
      fc.property(replicates, fc.nat(12), (runs, cut) => {
        const reference = Float64Array.from(runs[0] ?? []);
        const part = (some: readonly (readonly number[])[]) => {
          const counts = createRankCounts(reference.length, reference);
          const order = createRankOrder(reference.length);
          for (const run of some) countReplicate(counts, order, Float64Array.from(run));
          return counts;
        };
        const merged = part(runs.slice(cut));
        mergeRankCounts(merged, part(runs.slice(0, cut)));
        expect(merged).toEqual(part(runs));
      }),
    );
  });

  test('do not grow with the number of replicates', () => {
    const size = (many: number) =>
      counted(
        Array.from({ length: many }, (_, index) => [index, 1, 2]),
        true,
      ).ranks.length;
    expect(size(500)).toBe(size(2));
  });

  test('without pairs know no P(above)', () => {
    expect(() => probabilityAbove(counted([[1, 2]], false), 0, 1)).toThrow('pairs were not counted');
  });
});

test('Monte Carlo error of a share: half at 2,500 replicates is known to a hundredth', () => {
  expect(monteCarloError(0.5, 2500)).toBe(0.01);
  expect(monteCarloError(1, 10)).toBe(0);
});
