import { describe, expect, test } from 'vitest';
import { editionEnsemble } from '../../../../src/analysis/uncertainty/edition-ensemble.ts';
import {
  analyseUncertainty,
  type UncertaintyRequest,
} from '../../../../src/analysis/uncertainty/uncertainty.ts';
import {
  createPieceComputer,
  onThisThread,
  type PieceResult,
  type PieceRunner,
} from '../../../../src/analysis/uncertainty/uncertainty-pieces.ts';
import type { EditionMethod } from '../../../../src/methodology/method.ts';
import { findMethod } from '../../../../src/methodology/registry.ts';
import type { EditionFigures, MemberFigures } from '../../../../src/model/edition-figures.ts';
import { createPalette } from '../../../../src/report/text.ts';
import { uncertaintyJson, uncertaintyText } from '../../../../src/report/uncertainty.ts';

type Scores = readonly [osi: number | null, tii: number | null, hci: number | null];

function figuresOf(scores: Readonly<Record<string, Scores | null>>, edition = 2018): EditionFigures {
  const members = Object.entries(scores).map(([iso3, own], index): MemberFigures => {
    const [OSI, TII, HCI] = own ?? [0, 0.1, 0.2];
    const EGDI = own === null ? null : ((OSI ?? 0) + (TII ?? 0) + (HCI ?? 0)) / 3;
    return {
      iso3,
      name: `Land ${iso3}`,
      scores: { EGDI, OSI, TII, HCI, EPI: null },
      recomputed: EGDI,
      rank: own === null ? null : index + 1,
      groups: [],
    };
  });
  return { edition, releaseNo: 4, members };
}

const method = (edition: number) => findMethod(edition) as EditionMethod;

/** AAA dominates all; BBB and CCC change places with the weights; DDD has a zero; EEE is not assessed. */
const FIGURES = figuresOf({
  AAA: [0.9, 0.95, 0.92],
  BBB: [0.8, 0.4, 0.6],
  CCC: [0.4, 0.8, 0.6],
  DDD: [0, 0.3, 0.2],
  EEE: null,
});

const REQUEST: UncertaintyRequest = {
  seed: 1,
  weightFraction: 0.25,
  aggregations: ['arithmetic', 'geometric'],
  variesRounding: true,
  replicates: 3000,
  top: 2,
  countries: [],
  above: null,
  isSensitivityAsked: false,
  isLeaveOneOutAsked: false,
};

const analyse = (
  changes: Partial<UncertaintyRequest> = {},
  figures = FIGURES,
  run: PieceRunner = onThisThread(),
) => analyseUncertainty(figures, method(figures.edition), { ...REQUEST, ...changes }, run);

