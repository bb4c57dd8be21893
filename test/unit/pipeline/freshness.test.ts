import { describe, expect, test } from 'vitest';
import { international } from '../../../pipelines/international/index.ts';
import { national } from '../../../pipelines/national/index.ts';
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { definePipeline } from '../../../src/pipeline/define-pipeline.ts';
import {
  type DatedSource,
  evaluateFreshness,
  evaluateTablesFreshness,
} from '../../../src/pipeline/freshness.ts';
import { fixedClock } from '../../../src/runtime/clock.ts';

const DAY_MS = 86_400_000;
const EDITION = '2024-09-17';
const SUCCESS = '2026-01-01T03:00:05.000Z';

const facts = { newestOf: { score: EDITION }, lastSuccessOf: { 'un-survey': SUCCESS } };

/** The status of each clock at a moment, given as an age of the edition or of the last success. */
function statusAt(since: string, days: number, extraMs = 0) {
  const now = new Date(new Date(since).getTime() + days * DAY_MS + extraMs);
  const [source, pipeline] = evaluateFreshness(unSurvey, facts, fixedClock(now));
  return { source: source?.status, pipeline: pipeline?.status };
}

describe('B16 freshness: each clock crosses pass → warn → error on its own, at the declared ages', () => {
  test.each([
    [0, 0, 'pass'],
    [792, 0, 'pass'],
    [792, 1, 'warn'],
    [1096, 0, 'warn'],
    [1096, 1, 'error'],
  ])('the source, %i days and %i ms old, is %s', (days, extraMs, status) => {
    expect(statusAt(EDITION, days, extraMs).source).toBe(status);
  });

  test.each([
    [0, 0, 'pass'],
    [2, 0, 'pass'],
    [2, 1, 'warn'],
    [8, 0, 'warn'],
    [8, 1, 'error'],
  ])('the pipeline, %i days and %i ms after its last success, is %s', (days, extraMs, status) => {
    expect(statusAt(SUCCESS, days, extraMs).pipeline).toBe(status);
  });

  test('one clock says nothing about the other', () => {
    // The edition is 480 days old when the pipeline falls silent.
    expect(statusAt(SUCCESS, 9)).toEqual({ source: 'pass', pipeline: 'error' });
    const nightly = { ...facts, lastSuccessOf: { 'un-survey': '2027-12-31T03:00:00Z' } };
    const later = evaluateFreshness(unSurvey, nightly, fixedClock('2028-01-01T00:00:00Z'));
    expect(later.map(({ status }) => status)).toEqual(['error', 'pass']);
  });
});

describe('what is shown of a clock', () => {
  test('bears the names of dbt', () => {
    const [, pipeline] = evaluateFreshness(unSurvey, facts, fixedClock('2026-01-01T04:00:05.500Z'));
    expect(pipeline).toEqual({
      clock: 'pipeline',
      name: 'un-survey',
      pipeline: 'un-survey',
      cadence: 'every night',
      dated_by: 'run',
      max_loaded_at: SUCCESS,
      snapshotted_at: '2026-01-01T04:00:05.500Z',
      max_loaded_at_time_ago_in_s: 3600.5,
      criteria: { warn_after: { count: 2, period: 'day' }, error_after: { count: 8, period: 'day' } },
      status: 'pass',
      not_judged: null,
    });
  });

  test('what was never loaded has no age, and is an error', () => {
    const never = evaluateFreshness(
      unSurvey,
      { newestOf: {}, lastSuccessOf: {} },
      fixedClock('2026-01-01T00:00:00Z'),
    );
    for (const result of never) {
      expect(result).toMatchObject({
        max_loaded_at: null,
        max_loaded_at_time_ago_in_s: null,
        status: 'error',
      });
    }
  });
});

describe('B16 freshness of tables: one clock for each source that something is published of', () => {
  const SOURCE: DatedSource = {
    layoutId: 'worldbank-wdi',
    publisher: 'World Bank',
    title: 'WDI',
    datedOn: '2026-01-01',
    datedBy: 'vintage',
    frequency: 'year',
    isShipped: false,
  };
  const at = (
    source: DatedSource,
    days: number,
    pipeline: typeof international | typeof national = international,
  ) => {
    const now = new Date(Date.parse('2026-01-01') + days * DAY_MS);
    const [first] = evaluateTablesFreshness(pipeline, [source], SUCCESS, fixedClock(now));
    return first;
  };

  test.each([
    [180, 'pass'],
    [181, 'warn'],
    [365, 'warn'],
    [366, 'error'],
  ])('a vintage that comes every quarter, %i days old, is %s', (days, status) => {
    expect(at(SOURCE, days)).toMatchObject({ status, dated_by: 'vintage', not_judged: null });
  });

  test.each([
    ['month', 101, 'warn'],
    ['month', 366, 'error'],
    ['year', 366, 'pass'],
    ['year', 701, 'warn'],
  ] as const)('figures by %s whose last period ended %i days ago are %s', (frequency, days, status) => {
    const source: DatedSource = { ...SOURCE, frequency, layoutId: 'bns-cpi', datedBy: 'last-period' };
    expect(at(source, days, national)).toMatchObject({ status, cadence: `every ${frequency}` });
  });

  test('what ships with the program, and what no news is expected of, is shown and not judged', () => {
    expect(at({ ...SOURCE, isShipped: true }, 4000)).toMatchObject({
      status: 'pass',
      not_judged: 'figures that ship with the program',
      max_loaded_at: '2026-01-01T00:00:00.000Z',
    });
    expect(at({ ...SOURCE, layoutId: 'undp-2011-education' }, 4000)).toMatchObject({
      status: 'pass',
      cadence: 'once',
      criteria: { warn_after: null, error_after: null },
      not_judged: 'nothing new is expected',
    });
  });

  test('a source without a single figure is not fresh', () => {
    expect(at({ ...SOURCE, datedOn: null }, 0)).toMatchObject({ status: 'error', max_loaded_at: null });
  });

  test('the clock of the pipeline is its own', () => {
    const now = fixedClock(new Date(Date.parse(SUCCESS) + 36 * DAY_MS));
    expect(evaluateTablesFreshness(national, [], SUCCESS, now)).toMatchObject([
      { clock: 'pipeline', name: 'national', status: 'warn' },
    ]);
  });
});

describe('a declaration', () => {
  const [source] = unSurvey.freshness.sources;
  if (source === undefined) throw new Error('a source was expected');

  test('that fails before it warns is refused', () => {
    const runs = { cadence: 'every night', warnAfterDays: 8, errorAfterDays: 2 };
    expect(() => definePipeline({ ...unSurvey, freshness: { sources: [source], runs } })).toThrow(RangeError);
  });

  test('that names a source twice is refused', () => {
    const freshness = { ...unSurvey.freshness, sources: [source, source] };
    expect(() => definePipeline({ ...unSurvey, freshness })).toThrow('is declared twice');
  });
});
