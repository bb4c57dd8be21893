import { expect, test } from 'vitest';
import { issue } from '../../../../src/model/issue.ts';
import { artifactName } from '../../../../src/report/artifacts/artifact-folder.ts';
import { runArtifact } from '../../../../src/report/artifacts/run-artifact.ts';
import { runArtifactSchema } from '../../../../src/report/artifacts/run-artifact-schema.ts';
import { observedRun } from '../../../support/observed-run.ts';

test('findings are counted by code and severity, and the first are told with their cell', () => {
  const at = { file: 'a.csv', cell: { sheet: 'S', row: 12, column: 3 }, edition: 2018, iso3: 'KAZ' };
  const issues = Array.from({ length: 150 }, () => issue('score-deviation', 'differs', at));
  const artifact = runArtifactSchema.parse(
    runArtifact(observedRun({ issues: [...issues, issue('method-unknown', 'unknown')] })),
  );
  expect(artifact.issues).toMatchObject({
    total: 151,
    bySeverity: { error: 150, warning: 0, info: 1 },
    byCode: [
      { code: 'score-deviation', severity: 'error', count: 150 },
      { code: 'method-unknown', severity: 'info', count: 1 },
    ],
  });
  expect(artifact.issues.first).toHaveLength(100);
  expect(artifact.issues.first[0]).toMatchObject({ cell: 'S!C12', iso3: 'KAZ' });
});

test('names sort by time, and keep apart runs of two databases that share number and moment', () => {
  const run = {
    uuid: '0f8fad5b-d9cb-469f-a165-70867728950e',
    runId: 12,
    startedAt: '2026-11-23T03:00:00.123Z',
  };
  expect(artifactName(run)).toBe('20261123T030000123Z-run-12-0f8fad5b');
  expect(artifactName({ ...run, uuid: '7c9e6679-7425-40de-944b-e07fc1f90ae7' })).not.toBe(artifactName(run));
  expect(artifactName({ ...run, runId: null })).toBe('20261123T030000123Z-run-none-0f8fad5b');
});
