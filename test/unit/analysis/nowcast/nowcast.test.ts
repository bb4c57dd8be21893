import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BridgeFrame } from '../../../../src/analysis/nowcast/bridge.ts';
import { nowcast } from '../../../../src/analysis/nowcast/nowcast.ts';
import type { NowcastData } from '../../../../src/analysis/nowcast/nowcast-data.ts';
import { EDITION_2022 } from '../../../../src/methodology/editions/2022.ts';
import { EDITION_2024 } from '../../../../src/methodology/editions/2024.ts';
import type { ComponentCode } from '../../../../src/model/component-counterpart.ts';
import type { ViewFigure } from '../../../../src/model/national-view.ts';
import { editionFigures, type MemberRow } from '../figures.ts';
import { counterpart, FIVE, figure, frameOf } from './views.ts';

const RANKED: readonly MemberRow[] = [
  ['BBB', 0.9, 1, 0.9, 0.9333, 1],
  ['EEE', 0.8, 0.7, 0.8, 0.7667, 2],
  ['CCC', 0.7, 0.6, 0.8, 0.7, 3],
  ['DDD', 0.7, 0.59, 0.8, 0.6967, 4],
  ['AAA', 0.1, 0, 0.1, 0.0667, 5],
];
const ERRORS = [-0.02, 0.01, 0, 0.02, -0.01];

function data(figures: readonly ViewFigure[], more: Partial<NowcastData> = {}): NowcastData {
  const frames: readonly [BridgeFrame, ...BridgeFrame[]] = [frameOf(2022, FIVE, ERRORS)];
  return {
    figures: editionFigures(2024, RANKED),
    method: EDITION_2024,
    view: { figures, counterparts: [counterpart('internet_users', 'level')] },
    dataYear: 2022,
    bridges: { TII: { frames }, HCI: { refused: 'its inputs are not loaded' } },
    ...more,
  };
}
const request = { iso3: 'DDD', byHand: new Map(), replicates: 500, seed: 1 };
const itu = figure('internet_users', 'international', '2022', 50);
const users = (value: number) => [itu, figure('internet_users', 'national', '2024', value)];

describe('an estimate on the latest national figures', () => {
  it('adds the change by the method of the bridge to the published value, and ranks by the rule of the edition', () => {
    const answer = nowcast(data(users(60)), request);
    // Ten points of users are 0.025 of the TII: 0.59 → 0.615; (0.7 + 0.615 + 0.8)/3 = 0.705, above CCC at 0.7.
    expect(answer.subIndices[0]).toMatchObject({ code: 'TII', published: 0.59, estimated: 0.615 });
    expect(answer.estimated).toMatchObject({ scoreRounded: 0.705, rank: 3 });
    expect(answer.published).toMatchObject({ rank: 4, scorePublished: 0.6967 });
    expect(answer).toMatchObject({ estimate: true, kind: 'nowcast', edition: 2024 });
  });

  it('leaves the other sub-index as published, and says why', () => {
    const hci = nowcast(data(users(60)), request).subIndices[1];
    expect(hci).toMatchObject({
      code: 'HCI',
      published: 0.8,
      estimated: 0.8,
      change: 0,
      news: [],
      errors: null,
    });
    expect(hci?.frozen.map(({ component }) => component)).toContain('e_government_literacy');
  });

  it('is what was published where the figure says the same, and the interval then holds the published rank only', () => {
    const answer = nowcast(data(users(50)), request);
    expect(answer.estimated.scoreRounded).toBe(0.69667);
    expect([answer.interval.rank.best, answer.interval.rank.worst, answer.published.rank]).toEqual([4, 4, 4]);
    expect(answer.interval.asGoodAsToday).toBe(1);
  });

  it('never has a lower TII with more users', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
            (value) =>
              nowcast(data(users(value)), { ...request, replicates: 1 }).subIndices[0]?.estimated ?? -1,
          );
          expect(high).toBeGreaterThanOrEqual(low as number);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never moves another country or its score', () => {
    const answer = nowcast(data(users(95)), request);
    const moved = [...answer.estimated.overtaken, ...answer.estimated.overtakenBy];
    expect(moved.every(({ scoreRounded, iso3 }) => scoreRounded === scoreOf(iso3))).toBe(true);
    expect(moved.map(({ iso3 }) => iso3)).toEqual(['CCC']);
  });

  it('has the same answer by the same seed, and the interval widens with the errors of the recomputation', () => {
    const first = nowcast(data(users(60)), request);
    expect(nowcast(data(users(60)), request)).toEqual(first);
    const other = nowcast(data(users(60)), { ...request, seed: 2 });
    expect({ ...other.interval, seed: 1 }).not.toEqual(first.interval);
    expect(other.estimated).toEqual(first.estimated);
    const exact = { TII: { frames: [frameOf(2022, FIVE)] as const }, HCI: { refused: 'x' } };
    const without = nowcast(data(users(60), { bridges: exact }), request).interval;
    expect(without.EGDI.high - without.EGDI.low).toBe(0);
    expect(first.interval.EGDI.high - first.interval.EGDI.low).toBeGreaterThan(0.005);
  });

  it('lists every assumption that it varies, each alone, and the first is always the estimate', () => {
    const frames = [frameOf(2022, FIVE, ERRORS), frameOf(2020, FIVE)] as const;
    const figures = [
      ...users(60),
      figure('internet_users', 'national', '2022', 45),
      figure('mobile_cellular', 'international', '2022', 125),
      figure('mobile_cellular', 'national', '2024', 140),
      figure('fixed_broadband', 'international', '2022', 10),
      figure('fixed_broadband', 'national', '2024', 20),
    ];
    const answer = nowcast(data(figures, { bridges: { TII: { frames }, HCI: { refused: 'x' } } }), request);
    expect(answer.variants.map(({ factor, alternative }) => [factor, alternative])).toEqual([
      ['Internet users', 'national figure in the place of the international one'],
      ['frame of TII', '2020'],
      ['cap of 120', 'not applied to the country’s own figures'],
      ['components of TII', 'with Fixed-broadband subscriptions'],
    ]);
    const [news] = answer.subIndices;
    expect(news?.news.map(({ component, isOfEdition, cap }) => [component, isOfEdition, cap])).toEqual([
      ['internet_users', true, 120],
      ['mobile_cellular', true, 120],
      ['fixed_broadband', false, 120],
    ]);
    // 45 → 60 of users: 15 points, 0.0375. Mobile lies above the cap, fixed broadband is no component of 2024.
    expect(news?.change).toBeCloseTo(0.0375, 10);
  });

  it('needs no bridge where the method of the edition is known: then cap and components are not in doubt', () => {
    const own = data([...users(60), figure('fixed_broadband', 'international', '2020', 10)], {
      figures: editionFigures(2022, RANKED),
      method: EDITION_2022,
      dataYear: 2022,
    });
    const answer = nowcast(own, request);
    expect(answer.variants).toEqual([]);
    expect(answer.assumptions.some((text) => text.includes('remade by its own method'))).toBe(true);
  });

  it('says in its assumptions what moves, by which method, what stays and how wrong it may be', () => {
    const { assumptions } = nowcast(data(users(60)), request);
    for (const part of [
      /only DDD moves: the other 4 countries/,
      /how TII 2024 is made is unknown .* method of 2022/,
      /Internet users: 60 \(own, 2024\) is put in the place of the international figure of 2022 \(50\)/,
      /why it is not the same/,
      /cap of 120 of 2022 is kept/,
      /Affordability/,
      /error of a measured change of TII is that of the recomputed TII 2022 of 5 countries/,
      /rule of 2024/,
    ]) {
      expect(
        assumptions.some((text) => part.test(text)),
        String(part),
      ).toBe(true);
    }
  });
});

