/**
 * The small golden vectors through the functions on single columns: constant, binary, tied, two-sided, tiny and incomplete
 * ones. What the reference software answers by an error, by NaN or against its own formula is refused here.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { normaliseColumn } from '../../../src/composite/normalise/normalise.ts';
import { judge } from '../../../src/composite/prepare/judge.ts';
import { logColumn } from '../../../src/composite/prepare/log.ts';
import { treatColumn } from '../../../src/composite/prepare/treat.ts';
import { rankValues, rankWithinGroups } from '../../../src/composite/rank/rank-values.ts';
import { columnMoments, mean, standardDeviation } from '../../../src/composite/statistics/moments.ts';
import { type QuantileType, quantile } from '../../../src/composite/statistics/quantile.ts';
import type {
  Direction,
  LogTransform,
  Normalisation,
  Treatment,
} from '../../../src/methodology/definition.ts';
import {
  GOLDEN_NOTE,
  goldenAbsent,
  largestDifference,
  readGoldenJson,
} from '../../support/composite-golden.ts';

/** JSON golden figures have 15 digits, and a share near zero after 1 − … has fewer: absolute for those below 1. */
const TOLERANCE = 2e-14;
const cell = z.number().nullable();
const column = z.array(cell);
const vector = z.record(z.string(), z.unknown()).and(z.object({ x: column }));
const vectors = goldenAbsent ? {} : z.record(z.string(), vector).parse(readGoldenJson('small/vectors.json'));
const entries = Object.entries(vectors);

const toColumn = (cells: readonly (number | null)[]) =>
  Float64Array.from(cells, (value) => value ?? Number.NaN);
const goldenColumn = (value: unknown) => toColumn(column.parse(value));

const LOGS: readonly (readonly [string, LogTransform])[] = [
  ['log_CT', { formula: 'shifted' }],
  ['log_CT_orig', { formula: 'shifted-by-one' }],
  ['log_CT_plus', { formula: 'shifted-by-skewness' }],
  ['log_GII_formula', { formula: 'gii' }],
  ['boxcox0', { formula: 'box-cox', lambda: 0 }],
  ['boxcox0.5', { formula: 'box-cox', lambda: 0.5 }],
];
const POSTS = { method: 'goalposts', lower: 1, upper: 50, scale: 100 } as const;
const NORMALISATIONS: readonly (readonly [string, Normalisation, Direction])[] = [
  ['minmax', { method: 'min-max', low: 0, high: 100 }, 1],
  ['zscore', { method: 'z-score', ddof: 1, mean: 0, sd: 1 }, 1],
  ['prank', { method: 'percentile-rank', ties: 'min' }, 1],
  ['borda', { method: 'borda', ties: 'min' }, 1],
  ['fracmax', { method: 'share-of-maximum' }, 1],
  ['dist2max', { method: 'distance-to-maximum' }, 1],
  ['goalposts_1_50_100', POSTS, 1],
  ['goalposts_neg', POSTS, -1],
  ['dist2targ_20', { method: 'distance-to-target', target: 20, cap: false }, 1],
  ['dist2targ_20_cap', { method: 'distance-to-target', target: 20, cap: true }, 1],
];
const RANKS = [
  ['rank_desc_min', 'min'],
  ['rank_desc_max', 'max'],
  ['rank_desc_avg', 'average'],
  ['rank_desc_dense', 'dense'],
] as const;
const JRC: Treatment = {
  skewness: 2,
  kurtosis: 3.5,
  maxWinsorised: 5,
  otherwise: 'log',
  ties: 'together',
  untreatable: 'leave',
};

/** What is refused, by vector and function, with what the reference software does instead. */
const REFUSED: Readonly<Record<string, string>> = {
  'constant log_CT': 'values-constant', // NaN
  'constant log_CT_plus': 'values-constant', // error
  'constant log_GII_formula': 'values-constant', // NaN
  'neg log_GII_formula': 'value-not-positive', // NaN
  'small log_GII_formula': 'direction-reversed', // the largest value gets the least log
  'binary log_GII_formula': 'direction-reversed', // all zero
  'constant minmax': 'values-constant', // NaN
  'constant zscore': 'values-constant', // NaN
  'constant dist2max': 'values-constant', // NaN
  'neg fracmax': 'direction-reversed', // −60 scores 60, −1 scores 1
};

