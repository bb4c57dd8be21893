import { expect, test } from 'vitest';
import { nearestName } from '../../../src/runtime/nearest-name.ts';

const NAMES = ['run', 'plan', 'backfill', 'rollback'];

test.each([
  ['rnu', 'run'],
  ['plna', 'plan'],
  ['back-fill', 'backfill'],
  ['ROLLBACK', 'rollback'],
  ['export', undefined],
  ['', undefined],
])('%s is probably %s', (name, expected) => {
  expect(nearestName(name, NAMES)).toBe(expected);
});