describe('an estimate is refused', () => {
  const refusal = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return error as { readonly code: string; readonly exitCode: number; readonly message: string };
    }
    throw new Error('it was not refused');
  };
  const byHand = (component: ComponentCode) => ({
    ...request,
    byHand: new Map([[component, { value: 90, source: null }]]),
  });

  it('where no national figure is newer than the data year, naming the last ones', () => {
    const old = [itu, figure('internet_users', 'national', '2021', 48)];
    const error = refusal(() => nowcast(data(old), request));
    expect(error).toMatchObject({ code: 'nothing-newer', exitCode: 3 });
    expect(error.message).toContain('Internet users 2021');
  });

  it('where no counterpart of the country is declared', () => {
    const view = { figures: [itu], counterparts: [] };
    expect(refusal(() => nowcast(data([], { view }), request))).toMatchObject({
      code: 'counterparts-missing',
    });
  });

  it('where there is news, and no edition to measure it in', () => {
    const bridges = { TII: { refused: 'TII 2022: not loaded' }, HCI: { refused: 'HCI 2022: not loaded' } };
    const error = refusal(() => nowcast(data(users(60), { bridges }), request));
    expect(error).toMatchObject({ code: 'bridge-missing', exitCode: 3 });
    expect(error.message).toContain('TII 2022: not loaded');
  });

  it('where a figure given by hand is of a component that cannot be measured', () => {
    const view = { figures: [figure('adult_literacy', 'international', '2022', 99)], counterparts: [] };
    expect(refusal(() => nowcast(data([], { view }), byHand('adult_literacy')))).toMatchObject({
      code: 'bridge-missing',
      message: expect.stringContaining('its inputs are not loaded'),
    });
  });

  it('where a figure given by hand has no international one to be compared with', () => {
    expect(refusal(() => nowcast(data([]), byHand('internet_users')))).toMatchObject({
      code: 'bridge-missing',
      message: expect.stringContaining('no international figure of 2022'),
    });
  });

  it('for a country that is not a member, or was not assessed', () => {
    expect(refusal(() => nowcast(data(users(60)), { ...request, iso3: 'ZZZ' }))).toMatchObject({
      code: 'not-a-member',
      exitCode: 2,
    });
  });
});

function scoreOf(iso3: string): number {
  const row = RANKED.find(([code]) => code === iso3);
  return Number((((row?.[1] ?? 0) + (row?.[2] ?? 0) + (row?.[3] ?? 0)) / 3).toFixed(5));
}
