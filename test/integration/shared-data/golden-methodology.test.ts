/**
 * Every gating case of the methodology's golden data, through the real stages over the fixtures. The golden data
 * lie beside the project and are not part of it, so this test says so where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { latticeScore } from '../../../src/composite/exact/lattice.ts';
import { arithmeticMean } from '../../../src/composite/exact/mean.ts';
import { compileIndex } from '../../../src/composite/tree/compile.ts';
import { type EvaluatedNode, evaluateIndex } from '../../../src/composite/tree/evaluate.ts';
import type { GroupNode, Step } from '../../../src/methodology/definition.ts';
import { findMethod } from '../../../src/methodology/registry.ts';
import { decimalText, parseDecimal } from '../../../src/model/decimal.ts';
import type { GroupScore, Score } from '../../../src/model/facts.ts';
import {
  abs,
  compare,
  divide,
  isInteger,
  multiply,
  type Rational,
  rational,
  roundTo,
  subtract,
  toNumber,
  weightedSum,
  ZERO,
} from '../../../src/model/rational.ts';
import { INDEX_CODES, type IndexCode, SUB_INDEX_CODES } from '../../../src/model/survey.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import { CATALOGUE, readSurveyFiles, runStages, scoreKey, scoresByKey } from '../../support/survey-run.ts';

const golden = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'shared',
  'data',
  'golden',
  'methodology',
  'golden.json',
);
const absent = !existsSync(golden);
if (absent) console.warn('NOT CHECKED: ../shared/data/golden is absent, the golden cases are not at hand');

const goldenCase = z.object({
  id: z.string(),
  edition: z.number(),
  kind: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  expected: z.unknown(),
  tolerance: z.number(),
  gate: z.boolean(),
});
type GoldenCase = z.infer<typeof goldenCase>;

const cases = absent
  ? []
  : z.object({ cases: z.array(goldenCase) }).parse(JSON.parse(readFileSync(golden, 'utf8'))).cases;
const gating = cases.filter(({ gate }) => gate);
const run = absent ? undefined : await runStages(await readSurveyFiles([SURVEY_FOLDER]));
const scores = run ? scoresByKey(run) : new Map<string, Score>();
const checked = new Set<string>();

const KINDS: Readonly<Record<string, (found: GoldenCase) => void>> = {
  egdi_from_components: checkRecomputedScore,
  component_zero_in_ranked_score: (found) => {
    checkRecomputedScore(found);
    const { country } = fields(found.inputs, { country: z.string() });
    const figures = SUB_INDEX_CODES.map((code) => scoreOf(country, found.edition, code));
    const missing = figures.filter(({ published }) => published === null);
    expect(scoreOf(country, found.edition, 'EGDI').componentMissingAsZero).toBe(missing.length > 0);
    expect(figures.some(({ published }) => published === null || published.num === 0n)).toBe(true);
  },
  zero_coded_missing: ({ edition, inputs, expected }) => {
    const { country } = fields(inputs, { country: z.string() });
    const { kb_rank: tailRank } = fields(expected, { kb_rank: z.number(), egdi: z.null(), rank: z.null() });
    expect(scoreOf(country, edition, 'EGDI')).toMatchObject({
      status: 'not_assessed',
      published: null,
      recomputed: null,
      rankPublished: null,
      rankRecomputed: null,
    });
    expect(printedRank(edition, iso3Of(country))).toBe(String(tailRank));
    expectInputs(country, edition, inputs);
  },
  egdi_formula_conformance: ({ edition, inputs, expected, tolerance }) => {
    const wanted = fields(expected, {
      max_abs_error: z.number(),
      n_outside_tolerance: z.number(),
      exceptions: z.array(z.string()),
    });
    const ranked = scoresOf(edition, 'EGDI').filter(({ published }) => published !== null);
    expect(ranked).toHaveLength(fields(inputs, { n_ranked: z.number() }).n_ranked);
    const errors = ranked.map(({ iso3, published }) => ({
      iso3,
      error: abs(subtract(published ?? ZERO, meanOfPrinted(iso3, edition))),
    }));
    const outside = errors.filter(({ error }) => compare(error, exactly(tolerance)) > 0);
    expect(outside).toHaveLength(wanted.n_outside_tolerance);
    expect(outside.map(({ iso3 }) => iso3).toSorted()).toEqual(wanted.exceptions.map(iso3Of).toSorted());
    const largest = errors.map(({ error }) => error).reduce((a, b) => (compare(a, b) > 0 ? a : b), ZERO);
    expect(decimalText(roundTo(largest, 6))).toBe(decimalText(exactly(wanted.max_abs_error)));
  },
  n_ranked: ({ edition, expected }) => {
    const wanted = fields(expected, {
      n: z.number(),
      kb_tail_rank: z.number().optional(),
      zero_coded: z.array(z.string()).default([]),
      absent: z.array(z.string()).default([]),
    });
    const all = scoresOf(edition, 'EGDI');
    expect(all.filter(({ published }) => published !== null)).toHaveLength(wanted.n);
    for (const { published, rankCount } of all) expect(rankCount).toBe(published === null ? null : wanted.n);
    const unranked = all.filter(({ status }) => status === 'not_assessed');
    expect(unranked.map(({ iso3 }) => iso3).toSorted()).toEqual(wanted.zero_coded.map(iso3Of).toSorted());
    for (const { iso3 } of unranked) expect(printedRank(edition, iso3)).toBe(String(wanted.kb_tail_rank));
    for (const name of wanted.absent)
      expect(scores.has(scoreKey(edition, iso3Of(name), 'EGDI')), name).toBe(false);
  },
  osi_raw_range: (found) => checkLattice(found, 'OSI'),
  epi_raw_range: (found) => checkLattice(found, 'EPI'),
  osi_minmax: (found) => checkPoints(found, 'OSI'),
  epi_minmax: (found) => checkPoints(found, 'EPI'),
  aggregate_recomputed: ({ edition, inputs, expected, tolerance }) => {
    const groupCode = groupOf(fields(inputs, { region: z.string() }).region);
    const members = CATALOGUE.editions.get(edition)?.groups.find((group) => group.groupCode === groupCode);
    const ranked = scoresOf(edition, 'EGDI')
      .filter(({ iso3, published }) => published !== null && members?.members.has(iso3))
      .map(({ iso3 }) => iso3);
    expect(ranked).toHaveLength(fields(expected, { n: z.number() }).n);
    for (const indexCode of INDEX_CODES) {
      const key = indexCode.toLowerCase();
      const mean = fields(expected, { [key]: z.number() })[key] as number;
      const values = ranked.map((iso3) => scores.get(scoreKey(edition, iso3, indexCode))?.published ?? ZERO);
      expectNear(arithmeticMean(values), mean, tolerance, `${groupCode} ${indexCode}`);
      // 2012 is published over all members, the unassessed as zero; this golden mean is over the ranked.
      if (edition !== 2012)
        expectNear(groupScore(edition, groupCode, indexCode).meanPublishedRule, mean, tolerance, indexCode);
    }
    const zeroCoded = fields(expected, { including_zero_coded: z.record(z.string(), z.number()).optional() });
    // Before 2012 these averages count non-members too (section P.9); they do not gate.
    if (edition < 2012) return;
    for (const [key, mean] of Object.entries(zeroCoded.including_zero_coded ?? {})) {
      const indexCode = INDEX_CODES.find((code) => code.toLowerCase() === key);
      if (!indexCode) continue;
      expectNear(groupScore(edition, groupCode, indexCode).meanPublishedRule, mean, tolerance, key);
    }
  },
  aggregate_published: ({ edition, inputs, expected, tolerance }) => {
    const { region, index } = fields(inputs, { region: z.string(), index: z.enum(INDEX_CODES) });
    const { mean } = fields(expected, { mean: z.number() });
    const computed = groupScore(edition, groupOf(region), index);
    expectNear(computed.meanPublishedRule, mean, tolerance, `${region} ${index}`);
    if (computed.meanPublished !== null) expect(Number(computed.meanPublished)).toBe(mean);
  },
  aggregate_change_published: ({ inputs, expected, tolerance }) => {
    const wanted = fields(inputs, {
      region: z.string(),
      index: z.enum(INDEX_CODES),
      from_edition: z.number(),
      to_edition: z.number(),
    });
    const mean = (edition: number) =>
      groupScore(edition, groupOf(wanted.region), wanted.index).meanPublishedRule ?? ZERO;
    const [from, to] = [mean(wanted.from_edition), mean(wanted.to_edition)];
    const change = multiply(divide(subtract(to, from), from), rational(100));
    expectNear(change, fields(expected, { percent_change: z.number() }).percent_change, tolerance, 'change');
  },
  value_published: ({ edition, inputs, expected, tolerance }) => {
    const { country, index } = fields(inputs, { country: z.string(), index: z.enum(INDEX_CODES) });
    const { value } = fields(expected, { value: z.number() });
    expectNear(scoreOf(country, edition, index).published, value, tolerance, country);
  },
  group_counts_recomputed: ({ edition, expected }) => {
    const { n, ...counts } = fields(expected, {
      VH: z.number(),
      H: z.number(),
      M: z.number(),
      L: z.number(),
      n: z.number(),
    });
    expect(levelCounts(edition)).toEqual(counts);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(n);
  },
  group_count_published: ({ edition, inputs, expected }) => {
    const { group } = fields(inputs, { group: z.enum(['VH', 'H', 'M', 'L']) });
    expect(levelCounts(edition)[group]).toBe(fields(expected, { count: z.number() }).count);
  },
  group_share_published: ({ edition, inputs, expected, tolerance }) => {
    const { groups } = fields(inputs, { groups: z.array(z.enum(['VH', 'H', 'M', 'L'])) });
    const counts = levelCounts(edition);
    const counted = groups.reduce((sum, group) => sum + counts[group], 0);
    const share = rational(100 * counted, scoresOf(edition, 'EGDI').length);
    expectNear(share, fields(expected, { percent: z.number() }).percent, tolerance, 'share');
  },
  egdi_rank_published: ({ edition, inputs, expected }) => {
    const { country, egdi } = fields(inputs, { country: z.string(), egdi: z.number() });
    const { rank } = fields(expected, { rank: z.number() });
    const score = scoreOf(country, edition, 'EGDI');
    expectNear(score.published, egdi, 0, country);
    expect([score.rankPublished, score.rankRecomputed]).toEqual([rank, rank]);
  },
  epi_rank_published: ({ edition, inputs, expected }) => {
    const wanted = fields(inputs, {
      country: z.string(),
      epi: z.number(),
      tie_rule: z.enum(['dense', 'competition']),
    });
    const score = scoreOf(wanted.country, edition, 'EPI');
    expectNear(score.published, wanted.epi, 0, wanted.country);
    const rank = wanted.tie_rule === 'dense' ? score.rankDense : score.rankCompetition;
    expect(rank).toBe(fields(expected, { rank: z.number() }).rank);
  },
  tie_rule: ({ edition, expected }) => {
    const ties = z.record(z.string(), z.array(z.tuple([z.string(), z.number()]))).parse(expected);
    const tied = scoresOf(edition, 'EGDI').filter(({ isScoreTied }) => isScoreTied);
    const found: Record<string, [string, number | null][]> = {};
    for (const { iso3, published, rankPublished } of tied) {
      const value = decimalText(published ?? ZERO);
      found[value] = [...(found[value] ?? []), [iso3, rankPublished]];
    }
    const byCode = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
    for (const [value, sharing] of Object.entries(ties)) {
      const wanted = sharing.map(([name, rank]): [string, number] => [iso3Of(name), rank]).sort(byCode);
      expect(found[value]?.sort(byCode)).toEqual(wanted);
      const isShared = new Set(wanted.map(([, rank]) => rank)).size === 1;
      for (const [iso3] of wanted)
        expect(scores.get(scoreKey(edition, iso3, 'EGDI'))?.isRankShared).toBe(isShared);
    }
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(ties).toSorted());
  },
  rating_class_published: ({ edition, inputs, expected }) => {
    const wanted = fields(expected, { count: z.number(), members: z.array(z.string()) });
    const all = scoresOf(edition, 'EGDI');
    expect(all.filter(({ levelGroup }) => levelGroup === 'very_high')).toHaveLength(
      fields(inputs, { n_group: z.number() }).n_group,
    );
    const best = all.filter(({ ratingClassDerived }) => ratingClassDerived === 'VH');
    expect(best).toHaveLength(wanted.count);
    expect(best.map(({ iso3 }) => iso3).toSorted()).toEqual(wanted.members.map(iso3Of).toSorted());
  },
  top_list: ({ edition, inputs, expected }) => {
    const listed = z
      .array(z.object({ rank: z.number(), country: z.string(), egdi: z.number() }))
      .parse(expected);
    expect(listed).toHaveLength(fields(inputs, { n: z.number() }).n);
    for (const { rank, country, egdi } of listed) {
      const score = scoreOf(country, edition, 'EGDI');
      expect([score.rankPublished, score.rankRecomputed]).toEqual([rank, rank]);
      expectNear(score.published, egdi, 0, country);
    }
    const best = scoresOf(edition, 'EGDI').filter(
      ({ rankPublished }) => (rankPublished ?? 999) <= listed.length,
    );
    expect(best.map(({ iso3 }) => iso3).toSorted()).toEqual(
      listed.map((row) => iso3Of(row.country)).toSorted(),
    );
  },
  losi_indicator_count: ({ inputs, expected }) => {
    const total = Object.values(z.record(z.string(), z.number()).parse(inputs)).reduce((a, b) => a + b, 0);
    expect(total).toBe(fields(expected, { total: z.number() }).total);
  },
  synthetic_pipeline: ({ inputs, expected, tolerance }) => {
    const wanted = fields(expected, {
      index: z.record(z.string(), z.number()),
      composite: z.record(z.string(), z.number()).optional(),
      weighted: z.record(z.string(), z.number()).optional(),
    });
    const { values, scores: index } = evaluateSynthetic(inputs, 0);
    expectAll(rowsOf(inputs, values), wanted.composite ?? wanted.weighted, tolerance);
    expectAll(rowsOf(inputs, index), wanted.index, tolerance);
  },
  synthetic_invariant: ({ inputs, expected, tolerance }) => {
    const { index } = fields(expected, { index: z.record(z.string(), z.number()) });
    for (const ddof of [0, 1] as const)
      expectAll(rowsOf(inputs, evaluateSynthetic(inputs, ddof).scores), index, tolerance);
    expect(evaluateSynthetic(inputs, 0).values).not.toEqual(evaluateSynthetic(inputs, 1).values);
  },
};

describe.skipIf(absent)(
  `the golden cases of the methodology${absent ? ' — NOT CHECKED, ../shared/data is absent' : ''}`,
  () => {
    it('are as many as the specification lists, and each gating kind has a check', () => {
      expect([cases.length, gating.length]).toEqual([577, 568]);
      expect([...new Set(gating.map(({ kind }) => kind))].toSorted()).toEqual(Object.keys(KINDS).toSorted());
    });

    describe.each(Object.keys(KINDS))('%s', (kind) => {
      it.each(gating.filter((found) => found.kind === kind).map((found) => [found.id, found] as const))(
        '%s',
        (id, found) => {
          expect.hasAssertions();
          KINDS[kind]?.(found);
          checked.add(id);
        },
      );
    });

    it('were all checked: none of the 568 was skipped', () => {
      expect(gating.filter(({ id }) => !checked.has(id)).map(({ id }) => id)).toEqual([]);
      expect(checked.size).toBe(568);
    });
  },
);

function fields<T extends z.ZodRawShape>(value: unknown, shape: T) {
  return z.object(shape).parse(value);
}

function iso3Of(name: string): string {
  const found = CATALOGUE.names.resolve(name, 2024);
  if (found.kind !== 'known') throw new Error(`golden data name ${name}`);
  return found.iso3;
}

function scoreOf(country: string, edition: number, indexCode: IndexCode): Score {
  const score = scores.get(scoreKey(edition, iso3Of(country), indexCode));
  if (!score) throw new Error(`no ${indexCode} of ${country} in ${edition}`);
  return score;
}

function scoresOf(edition: number, indexCode: IndexCode): Score[] {
  return [...scores.values()].filter((score) => score.edition === edition && score.indexCode === indexCode);
}

function printedRank(edition: number, iso3: string): string | null | undefined {
  const found = run?.editions.find(({ published }) => published.edition === edition);
  return found?.published.countries.find((country) => country.iso3 === iso3)?.egdiRank?.text;
}

function groupScore(edition: number, groupCode: string, indexCode: IndexCode): GroupScore {
  const found = run?.editions
    .find(({ published }) => published.edition === edition)
    ?.groupScores.find((score) => score.groupCode === groupCode && score.indexCode === indexCode);
  if (!found) throw new Error(`no mean of ${groupCode} ${indexCode} in ${edition}`);
  return found;
}

function groupOf(region: string): string {
  return region.toUpperCase();
}

function levelCounts(edition: number): Record<'VH' | 'H' | 'M' | 'L', number> {
  const groups = scoresOf(edition, 'EGDI').map(({ levelGroup }) => levelGroup);
  const count = (wanted: string) => groups.filter((group) => group === wanted).length;
  return { VH: count('very_high'), H: count('high'), M: count('middle'), L: count('low') };
}

/** The decimal that a JSON number was written as. */
function exactly(value: number): Rational {
  const decimal = parseDecimal(String(value));
  if (!decimal) throw new Error(`${value} is no decimal`);
  return decimal.value;
}

