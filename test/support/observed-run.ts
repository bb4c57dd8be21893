/** A run as the artifacts are given it, for tests of what they make of it. */
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import type { ObservedRun } from '../../src/report/artifacts/observed-run.ts';

export const SHA256 = 'a'.repeat(64);

export function runReport(changes: Partial<RunReport> = {}): RunReport {
  return {
    pipeline: 'un-survey',
    title: 'UN E-Government Survey',
    runId: 7,
    outcome: 'published',
    exitCode: 0,
    publishedRelease: 3,
    release: 3,
    message: null,
    resumedFrom: null,
    editions: [],
    deviations: [],
    issues: [],
    audits: [],
    stages: [{ stage: 'load', status: 'done', durationMs: 336 }],
    facts: 965,
    inputFiles: 1,
    quarantinedRows: 0,
    durationMs: 1500,
    startedAt: '2026-11-23T03:00:00.000Z',
    finishedAt: '2026-11-23T03:00:01.500Z',
    runKey: SHA256,
    inputs: [
      { file: '/data/a.csv', sha256: SHA256, bytes: 12, format: 'csv', layoutId: 'egovkb', origin: null },
    ],
    counts: [
      {
        stage: 'validate',
        unit: 'rows → records',
        in: 3,
        fanOut: 1,
        out: 2,
        quarantined: 1,
        excluded: 0,
        merged: 0,
      },
    ],
    partitions: [],
    written: [{ table: 'fact_index_score', rows: 965 }],
    ...changes,
  };
}

export function observedRun(
  report: Partial<RunReport> = {},
  changes: Partial<Omit<ObservedRun, 'report'>> = {},
): ObservedRun {
  return {
    report: runReport(report),
    uuid: '0f8fad5b-d9cb-469f-a165-70867728950e',
    command: 'run',
    arguments: ['run'],
    reason: 'run',
    nominalTime: null,
    configuration: { dataDir: { value: '/project/.egdi', origin: 'EGDI_DATA_DIR (default)' } },
    process: { host: 'host', pid: 1, actor: 'node', platform: 'linux x64', node: '24.0.0' },
    database: {
      kind: 'server',
      version: '18.1',
      address: 'postgres://db.example:5432',
      state: {
        databaseName: 'egdi',
        lastSuccessAt: '2026-11-22T03:00:02.000Z',
        openQuarantine: 4,
        tables: new Map([['fact_index_score', [{ name: 'iso3', type: 'text', comment: 'ISO 3166-1' }]]]),
      },
    },
    ...changes,
  };
}
