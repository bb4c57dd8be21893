import { expect, test } from 'vitest';
import { atLeastDecimals, formulaOf, shortDecimal } from '../../../src/report/explanation-formula.ts';
import { explanation, figure, METHODOLOGY } from './explanation-cases.ts';

test.each([
  ['0.759733333333333', 5, '0.75973…'],
  ['0.301722100000000', 5, '0.3017221'],
  ['-0.000033333333333', 5, '-0.000033…'],
  ['0.000000000000000', 5, '0'],
  ['1.234567890123456', 5, '1.23456…'],
])('%s at %i is shown as %s', (text, decimals, shown) => {
  expect(shortDecimal(text, decimals)).toBe(shown);
});

test.each([
  ['0.86810', 4, '0.8681'],
  ['0.86800', 4, '0.8680'],
  ['0.86815', 4, '0.86815'],
  ['1.00000', 0, '1'],
  ['39', 4, '39'],
])('%s at %i decimals at least is %s', (text, decimals, shown) => {
  expect(atLeastDecimals(text, decimals)).toBe(shown);
});

test('the inputs stand in the formula, and it adds up exactly', () => {
  expect(formulaOf(explanation())).toMatchObject({
    text: 'EGDI = 1/3 × 0.8681 (OSI) + 1/3 × 0.5723 (TII) + 1/3 × 0.8388 (HCI) = 0.75973…',
    result: '0.759733333333333',
  });
});

test('weights in hundredths', () => {
  const methodology = { ...METHODOLOGY, weights: 'OSI 0.34, TII 0.33, HCI 0.33' };
  const formula = formulaOf(explanation({ methodology, scoreRecomputed: '0.760817000000000' }));
  expect(formula?.result).toBe('0.760817000000000');
});

test('inputs that the method rounds first are rounded', () => {
  const methodology = { ...METHODOLOGY, inputDecimals: 'OSI 4, TII 4, HCI 5' };
  const inputs = ['0.75554', '0.98876', '0.79548'].map((scorePublished, index) =>
    figure({ indexCode: ['OSI', 'TII', 'HCI'][index] ?? '', scorePublished, scoreDecimals: 5 }),
  );
  const formula = formulaOf(explanation({ methodology, scoreDecimals: 5 }, inputs));
  expect(formula?.text).toBe(
    'EGDI = 1/3 × 0.7555 (OSI) + 1/3 × 0.9888 (TII) + 1/3 × 0.79548 (HCI) = 0.846593…',
  );
});

test('a missing input that counts as zero is shown as zero, and why', () => {
  const { inputs } = explanation();
  const missing = figure({ indexCode: 'HCI', scorePublished: null, valueStatus: 'not_available' });
  const formula = formulaOf(explanation({ componentMissingAsZero: true }, [...inputs.slice(0, 2), missing]));
  expect(formula?.text).toContain('1/3 × 0 (HCI: not available, counted as zero) = 0.4801');
  expect(formula?.terms[2]).toMatchObject({
    input: '0',
    isMissingAsZero: true,
    product: '0.000000000000000',
  });
});

test('without an assessment nothing is computed', () => {
  const { inputs } = explanation();
  const missing = figure({ indexCode: 'HCI', scorePublished: null, valueStatus: 'not_available' });
  const formula = formulaOf(explanation({ scoreRecomputed: null }, [...inputs.slice(0, 2), missing]));
  expect(formula).toMatchObject({ result: null });
  expect(formula?.text).toMatch(/1\/3 × \? \(HCI: not available\) = not computed$/);
});

test('an unknown method and a sub-index have no formula', () => {
  expect(formulaOf(explanation({ methodology: { ...METHODOLOGY, weights: null } }))).toBeNull();
  expect(formulaOf(explanation({ indexCode: 'TII' }, []))).toBeNull();
});
