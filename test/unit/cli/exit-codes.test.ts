import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXIT_CODES, worstExitCode } from '../../../src/cli/exit-codes.ts';

const codes = EXIT_CODES.map(([code]) => code);

test('of several exit codes the worst counts, whatever their order', () => {
  expect(worstExitCode([])).toBe(0);
  expect(worstExitCode([0, 4, 3])).toBe(3);
  expect(worstExitCode([3, 1, 4])).toBe(1);
  expect(worstExitCode([1, 75, 7])).toBe(75);
  expect(worstExitCode([75, 143, 0])).toBe(143);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...codes), { minLength: 1 }), (given) => {
      const worst = worstExitCode(given);
      expect(given).toContain(worst);
      expect(worstExitCode(given.toReversed())).toBe(worst);
    }),
  );
});

test('a code that is none of the program counts as an unexpected error', () => {
  expect(worstExitCode([3, 42])).toBe(42);
  expect(worstExitCode([42, 75])).toBe(75);
});