function expectNear(actual: Rational | null, expected: number, tolerance: number, what: string): void {
  if (actual === null) throw new Error(`${what}: nothing, expected ${expected}`);
  const isNear = compare(abs(subtract(actual, exactly(expected))), exactly(tolerance)) <= 0;
  expect([what, isNear, decimalText(actual)]).toEqual([what, true, decimalText(actual)]);
}

function expectInputs(country: string, edition: number, inputs: unknown): void {
  const printed = fields(inputs, { osi: z.number(), tii: z.number(), hci: z.number() });
  for (const code of SUB_INDEX_CODES) {
    const { published, status } = scoreOf(country, edition, code);
    const value = printed[code.toLowerCase() as 'osi' | 'tii' | 'hci'];
    expectNear(published ?? ZERO, value, 0, `${country} ${code}`);
    if (published === null) expect(status).toBe('not_available');
  }
}

function checkRecomputedScore({ edition, inputs, expected, tolerance }: GoldenCase): void {
  const weight = z.union([z.string(), z.number()]);
  const { country, weights } = fields(inputs, {
    country: z.string(),
    weights: z.object({ OSI: weight, TII: weight, HCI: weight }),
  });
  const { egdi, rank } = fields(expected, { egdi: z.number(), rank: z.number() });
  expectInputs(country, edition, inputs);
  for (const code of SUB_INDEX_CODES) {
    const known = findMethod(edition)?.egdi.weights.value[code];
    const wanted = weights[code] === '1/3' ? rational(1, 3) : exactly(Number(weights[code]));
    expect(known && compare(known, wanted)).toBe(0);
  }
  const score = scoreOf(country, edition, 'EGDI');
  expectNear(score.published, egdi, 0, country);
  expectNear(score.recomputed, egdi, tolerance, country);
  expect(score.rankPublished).toBe(rank);
  if (score.rankDeviationId === null) expect(score.rankRecomputed).toBe(rank);
}

