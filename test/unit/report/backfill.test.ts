import { describe, expect, test } from 'vitest';
import type { BackfillEdition, BackfillReport } from '../../../src/pipeline/backfill/report.ts';
import { backfillSummary, cancelSummary } from '../../../src/report/backfill.ts';
import { createPalette } from '../../../src/report/text.ts';

const PLAIN = createPalette(false);

function edition(year: number, more: Partial<BackfillEdition> = {}): BackfillEdition {
  return {
    edition: year,
    status: 'done',
    attempts: 1,
    figures: 965,
    message: null,
    isExecuted: true,
    ...more,
  };
}

function report(more: Partial<BackfillReport> = {}): BackfillReport {
  return {
    pipeline: 'un-survey',
    title: 'UN E-Government Survey',
    backfillId: 3,
    runId: 7,
    outcome: 'published',
    exitCode: 0,
    firstEdition: 2014,
    lastEdition: 2018,
    isTakenUp: false,
    publishedRelease: 2,
    release: 2,
    message: null,
    partitions: [edition(2014), edition(2016), edition(2018)],
    editions: [],
    issues: [],
    audits: [],
    stages: [],
    inputFiles: 3,
    quarantinedRows: 0,
    durationMs: 1500,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
    runKey: 'a'.repeat(64),
    counts: [],
    ...more,
  };
}

describe('the summary of a backfill', () => {
  test('says where each edition stands and what was published', () => {
    const text = backfillSummary(report(), PLAIN);
    expect(text).toContain('backfill 3 of 2014 to 2018');
    expect(text).toMatch(/^2016 +done +1 +965$/m);
    expect(text).toContain('Release 2 is published: 2,895 figures of 3 editions, 0 audits passed, 1.5 s.');
  });

  test('taken up again, it tells what was done before', () => {
    const partitions = [edition(2014, { isExecuted: false }), edition(2016, { attempts: 2 }), edition(2018)];
    const text = backfillSummary(report({ isTakenUp: true, partitions }), PLAIN);
    expect(text).toContain('Taken up again: 1 of 3 editions were done before.');
    expect(text).toMatch(/^2014 +done +1 +965 +by an earlier execution$/m);
  });

  test('refused, it names the editions, their reasons and the way on', () => {
    const reason = 'column-missing: no column HCI';
    const partitions = [
      edition(2014),
      edition(2016, { status: 'failed', figures: 0, message: reason }),
      edition(2018),
    ];
    const refused = { outcome: 'refused', exitCode: 3, release: 3, message: reason, partitions } as const;
    const text = backfillSummary(report({ ...refused, publishedRelease: 2 }), PLAIN);
    expect(text).toMatch(/^2016 +FAILED +1 +0 +column-missing: no column HCI$/m);
    expect(text).toContain('Not published, failed: 2016. Release 2 stays published, exit 3');
    expect(text).toContain('with --publish-partial it publishes the others');
    const partial = { ...refused, outcome: 'published' } as const;
    expect(backfillSummary(report(partial), PLAIN)).toContain(
      'Release 3 is published in part, without 2016, exit 3',
    );
  });

  test('with nothing to do it says so', () => {
    const text = backfillSummary(report({ outcome: 'noop', backfillId: null, partitions: [] }), PLAIN);
    expect(text).toMatch(/^Nothing to do\./);
    expect(text).toContain('nothing was written but run 7');
  });

  test('a backfill that is given up is named with what was done', () => {
    const partitions = [2014, 2016].map((year, index) => ({
      edition: year,
      status: index === 0 ? ('done' as const) : ('pending' as const),
      attempts: 1 - index,
      runId: null,
      message: null,
      figures: null,
      startedAt: null,
      finishedAt: null,
    }));
    const given = { pipeline: 'un-survey', firstEdition: 2014, lastEdition: 2016, releaseNo: null };
    const times = { startedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:00:01.000Z' };
    const text = cancelSummary([{ ...given, ...times, backfillId: 1, status: 'cancelled', partitions }]);
    expect(text).toBe(
      'Backfill 1 of 2014 to 2016 is given up: 1 of 2 editions were done, nothing of them is published by it.',
    );
    expect(cancelSummary([])).toBe('There is no unfinished backfill.');
  });
});
