import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { national } from '../../pipelines/national/index.ts';
import { runArtifact } from '../../src/report/artifacts/run-artifact.ts';
import { runArtifactJsonSchema } from '../../src/report/artifacts/run-artifact-schema.ts';
import { seriesDeclarationJsonSchema } from '../../src/sources/national/series-declaration.ts';
import { tableDeclarationJsonSchema } from '../../src/sources/tables/table-declaration.ts';
import { observedRun } from '../support/observed-run.ts';

const FILE = join(import.meta.dirname, '..', '..', 'schemas', 'run.schema.json');

test('B17: the exported JSON Schema is that of the code (npm run schemas)', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(runArtifactJsonSchema())));
});

test('B17: the exported schema takes a document, and refuses one with a field missing or too many', () => {
  const schema = z.fromJSONSchema(
    JSON.parse(readFileSync(FILE, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0],
  );
  const artifact = runArtifact(observedRun());
  expect(schema.safeParse(artifact).error).toBeUndefined();
  const { runKey: _runKey, ...less } = artifact;
  expect(schema.safeParse(less).success).toBe(false);
  expect(schema.safeParse({ ...artifact, runkey: 'x' }).success).toBe(false);
  expect(schema.safeParse({ ...artifact, outcome: 'running' }).success).toBe(false);
});

test('the exported JSON Schema of table declarations is that of the code, and takes the one of the walk-through', () => {
  const root = join(import.meta.dirname, '..', '..');
  const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
  const exported = read('schemas', 'table.schema.json');
  expect(exported).toEqual(JSON.parse(JSON.stringify(tableDeclarationJsonSchema())));
  const schema = z.fromJSONSchema(exported as Parameters<typeof z.fromJSONSchema>[0]);
  const declaration = read('fixtures', 'statistical-tables', 'digital-literacy-ru.table.json') as object;
  expect(schema.safeParse(declaration).error).toBeUndefined();
  expect(schema.safeParse({ ...declaration, perod: {} }).success).toBe(false);
});

test('the exported JSON Schema of series is that of the code, takes all that ship, and refuses a misspelt key', () => {
  const file = join(import.meta.dirname, '..', '..', 'schemas', 'series.schema.json');
  const exported: unknown = JSON.parse(readFileSync(file, 'utf8'));
  expect(exported).toEqual(JSON.parse(JSON.stringify(seriesDeclarationJsonSchema())));
  const schema = z.fromJSONSchema(exported as Parameters<typeof z.fromJSONSchema>[0]);
  for (const one of national.series) {
    const declaration = JSON.parse(JSON.stringify(one)) as object;
    expect(schema.safeParse(declaration).error).toBeUndefined();
    expect(schema.safeParse({ ...declaration, file: 'x.csv' }).success).toBe(false);
  }
});
