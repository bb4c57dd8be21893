/** Adding an edition's method is its file and its line in the registry: a file that is not listed would be silent. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METHODS } from '../../src/methodology/registry.ts';

const methodology = join(import.meta.dirname, '..', '..', 'src', 'methodology');

it('every file of methodology/editions is in the registry, and every edition has its file', () => {
  const files = readdirSync(join(methodology, 'editions')).toSorted();
  expect(files).toEqual(METHODS.map(({ edition }) => `${edition}.ts`));
  const registry = readFileSync(join(methodology, 'registry.ts'), 'utf8');
  for (const file of files) expect(registry).toContain(`from './editions/${file}'`);
});