describe('the uncertainty of an edition', () => {
  test('rank intervals, probabilities and groups: who dominates is told apart, equals are not', async () => {
    const { countries, groups, assessed, notAssessed } = await analyse({ above: 'CCC' });
    const [first, second, third, last] = countries;
    expect(first).toMatchObject({
      iso3: 'AAA',
      withinTop: 1,
      notToldApart: [],
      ranks: { best: 1, worst: 1 },
    });
    expect(second).toMatchObject({ notToldApart: ['CCC'], ranks: { low: 2, high: 3 } });
    expect(third).toMatchObject({ iso3: 'CCC', aboveAsked: null, notToldApart: ['BBB'] });
    expect(second?.aboveAsked).toBeGreaterThan(0.4);
    expect(second?.aboveAsked).toBeLessThan(0.6);
    expect(last).toMatchObject({ iso3: 'DDD', ranks: { low: 4, high: 4 } });
    expect(groups.map((group) => group.countries)).toEqual([['AAA'], ['BBB', 'CCC'], ['DDD']]);
    expect([assessed, notAssessed]).toEqual([4, ['EEE']]);
  });

  test('does not depend on who computes the pieces, however many share them', async () => {
    // Each piece by another "worker", the last piece first; given back in order.
    const scattered: PieceRunner = async (specification, pieces, onResult) => {
      const workers = [1, 2, 3].map(() => createPieceComputer(structuredClone(specification)));
      const results: PieceResult[] = [];
      for (let index = pieces.length - 1; index >= 0; index -= 1) {
        const piece = pieces[index];
        if (piece !== undefined)
          results[index] = structuredClone((workers[index % 3] as (typeof workers)[number])(piece));
      }
      for (const [index, result] of results.entries()) onResult(result, index);
    };
    const asked = { isSensitivityAsked: true, isLeaveOneOutAsked: true, countries: ['BBB'] } as const;
    expect(uncertaintyJson(await analyse(asked, FIGURES, scattered))).toBe(
      uncertaintyJson(await analyse(asked)),
    );
  });

  test('the weights are what moves BBB, by Sobol’s indices', async () => {
    const { sensitivity } = await analyse({ isSensitivityAsked: true, countries: ['BBB'] });
    const [all, own] = sensitivity?.outputs ?? [];
    expect([all?.iso3, own?.iso3]).toEqual([null, 'BBB']);
    expect(own?.factors.map(({ factor }) => factor)).toEqual(['weights', 'aggregation', 'rounding']);
    expect(own?.factors[0]?.estimate.jansen).toBeGreaterThan(0.9);
    expect(own?.factors[1]?.estimate.total).toBeLessThan(0.1);
  });

  test('leave-one-out ranks at the precision of the edition', async () => {
    const { leaveOneOut } = await analyse({ isLeaveOneOutAsked: true });
    const of = (iso3: string) => leaveOneOut?.find((one) => one.iso3 === iso3);
    expect(of('BBB')).toMatchObject({ rank: 2, without: { OSI: 3, TII: 2, HCI: 2 } });
    expect(of('CCC')).toMatchObject({ rank: 2, without: { OSI: 2, TII: 3, HCI: 2 } });
  });

  test('ranks by the arithmetic mean are the same with and without the shift that the geometric mean needs', async () => {
    const plain = await analyse({ aggregations: ['arithmetic'], variesRounding: false });
    const shifted = editionEnsemble(FIGURES, method(2018), {
      ...REQUEST,
      aggregations: ['arithmetic', 'geometric'],
    });
    expect(plain.assumptions.find(({ factor }) => factor === 'aggregation')).toMatchObject({
      zerosShifted: null,
    });
    expect(shifted.assumptions.find(({ factor }) => factor === 'aggregation')).toMatchObject({
      zerosShifted: 1,
    });
    const { createEnsemble } = await import('../../../../src/composite/uncertainty/ensemble.ts');
    const { createEvaluator } = await import('../../../../src/composite/uncertainty/evaluator.ts');
    const { nominalParameters } = await import('../../../../src/composite/uncertainty/parameters.ts');
    const ensemble = createEnsemble(shifted.specification);
    const parameters = nominalParameters(ensemble.plan);
    const scores = createEvaluator(ensemble.plan)(parameters);
    for (const [unit, member] of shifted.members.entries()) {
      expect(scores[unit]).toBeCloseTo(1 + 99 * (member.scores.EGDI as number), 10);
    }
  });

  test('a missing sub-index counts as zero where the edition says so, without digits to vary; elsewhere it is refused', async () => {
    const gap = { AAA: [0.9, 0.8, 0.7], BBB: [0.5, null, 0.4] } as const;
    const { missingAsZero } = await analyse({}, figuresOf(gap, 2004));
    expect(missingAsZero).toBe(1);
    const [, , rounding] = editionEnsemble(figuresOf(gap, 2004), method(2004), REQUEST).specification.factors;
    expect(rounding).toMatchObject({
      indicators: [{ code: 'OSI', exactUnits: [] }, { code: 'TII', exactUnits: [1] }, {}],
    });
    await expect(analyse({}, figuresOf(gap, 2018))).rejects.toMatchObject({
      code: 'value-missing',
      exitCode: 3,
    });
  });

  test('digits: half a unit either way where rounded, a whole one upwards where truncated', () => {
    const rounding = (edition: number) =>
      editionEnsemble(
        figuresOf({ AAA: [0.9, 0.8, 0.7], BBB: [0.5, 0.4, 0.3] }, edition),
        method(edition),
        REQUEST,
      ).specification.factors[2];
    expect(rounding(2018)).toMatchObject({ indicators: [{ low: -0.00005, high: 0.00005 }, {}, {}] });
    expect(rounding(2010)).toMatchObject({ indicators: [{ low: 0, high: 1e-5 }, {}, {}] });
  });

  test('refuses to vary nothing, and countries without a rank', async () => {
    await expect(
      analyse({ weightFraction: 0, aggregations: [], variesRounding: false }),
    ).rejects.toMatchObject({ code: 'nothing-varies', exitCode: 2 });
    await expect(analyse({ countries: ['EEE'] })).rejects.toMatchObject({ code: 'not-assessed' });
    await expect(analyse({ above: 'XXX' })).rejects.toMatchObject({ code: 'not-assessed' });
  });
});

describe('the report', () => {
  test('states every assumption, and shows certainty only where it is exact', async () => {
    const text = uncertaintyText(
      await analyse({ isSensitivityAsked: true, isLeaveOneOutAsked: true }),
      createPalette(false),
    );
    expect(text).toContain('release 4 · 4 countries, 1 without an EGDI left out · 3,000 replicates · seed 1');
    expect(text).toContain('arithmetic or geometric mean, equally likely');
    expect(text).toContain('zeros: 1');
    expect(text).toContain('OSI ±½ unit of decimal 4');
    expect(text).toContain('Monte Carlo standard error of a probability: at most 0.9 percentage points');
    expect(text).toContain('2 – 3  BBB CCC');
    expect(text).toMatch(/AAA +Land AAA +1 +1 – 1 +1 – 1 +100 % +0/);
  });

  test('JSON has null, not NaN, for what is not identified', async () => {
    const single = figuresOf({ AAA: [0.9, 0.9, 0.9], BBB: [0.1, 0.1, 0.1] });
    const { sensitivity } = JSON.parse(uncertaintyJson(await analyse({ isSensitivityAsked: true }, single)));
    expect(sensitivity.outputs[0].factors[0].total).toBeNull();
    expect(sensitivity.outputs[0].variance).toBe(0);
  });
});
