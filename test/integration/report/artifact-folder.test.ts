import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeOldArtifacts, writeRunArtifact } from '../../../src/report/artifacts/artifact-folder.ts';
import { runArtifact } from '../../../src/report/artifacts/run-artifact.ts';
import { writeAtomically } from '../../../src/runtime/atomic-file.ts';
import { observedRun } from '../../support/observed-run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'egdi-artifacts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a file is replaced whole, and nothing is left beside it', async () => {
  const path = join(folder, 'deep', 'metrics.prom');
  await writeAtomically(path, 'one\n');
  await writeAtomically(path, 'two\n');
  expect(await readFile(path, 'utf8')).toBe('two\n');
  expect(await readdir(join(folder, 'deep'))).toEqual(['metrics.prom']);
});

test('a file that cannot take its place leaves no temporary one', async () => {
  const place = join(folder, 'taken');
  await mkdir(join(place, 'run.json', 'full'), { recursive: true });
  await expect(writeAtomically(join(place, 'run.json'), 'text')).rejects.toThrow();
  expect(await readdir(place)).toEqual(['run.json']);
});

test('the newest artifacts are kept, and nothing else is touched', async () => {
  const artifacts = join(folder, 'runs');
  for (let day = 1; day <= 5; day += 1) {
    const startedAt = `2026-11-0${day}T03:00:00.000Z`;
    await writeRunArtifact(artifacts, runArtifact(observedRun({ startedAt, runId: day })));
  }
  await mkdir(join(artifacts, 'notes'));
  await writeFile(join(artifacts, 'README'), 'mine');
  await removeOldArtifacts(artifacts, 2);
  expect((await readdir(artifacts)).sort()).toEqual([
    '20261104T030000000Z-run-4-0f8fad5b',
    '20261105T030000000Z-run-5-0f8fad5b',
    'README',
    'notes',
  ]);
});
