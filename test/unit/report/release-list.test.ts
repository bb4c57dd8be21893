import { expect, test } from 'vitest';
import { releaseTable } from '../../../src/report/release-list.ts';
import { createPalette } from '../../../src/report/text.ts';
import type { ReleaseSummary } from '../../../src/warehouse/releases/release-list.ts';

const PLAIN = createPalette(false);

function release(part: Partial<ReleaseSummary>): ReleaseSummary {
  return {
    releaseNo: 1,
    status: 'superseded',
    isPublished: false,
    createdAt: '2026-01-31T12:34:56.000Z',
    publishedAt: null,
    reason: 'run',
    runId: 1,
    runOutcome: 'published',
    runMessage: null,
    partitions: 31,
    facts: 14706,
    newPartitions: 0,
    newEditions: [],
    newIndicators: [],
    newReferences: [],
    command: 'run',
    actor: 'asel',
    baseReleaseNo: null,
    changes: [],
    contractVersion: 1,
    pin: null,
    refusals: [],
    publications: [],
    ...part,
  };
}

test('the published release is marked, and what each one brought is named', () => {
  const lines = releaseTable(
    [
      release({ releaseNo: 4, newPartitions: 1 }),
      release({
        releaseNo: 3,
        newPartitions: 3,
        newEditions: ['2014', '2016'],
        newReferences: ['dim_country'],
      }),
      release({ releaseNo: 2, isPublished: true, status: 'published', publishedAt: '2026-02-01T00:00:00Z' }),
      release({ newPartitions: 2, newIndicators: ['bns:cpi', 'itu:i271'] }),
      release({ newPartitions: 31, newEditions: ['2003', '2004', '2005', '2008', '2010'] }),
    ],
    10,
    PLAIN,
  ).split('\n');
  expect(lines[1]).toMatch(/^ {6}4 .*1 of 31 +group means +run$/);
  expect(lines[2]).toMatch(/3 of 31 +editions 2014, 2016; dim_country +run$/);
  expect(lines[3]).toMatch(
    /^ {4}▶ 2 +published +2026-01-31 12:34 +2026-02-01 00:00 .*14,706 .*nothing +run$/,
  );
  expect(lines[4]).toMatch(/2 of 31 +bns:cpi, itu:i271 +run$/);
  expect(lines[5]).toContain('5 editions, 2003 to 2010');
  expect(lines.at(-1)).toBe('5 older (--limit)');
});

test('without a release the next step is named', () => {
  expect(releaseTable([], 0, PLAIN)).toContain('egdi run');
});

test('what a person decided, what is lacking and what was collected is said', () => {
  const text = releaseTable(
    [
      release({
        releaseNo: 3,
        refusals: [
          { dataset: 'group_score', partitionKey: '2018', reason: 'score-deviation: KAZ' },
          { dataset: 'score', partitionKey: '2018', reason: 'score-deviation: KAZ' },
        ],
      }),
      release({
        releaseNo: 2,
        pin: { at: '2026-02-01T00:00:00.000Z', by: 'asel', reason: 'annual report' },
        publications: [
          { at: '2026-02-01T00:00:00.000Z', kind: 'run', by: 'cron', reason: 'run', previousReleaseNo: 1 },
          {
            at: '2026-02-03T04:05:06.000Z',
            kind: 'rollback',
            by: 'asel',
            reason: 'wrong EPI',
            previousReleaseNo: 3,
          },
        ],
      }),
      release({ status: 'collected', partitions: 0, facts: 0, changes: null }),
    ],
    3,
    PLAIN,
  );
  const lines = text.split('\n').map((line) => line.trim());
  expect(lines[1]).toContain('superseded, in part');
  expect(lines[2]).toContain('superseded, pinned');
  expect(lines[3]).toMatch(/collected .* asel +run 1 +its list was removed +run$/);
  expect(lines).toContain('release 2 rolled back to from 3 at 2026-02-03 04:05 by asel: wrong EPI');
  expect(lines).toContain('release 2 pinned at 2026-02-01 00:00 by asel: annual report');
  expect(lines.filter((line) => line.startsWith('release 3'))).toEqual([
    'release 3 without the new 2018: score-deviation: KAZ',
  ]);
});