/** The weighted mean of the sub-indices as printed, whatever the edition's input rule. */
function meanOfPrinted(iso3: string, edition: number): Rational {
  const weights = findMethod(edition)?.egdi.weights.value;
  if (!weights) throw new Error(`no method of ${edition}`);
  return weightedSum(
    SUB_INDEX_CODES.map((code) => [
      weights[code],
      scores.get(scoreKey(edition, iso3, code))?.published ?? ZERO,
    ]),
  );
}

function checkLattice({ edition, inputs, expected }: GoldenCase, indexCode: 'OSI' | 'EPI'): void {
  const wanted = fields(inputs, {
    step: z.number(),
    decimals: z.union([z.number(), z.string()]),
    rounding: z.enum(['trunc', 'round']).optional(),
  });
  const {
    points_range_max_minus_min: range,
    n,
    n_on_lattice: onLattice,
  } = fields(expected, {
    points_range_max_minus_min: z.number(),
    n_on_lattice: z.number(),
    n: z.number(),
  });
  const rules = findMethod(edition)?.indices[indexCode];
  expectNear(rules?.lattice?.value.range ?? null, range, 0, 'range');
  expectNear(rules?.lattice?.value.step ?? null, wanted.step, 0, 'step');
  if (wanted.rounding !== undefined) {
    const mode = wanted.rounding === 'trunc' ? 'truncate' : 'round';
    expect(rules?.precision.value).toEqual({ decimals: wanted.decimals, mode });
  }
  const all = scoresOf(edition, indexCode);
  expect(all).toHaveLength(n);
  expect(all.filter(({ pointsAboveMin }) => pointsAboveMin !== null)).toHaveLength(onLattice);
}

