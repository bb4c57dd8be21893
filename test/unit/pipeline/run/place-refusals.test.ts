import { describe, expect, test } from 'vitest';
import { unSurvey } from '../../../../pipelines/un-survey/index.ts';
import { issue } from '../../../../src/model/issue.ts';
import { placeRefusals } from '../../../../src/pipeline/run/place-refusals.ts';
import type { ProcessedInputs } from '../../../../src/pipeline/run/process-inputs.ts';

const REQUEST = {
  pipeline: unSurvey,
  command: 'run',
  inputs: [],
  edition: null,
  force: false,
  reason: 'test',
  publishPartial: true,
};
const KNOWN = [2014, 2016, 2018];
const PROCESSED: ProcessedInputs = {
  files: [],
  editions: [],
  refusedEditions: new Set([2018]),
  issues: [],
  quarantined: [],
  counts: [],
  rowCounts: new Map(),
};

describe('a publication in part', () => {
  test('leaves an edition as it is whose file could not be read, so that no other source takes its place', () => {
    const unread = issue('file-empty', 'the file holds no rows', { file: '/in/EGOV_DATA_2014.csv' });
    const { request, processed } = placeRefusals(REQUEST, PROCESSED, [unread], KNOWN);
    expect(request.publishPartial).toBe(true);
    expect([...processed.refusedEditions].sort()).toEqual([2014, 2018]);
  });

  test('does not take place when an error may be about any edition', () => {
    const unplaced = issue('file-empty', 'the file holds no rows', { file: '/in/figures.csv' });
    expect(placeRefusals(REQUEST, PROCESSED, [unplaced], KNOWN).request.publishPartial).toBe(false);
  });

  test('is not hindered by warnings', () => {
    const warning = issue('sheet-ignored', 'is not read', { file: '/in/figures.xlsx' });
    const { request, processed } = placeRefusals(REQUEST, PROCESSED, [warning], KNOWN);
    expect([request.publishPartial, ...processed.refusedEditions]).toEqual([true, 2018]);
  });
});
