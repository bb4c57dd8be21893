import { expect, test } from 'vitest';
import { componentTable } from '../../../src/analysis/component-table.ts';

const value = (edition: number, iso3: string, amount: number | null) => ({
  edition,
  iso3,
  component: 'internet_users',
  value: amount,
});

test('a table has the values of one edition in the order of its units, NaN where there is none', () => {
  const values = [value(2018, 'UZB', 2), value(2018, 'KAZ', 1), value(2020, 'KAZ', 9), value(2018, 'XXX', 5)];
  const { units, columns } = componentTable([...values, value(2018, 'KGZ', null)], 2018, [
    'KAZ',
    'KGZ',
    'UZB',
  ]);
  expect(units).toEqual(['KAZ', 'KGZ', 'UZB']);
  expect([...columns]).toEqual([['internet_users', Float64Array.of(1, Number.NaN, 2)]]);
});

test('a component without any value has no column', () => {
  expect(componentTable([value(2018, 'KAZ', null)], 2018, ['KAZ']).columns.size).toBe(0);
});
