import { describe, expect, test } from 'vitest';
import { unSurvey } from '../../../../pipelines/un-survey/index.ts';
import type { EditionReport } from '../../../../src/pipeline/run/run-report.ts';
import { endEvent, startEvent } from '../../../../src/report/artifacts/open-lineage.ts';
import { runEventSchema } from '../../../support/lineage-schema.ts';
import { observedRun, SHA256 } from '../../../support/observed-run.ts';

const NOMINAL = '2026-11-23T03:00:00.000Z';
const NONE = { recomputed: 0, exact: 0, withinRounding: 0, declared: 0, deviating: 0 };

function edition(changes: Partial<EditionReport> = {}): EditionReport {
  return {
    edition: 2018,
    status: 'loaded',
    primaryFile: '/data/a.csv',
    rowsRead: 193,
    rowsLoaded: 193,
    quarantined: 0,
    excluded: 0,
    merged: 0,
    confirmedBy: 0,
    scores: NONE,
    ranks: NONE,
    methodKnown: true,
    ...changes,
  };
}

const end = (...args: Parameters<typeof observedRun>) =>
  runEventSchema.parse(endEvent(observedRun(...args), unSurvey.layouts));

describe('B10 lineage', () => {
  test('the start is a RunEvent with the files that are going to be read', () => {
    const { report, uuid } = observedRun();
    const subject = { uuid, pipeline: 'un-survey', nominalTime: NOMINAL, layouts: unSurvey.layouts };
    const event = runEventSchema.parse(startEvent(subject, report.inputs, new Date(NOMINAL)));
    expect(event).toMatchObject({
      eventType: 'START',
      eventTime: NOMINAL,
      outputs: [],
      run: { runId: uuid },
    });
    expect(event.run.facets.nominalTime?.nominalStartTime).toBe(NOMINAL);
    expect(event.inputs[0]).toMatchObject({
      name: '/data/a.csv',
      facets: { version: { datasetVersion: SHA256 } },
    });
  });

  test.each([
    ['published', 'COMPLETE'],
    ['unchanged', 'COMPLETE'],
    ['noop', 'COMPLETE'],
    ['candidate', 'COMPLETE'],
    ['refused', 'FAIL'],
    ['failed', 'FAIL'],
    ['aborted', 'ABORT'],
  ] as const)('a run that is %s ends with %s', (outcome, type) => {
    const event = end({ outcome, message: 'why' });
    expect(event.eventType).toBe(type);
    expect(event.run.facets.errorMessage?.message).toBe(type === 'COMPLETE' ? undefined : 'why');
  });

  test('outputs are the tables that were written, with the rows written and the columns they have', () => {
    const { outputs } = end();
    expect(outputs).toMatchObject([
      {
        namespace: 'postgres://db.example:5432',
        name: 'egdi.reporting.fact_index_score',
        facets: {
          version: { datasetVersion: '3' },
          schema: { fields: [{ name: 'iso3', type: 'text', description: 'ISO 3166-1' }] },
        },
        outputFacets: { outputStatistics: { rowCount: 965 } },
      },
    ]);
  });

  test('a column is traced to the columns of the files it was read from', () => {
    const fields = end({ editions: [edition()] }).outputs[0]?.facets.columnLineage?.fields;
    expect(Object.keys(fields ?? {}).sort()).toEqual([
      'edition',
      'iso3',
      'published_text',
      'rank_published',
      'rank_published_text',
      'score_published',
      'score_recomputed',
    ]);
    expect(fields?.score_recomputed?.inputFields.map(({ field }) => field)).toEqual([
      'Online Service Index',
      'Telecommunication Infrastructure Index',
      'Human Capital Index',
    ]);
    expect(fields?.rank_published?.inputFields).toMatchObject([
      { namespace: 'file', name: '/data/a.csv', field: 'E-Government Rank' },
    ]);
  });

  test('a file that only confirmed, and an edition that was refused, are no source of a column', () => {
    const other = end({ editions: [edition({ primaryFile: '/data/b.csv' })] });
    const refused = end({ editions: [edition({ status: 'refused' })] });
    for (const { outputs } of [other, refused]) expect(outputs[0]?.facets.columnLineage).toBeUndefined();
  });

  test('where the method is unknown, nothing claims to be recomputed', () => {
    const { outputs } = end({ editions: [edition({ methodKnown: false })] });
    expect(outputs[0]?.facets.columnLineage?.fields).not.toHaveProperty('score_recomputed');
    expect(outputs[0]?.facets.columnLineage?.fields).toHaveProperty('score_published');
  });
});
