import { describe, expect, it } from 'vitest';
import { EgdiError } from '../../../../src/model/error.ts';
import { issue, ReadFault } from '../../../../src/model/issue.ts';
import { tableRefusal } from '../../../../src/pipeline/run/table-refusal.ts';

describe('what ends a table and not its run', () => {
  it('is a fault of its file, with its cell', () => {
    const found = issue('csv-malformed', 'row 7 breaks off', { cell: { row: 7 } });
    expect(tableRefusal(new ReadFault(found))).toEqual(found);
  });
  it('is data beyond a limit, with the hint', () => {
    const error = new EgdiError('too-many-rows-refused', 'more than 1000 rows', {
      exitCode: 3,
      hint: 'look at it',
    });
    expect(tableRefusal(error)).toMatchObject({
      code: 'too-many-rows-refused',
      severity: 'error',
      message: 'more than 1000 rows',
      hint: 'look at it',
    });
  });
  it.each([
    ['a defect', new Error('x')],
    ['a lost lock', new EgdiError('fenced-off', 'x', { exitCode: 75 })],
    ['a wrong use', new EgdiError('origin-invalid', 'x', { exitCode: 2 })],
  ])('is not %s', (_, error) => expect(() => tableRefusal(error)).toThrow(error));
});
