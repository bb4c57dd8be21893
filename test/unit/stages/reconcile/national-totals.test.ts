import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../../../src/model/finding-list.ts';
import type { NationalObservation } from '../../../../src/model/national-observation.ts';
import { type NationalPeriod, yearPeriod } from '../../../../src/model/national-period.ts';
import { firstLevelRegions } from '../../../../src/reference/regions.ts';
import { checkNationalTotals } from '../../../../src/stages/reconcile/national-totals.ts';

const YEAR = yearPeriod(2023) as NationalPeriod;
const REGIONS = firstLevelRegions('KAZ', YEAR).map(({ regionCode }) => regionCode);

function fact(regionCode: string, text: string, period = YEAR): NationalObservation {
  const marks = { x: 'confidential', '-': 'nil', '…': 'not_available', '': 'blank' } as const;
  const status = Object.hasOwn(marks, text) ? marks[text as keyof typeof marks] : 'observed';
  return {
    indicatorCode: 'bns:x',
    regionCode,
    period,
    dimensions: {},
    value: status === 'observed' ? text : null,
    status,
    unit: 'tenge',
    bound: 'exact',
    isNegligible: false,
    isEstimated: false,
    isPreliminary: false,
    rawText: text,
    note: null,
    cell: { row: 1 },
    raw: { row: 1, cells: [] },
  };
}

function check(
  total: string,
  parts: readonly string[],
  { isAdditive = true, codes = REGIONS, period = YEAR } = {},
) {
  const list = createFindingList({ file: 'f', sha256: '0', sheet: null }, () => [], DEFAULT_FINDING_LIMITS);
  const facts = [
    fact('KAZ', total, period),
    ...codes.map((code, index) => fact(code, parts[index] ?? '0', period)),
  ];
  return {
    ...checkNationalTotals(facts, isAdditive, list),
    messages: list.issues().map(({ message }) => message),
  };
}

describe('the regions of a country', () => {
  it('add up to it, with nil as zero', () => {
    expect(check('6', ['1', '2', '3', '-'])).toMatchObject({ checked: 1, mismatched: 0 });
    const { messages, mismatched } = check('7', ['1', '2', '3', '-']);
    expect(mismatched).toBe(1);
    expect(messages).toEqual(['bns:x of 2023: the 20 regions add up to 1 less beside the printed 7']);
  });

  it('may differ by what rounding explains and by no more, whatever the figures', () => {
    const tenths = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(tenths, fc.integer({ min: -40, max: 40 }), (parts, slip) => {
        // One printed decimal in every part: 21 numbers, 0.05 each.
        const texts = parts.map((part) => `${Math.floor(part / 10)}.${part % 10 || 1}`);
        const sum = texts.reduce((total, text) => total + Number(text.replace('.', '')), 0) + slip;
        fc.pre(sum >= 0 && sum % 10 !== 0);
        const { mismatched } = check(`${Math.floor(sum / 10)}.${sum % 10}`, texts);
        expect(mismatched).toBe(Math.abs(slip) <= 10 ? 0 : 1);
      }),
    );
  });

  it('are not checked where one is suppressed: the difference would give it away', () => {
    expect(check('100', ['1', 'x'])).toMatchObject({ checked: 0, suppressed: 1, messages: [] });
    expect(check('x', ['1', '2'])).toMatchObject({ checked: 0, suppressed: 1, messages: [] });
  });

  it('are not checked where one has no data, is blank or has no row, nor where the total is', () => {
    for (const parts of [
      ['1', '…'],
      ['1', ''],
    ])
      expect(check('100', parts).checked).toBe(0);
    expect(check('100', ['1'], { codes: REGIONS.slice(1) }).checked).toBe(0);
    expect(check('…', ['1']).checked).toBe(0);
  });

  it('are not checked in percent', () => {
    expect(check('11.0', ['8.1', '5.3'], { isAdditive: false })).toMatchObject({ checked: 0, messages: [] });
  });

  it('are those of the year: 17 in 2019; or those of today in a recalculated series', () => {
    const period = yearPeriod(2019) as NationalPeriod;
    const then = firstLevelRegions('KAZ', period).map(({ regionCode }) => regionCode);
    expect(
      check(
        '17',
        then.map(() => '1'),
        { codes: then, period },
      ),
    ).toMatchObject({ checked: 1, mismatched: 0 });
    expect(
      check(
        '20',
        REGIONS.map(() => '1'),
        { period },
      ),
    ).toMatchObject({ checked: 1, mismatched: 0 });
    expect(
      check(
        '16',
        REGIONS.slice(0, 16).map(() => '1'),
        { codes: REGIONS.slice(0, 16), period },
      ).checked,
    ).toBe(0);
  });
});
