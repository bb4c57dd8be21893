import { expect, test } from 'vitest';
import type { FreshnessResult } from '../../../src/pipeline/freshness.ts';
import { agoText } from '../../../src/report/operation-lines.ts';
import { createPalette } from '../../../src/report/text.ts';
import { statusReport } from '../../../src/report/warehouse-status.ts';
import type { RunState, WarehouseStatus } from '../../../src/warehouse/queries/warehouse-status.ts';

const PLAIN = createPalette(false);

const SUCCESS: RunState = {
  runId: 1,
  pipeline: 'un-survey',
  command: 'run',
  outcome: 'published',
  exitCode: 0,
  releaseNo: 1,
  startedAt: '2026-01-31T12:34:56.000Z',
  finishedAt: '2026-01-31T12:35:00.000Z',
  message: null,
};
const REFUSED = {
  ...SUCCESS,
  runId: 2,
  outcome: 'refused',
  exitCode: 3,
  message: 'no such name',
  errorCount: 12,
  errors: [
    {
      code: 'name-unknown',
      message: 'Kazakstan is not declared',
      hint: 'Kazakhstan?',
      fileName: 'new.csv',
      sheet: null,
      row: 9,
      column: 2,
      place: null,
      edition: 2018,
      iso3: null,
      indexCode: null,
    },
  ],
};

const STATUS: WarehouseStatus = {
  published: {
    releaseNo: 1,
    publishedAt: '2026-01-31T12:35:00.000Z',
    createdAt: '2026-01-31T12:34:59.000Z',
    reason: 'run',
    runId: 1,
  },
  datasets: [{ dataset: 'dim_country', rows: 193, checksum: 'c', status: 'ok', note: null }],
  editions: [
    {
      edition: 2008,
      sinceRelease: 1,
      members: 192,
      methodKnown: true,
      scores: { recomputed: 182, exact: 175, withinRounding: 5, declared: 2 },
      ranks: { recomputed: 182, exact: 176, declared: 6 },
      notAssessed: 10,
      crossCheckFiles: 4,
      contradictingFigures: 1,
    },
  ],
  lastRun: SUCCESS,
  lastSuccess: SUCCESS,
  lastRefused: null,
  openQuarantine: 0,
  newestEdition: { edition: 2024, publishedOn: '2024-09-17', isDayKnown: true },
  lastSuccesses: [{ pipeline: 'un-survey', finishedAt: '2026-01-31T12:35:00.000Z' }],
  scheduledPipelines: [],
  sources: [],
  candidates: [],
  rollback: null,
  refusedPartitions: [],
  unfinishedBackfill: null,
  writer: null,
};

const reportOf = (status: WarehouseStatus, freshness: readonly FreshnessResult[] = []) =>
  statusReport(status, freshness, PLAIN);

test('what is published, how it agrees, and the last run', () => {
  const report = reportOf(STATUS);
  expect(report).toContain('Release 1 is published, since 2026-01-31 12:35 UTC (run, run 1).');
  expect(report).toMatch(/2008 +192 +182 +175 +5 +2 +176 of 182 +6 +4 files, 1 contradiction/);
  expect(report).toMatch(/dim_country +193 +ok/);
  expect(report).toContain('last run      1, 2026-01-31 12:34 UTC, egdi run un-survey → published, exit 0');
  expect(report).toContain('last success  the same');
});

test('a refused run shows its errors with their cells', () => {
  const report = reportOf({ ...STATUS, lastRun: REFUSED, lastRefused: REFUSED, openQuarantine: 3 });
  expect(report).toContain('Run 2 was refused: 12 errors');
  expect(report).toMatch(/name-unknown +2018 +new\.csv B9 +Kazakstan is not declared; Kazakhstan\?/);
  expect(report).toContain('… and 11 more');
  expect(report).toContain('quarantine    3 rows');
});

test('a refused run is history once a later one has succeeded', () => {
  const later = { ...SUCCESS, runId: 3 };
  const report = reportOf({ ...STATUS, lastRun: later, lastSuccess: later, lastRefused: REFUSED });
  expect(report).not.toContain('was refused');
});

test('before the first release', () => {
  const empty = { published: null, datasets: [], editions: [], lastRun: null, lastSuccess: null };
  const report = reportOf({ ...STATUS, ...empty });
  expect(report).toContain('Nothing is published yet.');
  expect(report).toContain('none yet');
});

test('an edition whose method is unknown says so instead of figures', () => {
  const [edition] = STATUS.editions;
  if (edition === undefined) throw new Error('an edition was expected');
  const editions = [{ ...edition, methodKnown: false, crossCheckFiles: 0 }];
  expect(reportOf({ ...STATUS, editions })).toMatch(/method unknown .*no other file/);
});

test('what waits for a person is named with the command that settles it', () => {
  const report = reportOf({
    ...STATUS,
    candidates: [{ releaseNo: 4, createdAt: '2026-02-01T03:00:09.000Z', runId: 9, reason: 'schedule' }],
    rollback: {
      previousReleaseNo: 3,
      at: '2026-01-31T20:00:00.000Z',
      actor: 'aigerim',
      reason: 'wrong ranks',
      withdrawn: ['score 2018', 'group_score 2018'],
    },
    refusedPartitions: [{ dataset: 'score', partitionKey: '2020', reason: 'name-unknown: Kazakstan' }],
    unfinishedBackfill: {
      backfillId: 2,
      pipeline: 'un-survey',
      status: 'failed',
      firstEdition: 2003,
      lastEdition: 2024,
      startedAt: '2026-01-31T20:00:00.000Z',
      partitions: 12,
      donePartitions: 5,
    },
  });
  expect(report).toMatch(/^held +release 4 is a candidate \(run 9, 2026-02-01 03:00 UTC\): egdi publish 4$/m);
  expect(report).toMatch(
    /^rolled back +2026-01-31 20:00 UTC from release 3 by aigerim \(wrong ranks\); taken back: score/m,
  );
  expect(report).toMatch(/^partial +score 2020 refused and kept as before: name-unknown: Kazakstan$/m);
  expect(report).toMatch(
    /^backfill +2, editions 2003–2024: failed, 5 of 12 done; the same egdi backfill goes on/m,
  );
});

test('who is writing is named by process, host and run', () => {
  const writer = {
    command: 'egdi schedule',
    serverPid: 77,
    address: '192.0.2.5',
    since: '2026-02-01T03:00:00.000Z',
    process: { host: 'worker-1', pid: 12, runId: 9 },
  };
  expect(reportOf({ ...STATUS, writer })).toMatch(
    /^writing now +"egdi schedule" \(process 12 on worker-1, run 9, server process 77, since\s+2026-02-01T03:00:00\.000Z\)$/m,
  );
});

test('ages are told in the largest unit that fits', () => {
  const ages = [30, 119, 120, 7_199, 7_200, 172_799, 172_800, 86_400 * 797];
  expect(ages.map(agoText)).toEqual([
    'just now',
    'just now',
    '2 minutes ago',
    '119 minutes ago',
    '2 hours ago',
    '47 hours ago',
    '2 days ago',
    '797 days ago',
  ]);
});
