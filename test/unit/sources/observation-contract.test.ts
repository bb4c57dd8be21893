import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../../../src/model/decimal.ts';
import { compare } from '../../../src/model/rational.ts';
import { observationContract, valueType } from '../../../src/sources/observation-contract.ts';
import { matchObservationLayout } from '../../../src/sources/observation-layout.ts';
import { shortestDecimal } from '../../../src/stages/normalise/observations.ts';
import { FULL_HEADER, FULL_LAYOUT } from '../../support/observation-tables.ts';

const { matched } = matchObservationLayout({ row: 1, cells: FULL_HEADER }, FULL_LAYOUT);
if (!matched) throw new Error('the header is that of the layout');
const contract = observationContract(matched);
const check = (...cells: (string | null)[]) =>
  contract({ row: 7, cells }).map(({ code, cell }) => `${code} ${cell?.row}:${cell?.column}`);

describe('the contract of an observation', () => {
  it.each([
    ['a number', ['A', 'KAZ', '2018', '12.5', 'percent', null, null, null]],
    ['a number with blanks around it', [' A ', ' KAZ', '2018 ', ' 12.5 ', 'percent', null, null, null]],
    ['a float as spreadsheets write it', ['A', 'KAZ', '2018', '8e-05', 'percent', 'E', 'p', null]],
    ['a marker', ['Q', 'KAZ', '2018-Q2', '..', 'percent', null, null, 'anything']],
    ['a blank whose status says why', ['M', 'KAZ', '2018-07', null, 'percent', 'M', null, null]],
    ['a marker that the status confirms', ['A', 'KAZ', '2018', '..', 'percent', 'M', null, null]],
  ])('takes %s', (_, cells) => expect(check(...cells)).toEqual([]));

  it.each([
    ['indicator-unknown 7:1', ['B', 'KAZ', '2018', '1', 'percent', null, null, null]],
    ['code-unknown 7:2', ['A', 'Kazakhstan', '2018', '1', 'percent', null, null, null]],
    ['period-unknown 7:3', ['A', 'KAZ', '2018-13', '1', 'percent', null, null, null]],
    ['period-mismatch 7:3', ['A', 'KAZ', '2018-07', '1', 'percent', null, null, null]],
    ['value-not-a-number 7:4', ['A', 'KAZ', '2018', '1,5', 'percent', null, null, null]],
    ['value-not-a-number 7:4', ['A', 'KAZ', '2018', 'n/a', 'percent', null, null, null]],
    ['value-not-a-number 7:4', ['A', 'KAZ', '2018', 'Infinity', 'percent', null, null, null]],
    ['value-out-of-range 7:4', ['A', 'KAZ', '2018', '1e999', 'percent', null, null, null]],
    ['value-out-of-range 7:4', ['A', 'KAZ', '2018', '9'.repeat(61), 'percent', null, null, null]],
    ['value-out-of-range 7:4', ['A', 'KAZ', '2018', '9'.repeat(100_000), 'percent', null, null, null]],
    ['cell-missing 7:4', ['A', 'KAZ', '2018', null, 'percent', null, null, null]],
    ['cell-missing 7:2', ['A', null, '2018', '1', 'percent', null, null, null]],
    ['unit-mismatch 7:5', ['A', 'KAZ', '2018', '1', 'persons', null, null, null]],
    ['unit-mismatch 7:5', ['A', 'KAZ', '2018', '1', null, null, null, null]],
    ['status-unknown 7:6', ['A', 'KAZ', '2018', '1', 'percent', 'Z', null, null]],
    ['status-unknown 7:7', ['A', 'KAZ', '2018', '1', 'percent', null, 'ep', null]],
    ['status-contradiction 7:4', ['A', 'KAZ', '2018', '1', 'percent', 'M', null, null]],
    ['status-contradiction 7:4', ['A', 'KAZ', '2018', '-', 'percent', 'M', null, null]],
  ])('says %s', (expected, cells) => expect(check(...cells)).toEqual([expected]));

  it('says all that is wrong with a row', () => {
    expect(check('B', 'kaz', '18', 'many', 'percent', 'Z', null, null)).toHaveLength(5);
  });

  it('says the same of a row whatever rows came before it', () => {
    const good = () => check('A', 'KAZ', '2018', '1', 'percent', null, null, null);
    const bad = () => check('B', 'KAZ', '2018', '1', 'percent', null, null, null);
    for (let n = 0; n < 3; n += 1) expect([good(), bad()]).toEqual([[], ['indicator-unknown 7:1']]);
    // More texts than are remembered.
    for (let n = 0; n < 11_000; n += 1)
      check(`unknown ${n}`, 'KAZ', '2018', '1', 'percent', null, null, null);
    expect([good(), bad()]).toEqual([[], ['indicator-unknown 7:1']]);
  });

  it('takes a value without a closer look only where its zod type takes it too', () => {
    const type = valueType(FULL_LAYOUT);
    const digits = fc.array(fc.constantFrom(...'0123456789.-+eE, x'), { maxLength: 40 });
    fc.assert(
      fc.property(
        digits.map((parts) => parts.join('').trim()).filter((text) => text !== ''),
        (text) => {
          const taken = check('A', 'KAZ', '2018', text, 'percent', null, null, null).length === 0;
          expect(taken).toBe(type.safeParse(text).success);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a header', () => {
  const match = (...cells: string[]) =>
    matchObservationLayout({ row: 3, cells }, FULL_LAYOUT).issues.map(
      ({ code, cell }) => `${code} ${cell?.column ?? ''}`,
    );

  it('may have its columns in any order', () => {
    expect(match(...FULL_HEADER.toReversed())).toEqual([]);
  });

  it('is refused column by column', () => {
    expect(match('series', 'country', 'time', 'value', 'value', 'unit', 'status', 'flags')).toEqual([
      'column-missing ',
      'column-unexpected 3',
      'column-duplicate 5',
    ]);
  });
});

describe('a value', () => {
  it.each([
    ['+012.50', '12.5'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['0', '0'],
    ['100', '100'],
    ['1.', '1'],
    ['8e-05', '0.00008'],
    ['1.5E3', '1500'],
    ['0.00253955338525323', '0.00253955338525323'],
    ['-12.340', '-12.34'],
  ])('%s is kept as %s, digit for digit', (text, shortest) => {
    expect(shortestDecimal(text)).toBe(shortest);
  });

  it('has one text, of the same value, however it is printed', () => {
    const printed = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.nat({ max: 999_999 }),
        fc.nat({ max: 4 }),
        fc.nat({ max: 3 }),
      )
      .map(([sign, whole, fraction, zeros, leading]) => {
        const places = String(fraction).padStart(6, '0');
        const text = (more: string) => `${sign}${more}${whole}.${places}`;
        return [text(''), `${text('0'.repeat(leading))}${'0'.repeat(zeros)}`] as const;
      });
    fc.assert(
      fc.property(printed, ([one, other]) => {
        const shortest = shortestDecimal(one);
        expect(shortestDecimal(other)).toBe(shortest);
        expect(shortestDecimal(shortest)).toBe(shortest);
        const [a, b] = [parseDecimal(one), parseDecimal(shortest)];
        expect(a && b && compare(a.value, b.value)).toBe(0);
      }),
    );
  });
});
