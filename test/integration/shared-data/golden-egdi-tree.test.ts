/** Published EGDI values of all editions from their published sub-indices, through the declared trees in doubles. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileIndex } from '../../../src/composite/tree/compile.ts';
import { evaluateIndex } from '../../../src/composite/tree/evaluate.ts';
import { egdiTree } from '../../../src/methodology/indices/egdi.ts';
import { METHODS } from '../../../src/methodology/registry.ts';

const golden = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'shared',
  'data',
  'golden',
  'methodology',
  'golden.json',
);
const absent = !existsSync(golden);
if (absent) console.warn('NOT CHECKED: ../shared/data/golden is absent, the golden cases are not at hand');

const goldenCase = z.object({
  id: z.string(),
  edition: z.number(),
  inputs: z.object({ osi: z.number(), tii: z.number(), hci: z.number() }),
  expected: z.object({ egdi: z.number() }),
  tolerance: z.number(),
  gate: z.literal(true),
});

describe.skipIf(absent)(`EGDI through its declared trees${absent ? ' — NOT CHECKED' : ''}`, () => {
  if (absent) return;
  const all = z.object({ cases: z.array(z.unknown()) }).parse(JSON.parse(readFileSync(golden, 'utf8'))).cases;
  const cases = all.flatMap((found) => {
    const read = goldenCase.safeParse(found);
    return read.success ? [read.data] : [];
  });

  it('the golden cases are there', () => {
    expect(cases.length).toBeGreaterThan(200);
  });

  it.each(METHODS.map((method) => [method.edition, method] as const))('%i', (edition, method) => {
    const rows = cases.filter((found) => found.edition === edition);
    const column = (code: 'osi' | 'tii' | 'hci') => Float64Array.from(rows, ({ inputs }) => inputs[code]);
    const { root } = evaluateIndex(compileIndex(egdiTree(method, 'as-published')), {
      units: rows.map(({ id }) => id),
      columns: new Map([
        ['OSI', column('osi')],
        ['TII', column('tii')],
        ['HCI', column('hci')],
      ]),
    });
    expect(rows.length).toBeGreaterThan(0);
    for (const [row, { id, expected, tolerance }] of rows.entries()) {
      expect(Math.abs((root.scores[row] as number) - expected.egdi), id).toBeLessThanOrEqual(tolerance);
    }
  });
});
