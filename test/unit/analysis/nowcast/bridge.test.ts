import { describe, expect, it } from 'vitest';
import { changeOf, errorsOfChange } from '../../../../src/analysis/nowcast/bridge.ts';
import { bridgeEditions, subIndexBridge } from '../../../../src/analysis/nowcast/bridge-frames.ts';
import type { ComponentCode } from '../../../../src/model/component-counterpart.ts';
import { FIVE, frameOf } from './views.ts';

const frame = frameOf(2022, FIVE);
const moving: ReadonlySet<ComponentCode> = new Set<ComponentCode>([
  'internet_users',
  'mobile_cellular',
  'active_mobile_broadband',
]);
const moved = (component: ComponentCode, from: number, to: number) =>
  new Map([[component, { basis: 'level' as const, from, to }]]);

describe('the change of a sub-index', () => {
  // Users 0, 25, 50, 75, 100: mean 50, standard deviation √1250 = 35.355…; the others alike, each z of AAA −√2 and of BBB
  // +√2: the mean runs over 2√2. Ten points of users: 10/35.355/4 of 2√2 = 0.025.
  it('is the change of its input, through mean, deviation and extremes that stay', () => {
    const change = changeOf(frame, moved('internet_users', 50, 60), { moving, isCapped: true });
    expect(change).toBeCloseTo(0.025, 12);
  });

  it('does not depend on what the country’s other inputs are, nor on where it starts below the cap', () => {
    const both = [
      [0, 10],
      [85, 95],
    ].map(([from = 0, to = 0]) =>
      changeOf(frame, moved('internet_users', from, to), { moving, isCapped: true }),
    );
    expect(both[0]).toBeCloseTo(both[1] ?? 0, 12);
  });

  it('is none above the cap, up to the cap below it, and all of it without', () => {
    const of = (from: number, to: number, isCapped: boolean) =>
      changeOf(frame, moved('mobile_cellular', from, to), { moving, isCapped });
    expect(of(125, 135, true)).toBe(0);
    expect(of(110, 130, true)).toBeCloseTo(0.025, 12);
    expect(of(110, 130, false)).toBeCloseTo(0.05, 12);
  });

  it('is none of a component that the edition is not made of', () => {
    expect(changeOf(frame, moved('fixed_broadband', 10, 20), { moving, isCapped: true })).toBe(0);
  });
});

describe('the errors of a measured change', () => {
  it('are recomputed minus published changes between two editions, their median taken off', () => {
    const now = frameOf(2022, FIVE, [0.01, 0.02, 0.03, 0.04, 0.05]);
    const before = frameOf(2020, FIVE, [0.01, 0.01, 0.01, 0.01, 0.01]);
    const errors = errorsOfChange(now, before);
    expect(errors.of).toBe('change');
    expect(errors.median).toBeCloseTo(0.02, 12);
    expect([...errors.centred].map((error) => Number(error.toFixed(9)))).toEqual([
      -0.02, -0.01, 0, 0.01, 0.02,
    ]);
  });

  it('are those of the level where one edition is loaded, and leave out who lacks an input', () => {
    const now = frameOf(2022, [...FIVE, ['FFF', Number.NaN, 1, 1, 1]], [0, 0, 0, 0.1, 0.2, 0.5]);
    const errors = errorsOfChange(now, null);
    expect([errors.of, errors.centred.length]).toEqual(['level', 5]);
  });
});

describe('the editions that a change can be measured in', () => {
  it('are those whose method is known, constructed alike, the newest first', () => {
    const { editions, unknown } = bridgeEditions('TII', 2024);
    expect(editions.map(({ edition }) => edition)).toEqual([2022, 2020]);
    expect(unknown).toMatch(/unknown/);
    expect(bridgeEditions('TII', 2018).editions.map(({ edition }) => edition)).toEqual([2018, 2016, 2014]);
    expect(bridgeEditions('HCI', 2012).editions.map(({ edition }) => edition)).toEqual([2012]);
  });

  it('are none, with the reason, where inputs are not loaded or no method is known', () => {
    const refused = subIndexBridge('TII', bridgeEditions('TII', 2024), new Map(), new Map());
    expect(refused).toEqual({
      refused: 'TII 2022: the edition is not in the release (nor in the edition before)',
    });
    const none = subIndexBridge('TII', bridgeEditions('TII', 2005), new Map(), new Map());
    expect(none).toMatchObject({ refused: expect.stringMatching(/^no edition’s method of TII is known/) });
  });
});
