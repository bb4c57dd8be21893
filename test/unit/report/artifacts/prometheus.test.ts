import { describe, expect, test } from 'vitest';
import { prometheusText } from '../../../../src/report/artifacts/prometheus.ts';
import { observedRun } from '../../../support/observed-run.ts';
import { parsePrometheus, type Sample } from '../../../support/prometheus-parser.ts';

const unreachable = { database: { ...observedRun().database, version: null, state: null } };

function value(samples: readonly Sample[], name: string, labels: Record<string, string> = {}) {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
  );
  expect(found.length, name).toBeLessThanOrEqual(1);
  return found[0]?.value;
}

describe('B17 metrics', () => {
  test('a strict parser reads them, and units are seconds', () => {
    const samples = parsePrometheus(prometheusText(observedRun()));
    expect(value(samples, 'egdi_run_duration_seconds')).toBe(1.5);
    expect(value(samples, 'egdi_stage_duration_seconds', { stage: 'load' })).toBe(0.336);
    expect(value(samples, 'egdi_run_last_timestamp_seconds')).toBe(
      Date.UTC(2026, 10, 23, 3, 0, 1, 500) / 1000,
    );
    expect(value(samples, 'egdi_run_outcome', { outcome: 'published' })).toBe(1);
    expect(value(samples, 'egdi_run_outcome', { outcome: 'failed' })).toBe(0);
    expect(value(samples, 'egdi_stage_units', { stage: 'validate', kind: 'quarantined' })).toBe(1);
    expect(value(samples, 'egdi_release_published')).toBe(3);
    expect(value(samples, 'egdi_quarantine_open')).toBe(4);
  });

  test('quotes, backslashes and line ends in labels survive', () => {
    const [count] = observedRun().report.counts;
    if (!count) throw new Error('a count was expected');
    const unit = 'a "b" \\ c\nd';
    const samples = parsePrometheus(prometheusText(observedRun({ counts: [{ ...count, unit }] })));
    expect(value(samples, 'egdi_stage_units', { unit, kind: 'in' })).toBe(3);
  });

  test('tables of one run that fan out differently are one sum', () => {
    const [count] = observedRun().report.counts;
    if (!count) throw new Error('a count was expected');
    const counts = [count, { ...count, fanOut: 5, in: 1, out: 5, quarantined: 0, excluded: 0, merged: 0 }];
    const samples = parsePrometheus(prometheusText(observedRun({ counts })));
    const { stage, unit } = count;
    expect(value(samples, 'egdi_stage_units', { stage, unit, kind: 'in' })).toBe(count.in + 1);
    expect(value(samples, 'egdi_stage_units', { stage, unit, kind: 'out' })).toBe(count.out + 5);
  });

  test('the time of the last success survives failed runs, also those that never reached the database', () => {
    const success = prometheusText(observedRun());
    const failed = { outcome: 'failed', exitCode: 7, finishedAt: '2026-11-24T03:00:00.000Z' } as const;
    const first = prometheusText(observedRun(failed, unreachable), success);
    const second = prometheusText(observedRun(failed, unreachable), first);
    const samples = parsePrometheus(second);
    expect(value(samples, 'egdi_run_last_success_timestamp_seconds')).toBe(
      Date.UTC(2026, 10, 23, 3, 0, 1, 500) / 1000,
    );
    expect(value(samples, 'egdi_run_exit_code')).toBe(7);
    expect(value(samples, 'egdi_release_published')).toBe(3);
    expect(value(samples, 'egdi_quarantine_open')).toBe(4);
  });

  test('without the old file the ledger says when the last success was', () => {
    const samples = parsePrometheus(prometheusText(observedRun({ outcome: 'refused', exitCode: 3 })));
    expect(value(samples, 'egdi_run_last_success_timestamp_seconds')).toBe(
      Date.UTC(2026, 10, 22, 3, 0, 2) / 1000,
    );
  });

  test('what nobody knows is 0 for a success, and left out for a count', () => {
    const samples = parsePrometheus(
      prometheusText(observedRun({ outcome: 'failed', exitCode: 7 }, unreachable)),
    );
    expect(value(samples, 'egdi_run_last_success_timestamp_seconds')).toBe(0);
    expect(value(samples, 'egdi_quarantine_open')).toBeUndefined();
  });

  test.each([
    ['noop', 0, true],
    ['unchanged', 0, true],
    // Published in part: something was refused, and an alert has to come.
    ['published', 3, false],
    ['candidate', 0, false],
  ] as const)('%s with exit code %d is a success: %s', (outcome, exitCode, isSuccess) => {
    const samples = parsePrometheus(prometheusText(observedRun({ outcome, exitCode })));
    const last = value(samples, 'egdi_run_last_success_timestamp_seconds');
    expect(last === value(samples, 'egdi_run_last_timestamp_seconds')).toBe(isSuccess);
  });

  test('the last run of another pipeline stays in the file, and both know the release of today', () => {
    const survey = prometheusText(observedRun());
    const other = observedRun({ pipeline: 'national', outcome: 'refused', exitCode: 3, publishedRelease: 4 });
    const samples = parsePrometheus(prometheusText(observedRun(), prometheusText(other, survey)));
    const of = (pipeline: string, name: string) => value(samples, name, { pipeline });
    expect(of('un-survey', 'egdi_run_exit_code')).toBe(0);
    expect(of('national', 'egdi_run_exit_code')).toBe(3);
    const between = parsePrometheus(prometheusText(other, survey));
    expect(value(between, 'egdi_release_published', { pipeline: 'un-survey' })).toBe(4);
    expect(value(between, 'egdi_release_published', { pipeline: 'national' })).toBe(4);
    expect(value(between, 'egdi_run_duration_seconds', { pipeline: 'un-survey' })).toBe(1.5);
    expect(between.filter(({ name }) => name === 'egdi_build_info')).toHaveLength(1);
  });
});