function checkPoints({ edition, inputs, expected, tolerance }: GoldenCase, indexCode: 'OSI' | 'EPI'): void {
  const wanted = fields(inputs, { country: z.string(), points_above_minimum: z.number(), range: z.number() });
  const key = indexCode.toLowerCase();
  const printed = fields(expected, { [key]: z.number() })[key] as number;
  const score = scoreOf(wanted.country, edition, indexCode);
  const { pointsAboveMin, pointsRange, pointsStep } = score;
  if (!pointsAboveMin || !pointsRange || !pointsStep) throw new Error(`${wanted.country} has no points`);
  expectNear(score.published, printed, 0, wanted.country);
  expectNear(pointsAboveMin, wanted.points_above_minimum, 0, `points of ${wanted.country}`);
  expectNear(pointsRange, wanted.range, 0, 'range of points');
  const steps = divide(pointsAboveMin, pointsStep);
  expect(isInteger(steps)).toBe(true);
  const exact = latticeScore(steps.num / steps.den, pointsStep, pointsRange);
  expectNear(exact, printed, tolerance, wanted.country);
}

type Rows = Record<string, number>;

const syntheticInputs = z.object({
  raw: z.record(z.string(), z.record(z.string(), z.number())).optional(),
  subindices: z.record(z.string(), z.record(z.string(), z.number())).optional(),
  cap: z.number().nullish(),
  weights: z.union([z.literal('equal'), z.record(z.string(), z.union([z.number(), z.string()]))]).optional(),
});

