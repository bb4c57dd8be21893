/** The example answers are what their script writes, and say in every row that they are invented. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXAMPLES, exampleCsv } from '../../scripts/lay-out-self-assessment.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'self-assessment');

it('the example answers are the files that the script writes, none more and none less', () => {
  expect(readdirSync(folder).toSorted()).toEqual(EXAMPLES.map(({ name }) => name).toSorted());
});

it.each(EXAMPLES)('$name is reproduced byte for byte and labelled as invented', (example) => {
  const text = readFileSync(join(folder, example.name), 'utf8');
  expect(text).toBe(exampleCsv(example));
  const rows = text.trimEnd().split('\n').slice(1);
  expect(rows.every((row) => row.startsWith('invented-') && row.includes('invented answer'))).toBe(true);
});