describe.skipIf(goldenAbsent)(`the golden vectors${GOLDEN_NOTE}`, () => {
  it('are the fifteen that the reference lists', () => {
    expect(entries).toHaveLength(15);
  });

  it.each(entries)('%s: moments, and whether the column passes', (_name, golden) => {
    const x = toColumn(golden.x);
    const moments = columnMoments(x);
    const { Pass } = z.object({ Pass: z.boolean().nullable() }).parse(golden.check);
    const wanted = [
      golden.mean,
      golden.sd_sample,
      golden.sd_pop,
      golden.median,
      golden.skew_G1,
      golden.kurt_G2,
    ];
    const found = [
      mean(x),
      standardDeviation(x, 1),
      standardDeviation(x, 0),
      quantile(x, 0.5),
      moments.skewness,
      moments.kurtosis,
    ];
    expect(largestDifference(found, goldenColumn(wanted))).toBeLessThan(1e-13);
    expect(judge(moments, JRC).passes).toBe(Pass ?? false);
  });

  it.each(entries)('%s: nine types of quantiles', (_name, golden) => {
    const quantiles = z.record(z.string(), z.array(z.number())).parse(golden.quantiles);
    expect(Object.keys(quantiles)).toHaveLength(9);
    for (const [type, wanted] of Object.entries(quantiles)) {
      const found = [0.05, 0.25, 0.5, 0.75, 0.95].map((p) =>
        quantile(toColumn(golden.x), p, Number(type.slice(4)) as QuantileType),
      );
      expectNear(found, wanted, `${type}`);
    }
  });

  it.each(entries)('%s: ranks', (_name, golden) => {
    for (const [key, ties] of RANKS)
      expect(rankValues(toColumn(golden.x), { ties }), key).toEqual(goldenColumn(golden[key]));
  });

  it.each(entries)('%s: normalisations', (name, golden) => {
    for (const [key, normalisation, direction] of NORMALISATIONS)
      expectColumn(name, key, golden[key], (x) => normaliseColumn(x, normalisation, direction), golden.x);
  });

  it.each(entries)('%s: logs', (name, golden) => {
    for (const [key, transform] of LOGS) {
      const values = golden[key];
      const wrapped = z.object({ x: column }).safeParse(values);
      // Two values have no skewness: an error in the reference software, the plain formula here.
      const wanted =
        name === 'n2' && key === 'log_CT_plus' ? golden.log_CT : wrapped.success ? wrapped.data.x : values;
      expectColumn(name, key, wanted, (x) => logColumn(x, transform), golden.x);
    }
  });

  it.each(entries)('%s: winsorising', (_name, golden) => {
    for (const [key, maxWinsorised] of [
      ['winsorise', 5],
      ['winsorise_max1', 1],
      ['winsorise_max2', 2],
      ['winsorise_nolimit', Number.POSITIVE_INFINITY],
    ] as const) {
      const treatment: Treatment = { ...JRC, maxWinsorised, otherwise: 'leave' };
      const found = treatColumn(toColumn(golden.x), treatment);
      const wanted = z
        .object({ x: column, nwin: z.number(), treated: z.array(z.string()) })
        .safeParse(golden[key]);
      // An error in the reference software, or a 0–1 column made constant: left, and refused unless so declared.
      if (!wanted.success || new Set(wanted.data.x).size === 1) {
        expect(found.leftUntreated).not.toBeNull();
        expect(found.values).toEqual(toColumn(golden.x));
        const refused = { ...treatment, untreatable: 'refuse' } as const;
        expect(() => treatColumn(toColumn(golden.x), refused)).toThrow(
          expect.objectContaining({ code: found.leftUntreated }),
        );
        continue;
      }
      expect(found.values, key).toEqual(toColumn(wanted.data.x));
      expect(found.winsorised, key).toBe(wanted.data.nwin);
      expect(sides(found, golden.x.length), key).toEqual(wanted.data.treated);
      const alone = { ...treatment, ties: 'refuse' } as const;
      if (wanted.data.nwin > maxWinsorised)
        expect(() => treatColumn(toColumn(golden.x), alone)).toThrow(
          expect.objectContaining({ code: 'ties-exceed-limit' }),
        );
      else expect(treatColumn(toColumn(golden.x), alone).values, key).toEqual(found.values);
    }
  });

  it.each(entries)('%s: treatment', (_name, golden) => {
    for (const [key, maxWinsorised] of [
      ['treat_default', 5],
      ['treat_win1', 1],
    ] as const) {
      const found = treatColumn(toColumn(golden.x), { ...JRC, maxWinsorised });
      const wanted = z.object({ x: column }).safeParse(golden[key]);
      if (wanted.success) expectNear(found.values, toColumn(wanted.data.x), key);
      else expect([found.leftUntreated, found.values]).toEqual(['values-constant', toColumn(golden.x)]);
    }
  });
});

describe.skipIf(goldenAbsent)(`the golden ranks${GOLDEN_NOTE}`, () => {
  it('are met over all units and within groups', () => {
    const golden = z
      .object({
        df: z.array(z.object({ s: cell, g: z.string() })),
        min: column,
        group_min: column,
      })
      .parse(readGoldenJson('small/ranks.json'));
    const scores = toColumn(golden.df.map(({ s }) => s));
    const groups = golden.df.map(({ g }) => g);
    expect(rankValues(scores, { ties: 'min' })).toEqual(toColumn(golden.min));
    expect(rankWithinGroups(scores, groups, { ties: 'min' })).toEqual(toColumn(golden.group_min));
  });
});

function expectColumn(
  name: string,
  key: string,
  wanted: unknown,
  compute: (x: Float64Array) => Float64Array,
  x: readonly (number | null)[],
): void {
  const code = REFUSED[`${name} ${key}`];
  if (code) expect(() => compute(toColumn(x)), key).toThrow(expect.objectContaining({ code }));
  else expectNear(compute(toColumn(x)), goldenColumn(wanted), key);
}

function expectNear(found: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  expect(found.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    const [a, b] = [found[i] as number, wanted[i] as number];
    expect(Number.isNaN(a), what).toBe(Number.isNaN(b));
    if (!Number.isNaN(b))
      expect(Math.abs(a - b), what).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(b)));
  }
}

function sides(treated: ReturnType<typeof treatColumn>, length: number): string[] {
  return Array.from({ length }, (_, position) =>
    treated.lowered.includes(position) ? 'winhi' : treated.raised.includes(position) ? 'winlo' : '',
  );
}