/** The declared tree whose series a synthetic case has, and the case's names of them. */
function treeOfSynthetic(ids: readonly string[]): {
  tree: GroupNode;
  codes: Readonly<Record<string, string>>;
} {
  const found = [
    {
      tree: findMethod(2020)?.indices.TII.tree,
      codes: {
        net: 'internet_users',
        mob: 'mobile_cellular',
        amb: 'active_mobile_broadband',
        fbb: 'fixed_broadband',
      },
    },
    {
      tree: findMethod(2014)?.indices.HCI.tree,
      codes: {
        lit: 'adult_literacy',
        ger: 'gross_enrolment_ratio',
        eys: 'expected_years_of_schooling',
        mys: 'mean_years_of_schooling',
      },
    },
    {
      tree: findMethod(2022)?.indices.OSI.tree,
      codes: {
        IF: 'institutional_framework',
        CP: 'content_provision',
        SP: 'services_provision',
        EPI: 'e_participation',
        TEC: 'technology',
      },
    },
  ].find(({ codes }) => Object.keys(codes).toSorted().join() === ids.toSorted().join());
  if (!found?.tree) throw new Error(`no tree of ${ids.join(', ')}`);
  return { tree: found.tree, codes: found.codes };
}

/** The top of the declared tree over a synthetic case, under the case's cap and deviation; its weights are those declared. */
function evaluateSynthetic(inputs: unknown, ddof: 0 | 1): EvaluatedNode {
  const found = syntheticInputs.parse(inputs);
  const rows = Object.values(found.raw ?? found.subindices ?? {});
  const ids = Object.keys(rows[0] ?? {});
  const { tree, codes } = treeOfSynthetic(ids);
  for (const [id, weight] of Object.entries(typeof found.weights === 'object' ? found.weights : {})) {
    const declared = tree.children.find(({ code }) => code === codes[id])?.weight.value ?? ZERO;
    const [num = '0', den = '1'] = String(weight).split('/');
    expect(toNumber(declared)).toBeCloseTo(Number(num) / Number(den), 12);
  }
  const zScore: Step = { kind: 'normalise', normalisation: { method: 'z-score', ddof, mean: 0, sd: 1 } };
  const steps: Step[] = found.raw
    ? [...(found.cap ? [{ kind: 'cap', at: found.cap } as const] : []), zScore]
    : [];
  const columns = new Map(
    ids.map((id) => [codes[id] ?? '', Float64Array.from(rows, (row) => row[id] ?? Number.NaN)] as const),
  );
  const compiled = compileIndex(tree, {
    steps: new Map([...columns.keys()].map((code) => [code, steps] as const)),
  });
  return evaluateIndex(compiled, { units: rows.map((_, row) => `${row}`), columns }).root;
}

function rowsOf(inputs: unknown, values: Float64Array): Rows {
  const found = syntheticInputs.parse(inputs);
  const countries = Object.keys(found.raw ?? found.subindices ?? {});
  return Object.fromEntries(countries.map((country, row) => [country, values[row] ?? Number.NaN]));
}

function expectAll(actual: Rows, expected: Rows | undefined, tolerance: number): void {
  for (const [key, value] of Object.entries(expected ?? {}))
    expect(Math.abs((actual[key] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance);
}
